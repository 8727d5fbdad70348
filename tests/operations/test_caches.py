"""What is read from a cache is bytes and nothing else: no code of whoever wrote it."""

import pickle
import sys
import time
import zlib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from django.core.cache import BaseCache, caches
from django.core.cache.backends.filebased import FileBasedCache

from recruspace_dashboard.operations.caches import WRITTEN_BETWEEN, store_bytes_only
from recruspace_dashboard.operations.environment import Env

ran: list[str] = []


class Trap:
    """Runs code in whoever unpickles it."""

    def __reduce__(self) -> tuple:
        return ran.append, ("the code of a stranger",)


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    ran.clear()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What a Redis server holds: its client is not installed, and is played here."""
    stored: dict[str, bytes] = {}

    class Redis:
        def __init__(self, connection_pool: object) -> None:
            self.get = stored.get

        def set(self, key: str, value: bytes, ex: int) -> None:
            stored[key] = value

        def mget(self, keys: list[str]) -> list[bytes | None]:
            return [stored.get(key) for key in keys]

    client = ModuleType("redis")
    client.Redis = Redis
    client.ConnectionPool = SimpleNamespace(from_url=lambda *_, **more: None)
    client.connection = SimpleNamespace(DefaultParser=None)
    monkeypatch.setitem(sys.modules, "redis", client)
    return stored


def cache_at(url: str, settings, monkeypatch: pytest.MonkeyPatch) -> BaseCache:
    """The cache as the settings file makes it."""
    monkeypatch.setenv("CACHE_URL", url)
    found = Env().cache_url("CACHE_URL", "")
    store_bytes_only(found)
    settings.CACHES = {"default": found}
    return caches["default"]


@pytest.mark.parametrize(
    "query", ["", "?serializer=django.core.cache.backends.redis.RedisSerializer"]
)
@pytest.mark.parametrize("scheme", ["redis", "rediss", "rediscache"])
def test_a_pickle_in_redis_is_not_loaded(
    server, settings, monkeypatch, scheme: str, query: str
):
    cache = cache_at(f"{scheme}://127.0.0.1:6379/1{query}", settings, monkeypatch)
    key, trap = cache.make_key("one"), pickle.dumps(Trap())
    server[key] = trap
    assert cache.get("one") == trap
    assert cache.get_many(["one"]) == {"one": trap}
    assert ran == []
    cache.set("one", b"\x80 7 as it is", 60)
    assert server[key] == b"\x80 7 as it is" == cache.get("one")


def test_a_client_of_redis_is_kept(server, settings, monkeypatch):
    cache = cache_at("redis://127.0.0.1:6379/1", settings, monkeypatch)
    cache.set("one", b"1")
    first, to_write = cache._cache.get_client(), cache._cache.get_client(write=True)
    assert cache._cache.get_client() is first
    assert cache._cache.get_client(write=True) is to_write is not first


@pytest.fixture
def files(settings, monkeypatch, tmp_path: Path) -> BaseCache:
    return cache_at(f"filecache://{tmp_path}/cache", settings, monkeypatch)


def theirs(files: BaseCache, expiry: object, value: object) -> Path:
    """The entry "one" as Django's own cache writes it."""
    path = Path(files._key_to_file("one"))
    content = zlib.compress(pickle.dumps(value))
    path.write_bytes(pickle.dumps(expiry, pickle.HIGHEST_PROTOCOL) + content)
    return path


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("ask", ["get", "has_key", "touch"])
def test_a_pickle_in_a_file_is_not_loaded(files, ask: str, protocol: int):
    path = Path(files._key_to_file("one"))
    path.write_bytes(pickle.dumps(Trap(), protocol) + zlib.compress(b"more"))
    assert not getattr(files, ask)("one")
    assert ran == []
    assert not path.exists()


@pytest.mark.parametrize("expiry", [time.time() + 3600, None], ids=["later", "never"])
def test_what_an_earlier_version_has_cached_counts_as_expired(files, expiry):
    path = theirs(files, expiry, b"an answer")
    # So that the test would notice if Django wrote its files in another way.
    assert FileBasedCache(path.parent, {}).get("one") == b"an answer"
    assert files.get("one") is None
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 8, b"\x7f\xf8" + b"\0" * 6, b"four"])
def test_half_a_file_is_as_good_as_none(files, content: bytes):
    Path(files._key_to_file("one")).write_bytes(content)
    assert files.get("one") is None


def test_bytes_come_back_until_they_expire(files):
    files.set("one", b"", 60)
    files.set("other", b"\x80", None)
    assert files.get_many(["one", "other", "third"]) == {"one": b"", "other": b"\x80"}
    assert files.add("one", b"new") is False
    assert files.touch("one", -1)
    assert files.get("one") is None
    assert files.touch("one") is False
    assert files.add("one", b"new") is True


@pytest.mark.parametrize("value", ["text", 7, None, bytearray(b"x"), [b"x"]])
def test_nothing_but_bytes_is_stored(files, server, settings, monkeypatch, value):
    redis = cache_at("redis://127.0.0.1:6379/1", settings, monkeypatch)
    for cache in (files, redis):
        with pytest.raises(TypeError, match="bytes only"):
            cache.set("one", value)
    assert server == {}
    assert files.get("one") is None


def test_there_are_never_many_more_files_than_it_may_have(files):
    files._max_entries = 60
    for number in range(200):
        files.set(f"entry-{number}", b"x", 60)
    there = len(list(Path(files._dir).iterdir()))
    assert there <= 60 + WRITTEN_BETWEEN
