"""Where answers are kept: apart for each key, and readable with that key only."""

from pathlib import Path

import pytest
from django.core.cache import caches

from recruspace_dashboard.connection.response_store import (
    LIFETIME_SECONDS,
    SealedResponseStore,
)

KEY = "rs_live_0123456789abcdef"
OTHER = "rs_live_fedcba9876543210"
CALL = "GET /candidates/search-by-email/ ?email=canary@example.com"
BODY = b'{"email": "canary@example.com"}'


@pytest.fixture
def store(clock) -> SealedResponseStore:
    """A store that was asked before, as it is before anything is put into it."""
    store = SealedResponseStore(KEY, 30, clock)
    assert store.get("the first call") is None
    return store


@pytest.fixture
def files(settings, tmp_path: Path) -> Path:
    """A cache of files, as installations have it."""
    folder = tmp_path / "cache"
    settings.CACHES = {
        "default": {
            "BACKEND": "recruspace_dashboard.operations.caches.BytesFileCache",
            "LOCATION": folder,
        }
    }
    return folder


def test_what_was_never_kept_is_not_there(store):
    assert store.get(CALL) is None


def test_an_answer_is_fresh_for_a_while_and_kept_for_longer(store, clock):
    store.put(CALL, BODY, clock.now)
    clock.now += 29
    kept = store.get(CALL)
    assert (kept.body, kept.asked_at, kept.fresh) == (BODY, 1_000_000.0, True)
    clock.now += 2
    assert store.get(CALL).fresh is False
    assert store.get(CALL).body == BODY


def test_with_zero_seconds_nothing_is_fresh(clock):
    store = SealedResponseStore(KEY, 0, clock)
    store.put(CALL, BODY, clock.now)
    assert store.get(CALL).fresh is False


def test_a_clock_that_was_set_back_makes_nothing_fresh(store, clock):
    store.put(CALL, BODY, clock.now)
    clock.now -= 3600
    assert store.get(CALL).fresh is False


def test_a_write_ends_the_freshness_of_what_was_asked_before(store, clock):
    store.put(CALL, BODY, clock.now)
    clock.now += 1
    store.changed()
    assert store.get(CALL).fresh is False
    # Asked while the write was on its way, and answered after it.
    store.put(CALL, BODY, clock.now - 0.5)
    assert store.get(CALL).fresh is False
    store.put(CALL, BODY, clock.now + 0.5)
    clock.now += 1
    assert store.get(CALL).fresh is True


def test_a_cache_that_dropped_the_mark_of_a_write_makes_nothing_fresh(store, clock):
    store.put(CALL, BODY, clock.now)
    clock.now += 1
    store.changed()
    caches["default"].delete(store._cache.name("changed"))
    clock.now += 1
    assert store.get(CALL).fresh is False
    # What is asked from then on is, and nothing from before.
    store.put("another call", BODY, clock.now)
    assert store.get("another call").fresh is True
    assert store.get(CALL).fresh is False


def test_a_write_with_another_key_changes_nothing_here(store, clock):
    store.put(CALL, BODY, clock.now)
    SealedResponseStore(OTHER, 30, clock).changed()
    assert store.get(CALL).fresh is True


def test_what_is_forgotten_is_gone(store, clock):
    store.put(CALL, BODY, clock.now)
    store.forget(CALL)
    assert store.get(CALL) is None


def test_nobody_with_another_key_is_given_it(store, clock):
    store.put(CALL, BODY, clock.now)
    assert SealedResponseStore(OTHER, 30, clock).get(CALL) is None


def test_after_a_new_secret_key_nothing_is_there(store, clock, settings):
    store.put(CALL, BODY, clock.now)
    settings.SECRET_KEY = "another-" * 8
    assert SealedResponseStore(KEY, 30, clock).get(CALL) is None


def test_the_files_hold_nothing_that_can_be_read(files, clock):
    store = SealedResponseStore(KEY, 30, clock)
    store.put(CALL, BODY, clock.now)
    store.changed()
    found = [path for path in files.rglob("*") if path.is_file()]
    assert len(found) == 2
    for path in found:
        assert path.stat().st_mode & 0o077 == 0
        for canary in (b"canary", b"search-by-email", KEY.encode()):
            assert canary not in path.read_bytes()
            assert canary not in path.name.encode()
    assert store.get(CALL).body == BODY


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_a_sealed_answer_that_was_touched_does_not_open(store, clock, place):
    store.put(CALL, BODY, clock.now)
    [(name, sealed)] = _entries(store)
    touched = bytearray(sealed)
    touched[place] ^= 1
    caches["default"].set(name, bytes(touched), LIFETIME_SECONDS)
    assert store.get(CALL) is None


def test_a_sealed_answer_does_not_open_in_the_place_of_another(store, clock):
    store.put(CALL, BODY, clock.now)
    [(_, sealed)] = _entries(store)
    caches["default"].set(store._cache.name("another call"), sealed, LIFETIME_SECONDS)
    assert store.get("another call") is None


@pytest.mark.parametrize("garbage", [b"", b"short", "text", 7, None])
def test_garbage_is_as_good_as_nothing(store, clock, settings, garbage):
    if "Redis" in settings.CACHES["default"]["BACKEND"] and not isinstance(
        garbage, bytes
    ):
        pytest.skip("this cache takes bytes only")
    store.put("another call", BODY, clock.now)
    for call in (CALL, "changed"):
        caches["default"].set(store._cache.name(call), garbage, LIFETIME_SECONDS)
    assert store.get(CALL) is None
    assert store.get("another call").body == BODY


def _entries(store: SealedResponseStore) -> list[tuple[str, bytes]]:
    name = store._cache.name(CALL)
    return [(name, caches["default"].get(name))]


def test_a_cache_that_fails_costs_no_page(settings, tmp_path, clock, caplog):
    settings.CACHES = {
        "default": {
            "BACKEND": "recruspace_dashboard.operations.caches.BytesFileCache",
            # A file where the folder should be.
            "LOCATION": tmp_path / "file",
        }
    }
    (tmp_path / "file").write_text("")
    store = SealedResponseStore(KEY, 30, clock)
    store.put(CALL, BODY, clock.now)
    store.changed()
    store.forget(CALL)
    assert store.get(CALL) is None
    assert "The cache failed" in caplog.text
    assert "canary" not in caplog.text
