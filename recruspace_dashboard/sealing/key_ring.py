"""Encrypts ("seals") texts and bytes for the database with a ring of keys: AES-256-GCM.

A sealed text is `v1.<key id>.<base64url of nonce and ciphertext>`; sealed bytes have
the same beginning, and then nonce and ciphertext as they are. The version, the key id
and the owner are authenticated too, and the place of bytes: what was changed, or copied
to another user's row, cannot be unsealed.
"""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_LENGTH = 8
# What sealed bytes begin with.
HEAD_BYTES = len(VERSION) + KEY_ID_LENGTH + 2


class UnsealError(Exception):
    """It was not sealed for this owner and place, or not with a key of this ring."""


class KeyRing:
    """Seals with its first key; unseals with any of its keys."""

    def __init__(self, ring: Iterable[str]) -> None:
        """`ring` lists keys of 32 bytes in URL-safe base64. Raises `ValueError`."""
        self._ring = {_key_id(key): AESGCM(key) for key in map(_read_key, ring)}
        if not self._ring:
            raise ValueError("there is no key in the ring")

    @property
    def key_ids(self) -> list[str]:
        """Ids of the keys, in order. An id does not reveal its key."""
        return list(self._ring)

    def seal(self, text: str, owner: int) -> str:
        key_id, data = self._encrypt(text.encode(), owner, "")
        return f"{VERSION}.{key_id}.{_encode(data)}"

    def unseal(self, sealed: str, owner: int) -> str:
        """The text sealed for `owner`. Raises `UnsealError` if it cannot be read."""
        try:
            version, key_id, body = sealed.split(".")
            data = _decode(body)
            if version != VERSION:
                raise ValueError("unknown version")
            return self._decrypt(key_id, data, owner, "").decode()
        except (ValueError, KeyError, InvalidTag) as error:
            raise UnsealError from error

    def seal_bytes(self, content: bytes, owner: int, place: str) -> bytes:
        """Bytes that only the same owner and `place` can unseal; it is not empty."""
        key_id, data = self._encrypt(content, owner, place)
        return f"{VERSION}.{key_id}.".encode() + data

    def unseal_bytes(self, sealed: bytes, owner: int, place: str) -> bytes:
        """The bytes sealed for `owner` and `place`. Raises `UnsealError`."""
        try:
            key_id = key_id_of_bytes(sealed)
            return self._decrypt(key_id, sealed[HEAD_BYTES:], owner, place)
        except (ValueError, KeyError, InvalidTag) as error:
            raise UnsealError from error

    def _encrypt(self, content: bytes, owner: int, place: str) -> tuple[str, bytes]:
        """The id of the key, and nonce and ciphertext."""
        key_id, cipher = next(iter(self._ring.items()))
        nonce = os.urandom(NONCE_BYTES)
        associated = _associated_data(key_id, owner, place)
        return key_id, nonce + cipher.encrypt(nonce, content, associated)

    def _decrypt(self, key_id: str, data: bytes, owner: int, place: str) -> bytes:
        nonce, ciphertext = data[:NONCE_BYTES], data[NONCE_BYTES:]
        associated = _associated_data(key_id, owner, place)
        return self._ring[key_id].decrypt(nonce, ciphertext, associated)


def key_ring() -> KeyRing:
    """The key ring of `ENCRYPTION_KEYS`. Raises `ValueError` if a key is invalid."""
    return _ring_of(tuple(settings.ENCRYPTION_KEYS))


# One in a process, but for tests.
@lru_cache(maxsize=8)
def _ring_of(keys: tuple[str, ...]) -> KeyRing:
    return KeyRing(keys)


def unseal_or_empty(sealed: str, owner: int) -> str:
    """The text; empty if it cannot be decrypted, as when its key was removed."""
    try:
        return key_ring().unseal(sealed, owner)
    except UnsealError:
        return ""


def seal_json(told: Any, owner: int) -> str:
    return key_ring().seal(json.dumps(told), owner)


def read_json(sealed: str, owner: int) -> dict[str, Any]:
    """What `seal_json` sealed of a dictionary; empty if it cannot be decrypted."""
    text = unseal_or_empty(sealed, owner)
    return dict(json.loads(text)) if text else {}


def key_id_of(sealed: str) -> str:
    """The id of the key that sealed this text; empty if the text is not sealed."""
    version, _, rest = sealed.partition(".")
    return rest.partition(".")[0] if version == VERSION else ""


def key_id_of_bytes(sealed: bytes) -> str:
    """As `key_id_of`; the first `HEAD_BYTES` are enough."""
    return key_id_of(sealed[:HEAD_BYTES].decode("ascii", "replace"))


def _read_key(text: str) -> bytes:
    text = text.strip()
    try:
        key = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        # The message must not contain the text: it may be a key with a typo.
        raise ValueError(f"a key is not {KEY_BYTES} bytes in URL-safe base64")
    return key


def _key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:KEY_ID_LENGTH]


def _associated_data(key_id: str, owner: int, place: str) -> bytes:
    """Of texts, which have no place, it ends with the owner."""
    end = f"|{place}" if place else ""
    return f"{VERSION}|{key_id}|user:{owner}{end}".encode()


def _encode(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    # Base64 can encode the same bytes in several ways; accept only that of `_encode`.
    if _encode(data) != text:
        raise ValueError("not canonical base64")
    return data
