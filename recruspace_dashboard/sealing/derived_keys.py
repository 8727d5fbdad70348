"""Derives a separate key for each purpose from one secret, by HKDF (RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(
    secret: bytes, *, purpose: str, salt: bytes | None = None, length: int = 32
) -> bytes:
    """A key of `length` bytes. Another purpose or salt gives an unrelated key."""
    info = f"recruspace_dashboard: {purpose}".encode()
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(secret)
