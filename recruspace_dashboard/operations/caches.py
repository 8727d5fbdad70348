"""Caches that store bytes as they are.

Django's caches unpickle what they read, so whoever writes to one could run code here.
"""

import itertools
import struct
import time
from typing import IO, Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.core.exceptions import ImproperlyConfigured

# The time at which an entry expires, at the beginning of its file.
EXPIRY = struct.Struct(">d")
NEVER = float("inf")
MAX_FILES = 2000
# Whether there are more is not looked up with each that is written: with a thousand,
# that takes fifteen times as long as to write one.
WRITTEN_BETWEEN = 50
_written = itertools.count()
# Without its cache a page makes more API calls, but must not wait for Redis.
REDIS_SECONDS = 0.5
# Nobody else can write to the memory of the process.
IN_MEMORY = ("LocMemCache", "DummyCache")


def store_bytes_only(cache: dict[str, Any]) -> None:
    """Changes the settings of a cache, so that nothing in it is ever unpickled.

    Raises `ImproperlyConfigured` for a kind of cache that has no such setting.
    """
    kind = cache["BACKEND"].rpartition(".")[2]
    options = cache.setdefault("OPTIONS", {})
    if kind == "FileBasedCache":
        cache["BACKEND"] = f"{__name__}.{BytesFileCache.__name__}"
        options["MAX_ENTRIES"] = MAX_FILES
    elif kind == "RedisCache":
        cache["BACKEND"] = f"{__name__}.{BytesRedisCache.__name__}"
        options["serializer"] = f"{__name__}.{BytesSerializer.__name__}"
        options["socket_timeout"] = options["socket_connect_timeout"] = REDIS_SECONDS
    elif kind not in IN_MEMORY:
        raise ImproperlyConfigured(
            "CACHE_URL is neither filecache:// nor redis://. Other caches run whatever "
            "code is written to them."
        )


class BytesSerializer:
    """For Django's Redis cache."""

    def dumps(self, value: bytes) -> bytes:
        return _require_bytes(value)

    def loads(self, stored: bytes) -> bytes:
        return stored


class _KeptClient(RedisCacheClient):
    """Django makes a new client for each use of the cache, which takes longer than the
    use itself. One client may be used by many threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clients: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class BytesRedisCache(RedisCache):
    """Django's Redis cache, with a client that is kept."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = _KeptClient


class BytesFileCache(FileBasedCache):
    """Django's cache of files, which stores bytes only.

    Files that Django's own cache has written count as expired.
    """

    # The stubs lack the methods of Django's class that begin with an underscore.

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        path = self._key_to_file(key, version)  # type: ignore[attr-defined]
        try:
            with open(path, "rb") as file:
                return default if self._is_expired(file) else file.read()
        except FileNotFoundError:
            return default

    def touch(
        self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        value = self.get(key, version=version)
        if value is not None:
            self.set(key, value, timeout, version)
        return value is not None

    def _write_content(self, file: IO[bytes], timeout: Any, value: bytes) -> None:
        content = _require_bytes(value)
        expiry = self.get_backend_timeout(timeout)
        file.write(EXPIRY.pack(NEVER if expiry is None else expiry) + content)

    def _cull(self) -> None:
        if next(_written) % WRITTEN_BETWEEN == 0:
            super()._cull()  # type: ignore[misc]

    def _is_expired(self, file: IO[bytes]) -> bool:
        head = file.read(EXPIRY.size)
        # A pickle begins with a byte that makes this a negative number.
        if len(head) == EXPIRY.size and EXPIRY.unpack(head)[0] >= time.time():
            return False
        self._delete(file.name)  # type: ignore[attr-defined]
        return True


def _require_bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError(f"The cache stores bytes only, and no {type(value).__name__}.")
    return value
