"""What is opened live and written updates the copy at once, and never fails a page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recruspace_dashboard.library import live
from recruspace_dashboard.library.models import (
    CopiedCandidate,
    CopiedPool,
    CopyState,
    KeyPools,
)
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.visible import pool_ids
from recruspace_dashboard.sandbox.state import Candidate
from tests.candidates.filled import NEW, filled
from tests.library.conftest import copied


@pytest.fixture(autouse=True)
def _synced(user, sync: Callable[[], Any]) -> None:
    sync()


@pytest.fixture
def somebody(company, pool) -> Candidate:
    return company.in_pool(pool)[0]


def stored(candidate: Candidate) -> dict[str, Any]:
    return copied()[candidate.id]


# Where it cannot be written


def test_a_page_is_shown_though_the_copy_is_locked(
    browse: Client, pool, somebody, monkeypatch
):
    def locked(*args: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(live, "write_candidates", locked)
    somebody.city = "Elsewhere"
    assert browse.get(f"/pools/{pool.id}/?page_size=100").status_code == 200
    assert browse.get(f"/candidates/{somebody.id}/").status_code == 200
    assert stored(somebody).get("city") != "Elsewhere"


def test_a_page_is_shown_whatever_goes_wrong(browse, pool, somebody, monkeypatch):
    def fails(*args: object) -> None:
        raise ValueError("of the tests")

    monkeypatch.setattr(live, "write_candidates", fails)
    somebody.city = "Elsewhere"
    assert browse.get(f"/candidates/{somebody.id}/").status_code == 200


def test_without_the_library_nothing_is_written(browse, pool, somebody, settings):
    settings.LIBRARY = False
    somebody.city = "Elsewhere"
    browse.get(f"/pools/{pool.id}/?page_size=100")
    assert stored(somebody).get("city") != "Elsewhere"


# What is opened


def test_a_page_of_a_pool_updates_its_candidates(browse, pool, somebody):
    somebody.city = "Elsewhere"
    browse.get(f"/pools/{pool.id}/?page_size=100")
    assert stored(somebody)["city"] == "Elsewhere"


def test_a_cached_page_does_not_overwrite_newer_rows(browse, pool, somebody):
    browse.get(f"/pools/{pool.id}/?page_size=100")
    row = CopiedCandidate.objects.get(candidate_id=somebody.id)
    newer = json.loads(row.payload) | {"city": "Newer"}
    live.write_candidates(pool.id, [newer])
    # From the cache, with the old city.
    browse.get(f"/pools/{pool.id}/?page_size=100")
    assert stored(somebody)["city"] == "Newer"


def test_an_answer_from_before_the_api_failed_does_not_either(
    browse, pool, somebody, sandbox, settings
):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    browse.get(f"/pools/{pool.id}/?page_size=100")
    row = CopiedCandidate.objects.get(candidate_id=somebody.id)
    live.write_candidates(pool.id, [json.loads(row.payload) | {"city": "Newer"}])
    sandbox.reply("GET", "/talent-pools/", status=500)
    assert browse.get(f"/pools/{pool.id}/?page_size=100").status_code == 200
    assert stored(somebody)["city"] == "Newer"


def test_what_has_not_changed_costs_two_queries_and_writes_nothing(browse, pool):
    version = CopyState.objects.get().version
    # A process remembers that there is a copy.
    browse.get(f"/pools/{pool.id}/?page_size=10")
    with CaptureQueriesContext(connections[ALIAS]) as queries:
        browse.get(f"/pools/{pool.id}/?page_size=100")
    asked = [one["sql"] for one in queries if one["sql"].startswith("SELECT")]
    # Who is known, and who is in the pool.
    assert len(asked) == 2
    assert CopyState.objects.get().version == version


def test_a_page_of_a_pool_that_is_not_copied_writes_nothing(browse, pool, company):
    CopiedCandidate.objects.all().delete()
    CopiedPool.objects.all().delete()
    browse.get(f"/pools/{pool.id}/")
    assert copied() == {}


def test_an_opened_candidate_is_updated(browse, somebody):
    before = stored(somebody)
    somebody.city, somebody.is_seen = "Elsewhere", True
    browse.get(f"/candidates/{somebody.id}/")
    after = stored(somebody)
    assert after["city"] == "Elsewhere"
    # In the shape of the list, of which nothing is lost.
    assert after.keys() == before.keys()


def test_an_opened_candidate_that_has_not_changed_writes_nothing(browse, somebody):
    browse.get(f"/candidates/{somebody.id}/")
    version = CopyState.objects.get().version
    browse.get(f"/candidates/{somebody.id}/?again")
    assert CopyState.objects.get().version == version


def test_a_candidate_that_the_copy_lacks_is_not_added(browse, company, somebody):
    CopiedCandidate.objects.filter(candidate_id=somebody.id).delete()
    browse.get(f"/candidates/{somebody.id}/")
    assert somebody.id not in copied()


# What is written


def test_a_tag_is_in_the_copy_at_once(browse, somebody):
    for _ in range(2):
        browse.post(f"/candidates/{somebody.id}/tags/", {"title": "New tag"})
    titles = [tag["title"] for tag in stored(somebody)["tags"]]
    assert titles.count("New tag") == 1


def test_an_added_candidate_is_in_the_copy_at_once(browse, company, pool):
    before = set(copied())
    browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    [new] = set(copied()) - before
    assert copied()[new]["email"] == NEW
    assert CopiedPool.objects.get(pk=pool.id).due


def test_one_added_from_another_pool_is_there_too(browse, company, pool, somebody):
    other = next(one for one in company.pools.values() if one is not pool)
    before = set(copied())
    data = {"talent_pool_id": other.id, "job_post": ""}
    browse.post(f"/candidates/{somebody.id}/assign/", data)
    [new] = set(copied()) - before
    assert company.candidates[new].pool is other


def test_a_new_pool_is_asked_for(browse, company):
    browse.post("/pools/new/", {"name": "New"})
    assert KeyPools.objects.get().list_at is None


def test_a_renamed_pool_has_its_new_name(browse, pool):
    browse.post(f"/pools/{pool.id}/rename/", {"name": "Renamed"})
    row = CopiedPool.objects.get(pk=pool.id)
    assert (row.name, json.loads(row.payload)["name"]) == ("Renamed", "Renamed")


def test_a_deleted_pool_is_not_seen_any_more_and_then_deleted(
    browse, company, pool, sync
):
    gone = {one.id for one in company.in_pool(pool)}
    browse.get(f"/pools/{pool.id}/delete/")
    browse.post(f"/pools/{pool.id}/delete/", {"confirm_name": pool.name})
    assert pool.id not in company.pools
    assert pool.id not in pool_ids(KeyPools.objects.get())
    sync()
    assert not gone & set(copied())
