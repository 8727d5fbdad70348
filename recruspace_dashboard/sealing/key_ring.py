"""Seals API keys for the database, and opens them again: AES-256-GCM with a key ring.

A sealed text reads `v1.<key id>.<base64url of nonce and ciphertext>`. The version, the
key id and the owner are authenticated with it, so a sealed text that was changed, or
copied to another owner's row, does not open.
"""

import hashlib
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12


class KeyUnreadable(Exception):
    """This was not sealed for this owner with a key of this ring."""


class KeyRing:
    """Seals with the first key of its ring; opens what any of them has sealed."""

    def __init__(self, ring: Iterable[str]) -> None:
        """`ring` lists keys of 32 bytes in URL-safe base64; raises `ValueError`."""
        self._ring = {_key_id(key): AESGCM(key) for key in map(_read_key, ring)}
        if not self._ring:
            raise ValueError("there is no key in the ring")

    @property
    def key_ids(self) -> list[str]:
        """By which the keys are told apart, and may be named anywhere."""
        return list(self._ring)

    def seal(self, text: str, owner: int) -> str:
        key_id, cipher = next(iter(self._ring.items()))
        nonce = os.urandom(NONCE_BYTES)
        ciphertext = cipher.encrypt(nonce, text.encode(), _binding(key_id, owner))
        return f"{VERSION}.{key_id}.{_encode(nonce + ciphertext)}"

    def unseal(self, sealed: str, owner: int) -> str:
        """What was sealed for `owner`; raises `KeyUnreadable` whatever is wrong."""
        try:
            version, key_id, body = sealed.split(".")
            data = _decode(body)
            if version != VERSION:
                raise ValueError("unknown version")
            nonce, ciphertext = data[:NONCE_BYTES], data[NONCE_BYTES:]
            cipher = self._ring[key_id]
            return cipher.decrypt(nonce, ciphertext, _binding(key_id, owner)).decode()
        except (ValueError, KeyError, InvalidTag) as error:
            raise KeyUnreadable from error


def key_id_of(sealed: str) -> str:
    """The id of the key that sealed this, as far as it says so."""
    version, _, rest = sealed.partition(".")
    return rest.partition(".")[0] if version == VERSION else ""


def _read_key(text: str) -> bytes:
    text = text.strip()
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        # The text stays out of the message: it may be a key with one slip in it.
        raise ValueError(f"a key is not {KEY_BYTES} bytes in URL-safe base64")
    return key


def _key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]


def _binding(key_id: str, owner: int) -> bytes:
    return f"{VERSION}|{key_id}|user:{owner}".encode()


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # Base64 has several spellings of the same bytes; only ours is a sealed text.
    if _encode(data) != text:
        raise ValueError("not our base64")
    return data
