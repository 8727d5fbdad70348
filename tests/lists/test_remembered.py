"""Pages of the copy are remembered, and what changes is shown at once all the same."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyroaring import BitMap

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library import live
from recruspace_dashboard.library.models import CopiedCandidate, CopiedPool
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.sync import schedule
from recruspace_dashboard.library.writing import keep_only
from recruspace_dashboard.sandbox.state import Candidate
from recruspace_dashboard.verdicts.models import Verdict
from tests.http import text

ADDRESS = "/candidates/?page_size=100"


@pytest.fixture
def somebody(user, company, pool, sync) -> Candidate:
    """A candidate of a list that was shown before, twice."""
    one = company.in_pool(pool)[0]
    one.tags.clear()
    sync()
    return one


@pytest.fixture
def shown(browse: Client, somebody: Candidate) -> Callable[[], str]:
    """The row of that candidate."""

    def row() -> str:
        page = text(browse.get(ADDRESS))
        return page[page.index(f'<tr id="c{somebody.id}"') :].split("</tr>")[0]

    assert row() == row()
    return row


def test_neither_rows_nor_their_order_are_read_again(browse, shown):
    with CaptureQueriesContext(connections[ALIAS]) as seen:
        browse.get(ADDRESS)
    read = [one["sql"].split("FROM ")[1].split()[0] for one in seen]
    assert read == ["library_copystate", "library_keypools", "library_copiedpool"]


def test_a_sync_is_shown(shown, somebody, pool, sync):
    somebody.city = "Elsewhere"
    assert "Elsewhere" not in shown()
    schedule.make_due([pool.id])
    sync()
    assert "Elsewhere" in shown()


def test_what_was_opened_live_is_shown(browse, shown, somebody):
    somebody.city = "Elsewhere"
    browse.get(f"/candidates/{somebody.id}/")
    assert "Elsewhere" in shown()


def test_who_was_seen_is_not_new_any_more(browse, shown, somebody, pool):
    somebody.is_seen = not somebody.is_seen
    before = shown()
    browse.get(f"/pools/{pool.id}/?page_size=100")
    assert ('class="unseen"' in shown()) != ('class="unseen"' in before)


def test_a_tag_that_was_added_here_is_shown(browse, shown, somebody):
    browse.post(f"/candidates/{somebody.id}/tags/", {"title": "Just now"})
    assert "Just now" in shown()


def test_a_verdict_is_shown_and_goes_again(browse, shown, somebody, user):
    Verdict.give(user, somebody.id, "yes", "")
    assert "said-yes" in shown()
    Verdict.give(user, somebody.id, "no", "")
    assert "said-no" in shown()
    Verdict.take_back(user, somebody.id)
    assert "said-" not in shown()


def test_a_pool_has_its_new_name(browse, shown, pool):
    browse.post("/lists/columns/", {"columns": ["pools"]})
    assert pool.name in shown()
    live.pool_renamed(pool.id, "Another name")
    assert "Another name" in shown()


@pytest.mark.usefixtures("shown")
def test_who_is_taken_out_of_a_pool_is_gone(browse, somebody, pool):
    others = CopiedCandidate.objects.exclude(candidate_id=somebody.id)
    keep_only(pool.id, BitMap(others.values_list("id", flat=True)))
    assert f'id="c{somebody.id}"' not in text(browse.get(ADDRESS))


@pytest.mark.usefixtures("shown")
def test_another_key_sees_only_its_own(browse, client, sandbox):
    """The pools that two keys list, and not what the process remembers, say who is
    seen."""
    other = User.objects.create_user("deniz")
    ApiKey.store(other, sandbox.keys[2])
    client.force_login(other)
    theirs = text(client.get(ADDRESS))
    assert "<tr id=" not in theirs
    assert "<tr id=" in text(browse.get(ADDRESS))


def test_each_language_has_its_own_words(browse, shown, settings):
    before = shown()
    browse.cookies[settings.LANGUAGE_COOKIE_NAME] = "tr"
    assert shown() != before
    browse.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert shown() == before


def test_nothing_is_shown_of_a_pool_that_the_key_lists_no_more(browse, shown, pool):
    live.pool_deleted(pool.id)
    assert CopiedPool.objects.filter(pk=pool.id).exists()
    page = text(browse.get(ADDRESS))
    assert f"pool:{pool.name}" not in page
    with pytest.raises(ValueError, match="substring"):
        shown()
