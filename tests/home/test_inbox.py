"""The start page from the copy: lines that open lists, pinned views, pools by weeks."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.lists.models import SavedView
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company

Sync = Callable[[], list[Any]]


@pytest.fixture
def sandbox(running_sandbox: Sandbox, settings: Any) -> Sandbox:
    """The copy is the same however lists are given."""
    running_sandbox.reset(Options(candidates=60, rate=0))
    settings.RECRUSPACE_API_URL = running_sandbox.url
    return running_sandbox


@pytest.fixture
def everybody(user: User, company: Company, sync: Sync) -> list[Candidate]:
    """The candidates of all pools, copied."""
    sync()
    return [one for one in company.candidates.values() if one.pool]


def text(answer: Any) -> str:
    page: str = unescape(answer.text)
    return page.partition("<main")[2].partition("</main>")[0]


def lines(page: str) -> dict[str, int]:
    """The number on each line of the inbox, by the address that it leads to."""
    found = re.findall(
        r'class="inbox-line" href="([^"]*)">.*?<b>([\d,]+)</b>', page, re.S
    )
    return {address: int(count.replace(",", "")) for address, count in found}


def ask_again() -> None:
    """Which pools the key lists is to be asked of the API."""
    old = datetime.now(UTC) - timedelta(minutes=20)
    KeyPools.objects.update(asked_at=old, list_at=None)


# What goes wrong


def test_where_the_api_fails_the_copy_is_shown_as_of_its_time(
    browse: Client, everybody: object, sandbox: Sandbox
) -> None:
    ask_again()
    sandbox.reply("GET", "/", status=503)
    answer = browse.get("/")
    assert answer.status_code == 200
    assert lines(text(answer))
    assert "Recruspace cannot be reached" in text(answer)
    assert "As of" in text(answer)


def test_where_it_fails_for_longer_than_a_day_nothing_is_shown(
    browse: Client, everybody: list[Candidate], sandbox: Sandbox
) -> None:
    old = datetime.now(UTC) - timedelta(days=2)
    KeyPools.objects.update(asked_at=old, list_at=None)
    sandbox.reply("GET", "/", status=503)
    answer = browse.get("/")
    assert answer.status_code == 502
    assert "inbox" not in text(answer)
    assert everybody[0].pool.name not in text(answer)


def test_once_the_key_is_forgotten_nothing_is_there(
    browse: Client, everybody: object
) -> None:
    browse.post("/account/key/delete/")
    assert browse.get("/")["Location"].startswith("/account/key/")


def test_another_company_sees_only_its_own(
    everybody: list[Candidate], sandbox: Sandbox, sync: Sync, keyless: User
) -> None:
    ApiKey.store(keyless, sandbox.keys[2])
    sync()
    stranger = Client()
    stranger.force_login(keyless)
    page = text(stranger.get("/"))
    theirs = sandbox.company(sandbox.keys[2])
    unseen = [one for one in theirs.candidates.values() if one.pool and not one.is_seen]
    assert lines(page).get("/candidates/?q=is:unseen", 0) == len(unseen)
    for pool in {one.pool.name for one in everybody}:
        assert pool not in page


def test_without_a_copy_it_is_live_and_says_how_far_the_copy_is(
    browse: Client, user: User
) -> None:
    page = text(browse.get("/"))
    assert 'id="totals"' in page
    assert 'href="/sync/"' in page


def test_with_the_copy_switched_off_it_is_live_and_says_nothing_of_it(
    browse: Client, everybody: object, settings: Any
) -> None:
    settings.LIBRARY = False
    page = text(browse.get("/"))
    assert 'id="totals"' in page
    assert "copied" not in page


def test_a_copy_under_way_is_shown_with_how_far_it_is(
    browse: Client, everybody: object
) -> None:
    first = CopiedPool.objects.order_by("id").first()
    CopiedPool.objects.exclude(pk=first.pk).update(as_of=None)
    page = text(browse.get("/"))
    assert f"1 of {CopiedPool.objects.count()} pools" in page
    assert 'href="/sync/"' in page


def test_what_comes_from_outside_is_shown_as_text(
    browse: Client, user: User, company: Company, sync: Sync
) -> None:
    for pool in company.pools.values():
        pool.name = "<script>alert(1)</script>"
    SavedView.objects.create(owner=user, name="<img src=x>", pinned=True)
    sync()
    page = browse.get("/").text
    assert "&lt;script&gt;alert" in page
    assert "&lt;img" in page
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


# What there is


def test_each_line_opens_the_list_of_those_it_counts(
    browse: Client, everybody: list[Candidate]
) -> None:
    everybody[0].error_status = True
    today = datetime.now(UTC).date()
    expected = {
        "is:new": [
            one
            for one in everybody
            if today - timedelta(days=1) <= one.created_at.date() <= today
        ],
        "is:unseen": [one for one in everybody if not one.is_seen],
        "no:cv": [one for one in everybody if not one.cv],
    }
    found = lines(text(browse.get("/")))
    for q, candidates in expected.items():
        assert candidates
        assert found[f"/candidates/?q={q}"] == len(candidates)
    for address, count in found.items():
        assert f'data-total="{count}"' in browse.get(address).text


def test_who_is_new_is_told_by_pool(browse: Client, everybody: list[Candidate]) -> None:
    page = (
        text(browse.get("/")).partition('class="inbox-parts"')[2].partition("</p>")[0]
    )
    parts = re.findall(r'href="([^"]*)">([^<]*) <b>(\d+)</b>', page)
    assert 1 <= len(parts) <= 3
    counts = [int(count) for _, _, count in parts]
    assert counts == sorted(counts, reverse=True)
    for address, name, count in parts:
        assert name in {one.pool.name for one in everybody}
        assert f'data-total="{count}"' in browse.get(address).text


def test_where_nothing_needs_attention_it_says_so(
    browse: Client, user: User, company: Company, sync: Sync
) -> None:
    members = [one for one in company.candidates.values() if one.pool]
    cv = next(one.cv for one in members if one.cv)
    for number, one in enumerate(members):
        one.created_at -= timedelta(days=30)
        one.is_seen, one.error_status, one.cv = True, False, cv
        one.email, one.phone_number = f"{number}@example.com", None
    sync()
    page = text(browse.get("/"))
    assert lines(page) == {}
    assert "All done" in page


def test_pinned_views_are_there_with_what_is_new_in_them(
    browse: Client,
    user: User,
    keyless: User,
    everybody: list[Candidate],
    sandbox: Sandbox,
) -> None:
    ApiKey.store(keyless, sandbox.keys[0])
    month = datetime.now(UTC) - timedelta(days=30)
    for owner, name, more in (
        (user, "Mine", {"pinned": True}),
        (user, "Not pinned", {}),
        (keyless, "The team's", {"pinned": True, "shared": True}),
        (keyless, "Theirs", {"pinned": True}),
    ):
        SavedView.objects.create(owner=owner, name=name, **more)
    SavedView.objects.update(created_at=month)
    page = text(browse.get("/")).partition('id="home-views"')[2].partition("</ul>")[0]
    assert re.findall(r'href="/views/\d+/">([^<]*)<', page) == ["Mine", "The team's"]
    new = sum(one.created_at > month for one in everybody)
    assert re.findall(r"(\d+) new<", page) == [str(new)] * 2
    assert re.findall(r'row-note">(\d+)', page) == [str(len(everybody))] * 2


def test_of_many_pinned_views_ten_are_there_their_own_first(
    browse: Client,
    user: User,
    keyless: User,
    everybody: list[Candidate],
    sandbox: Sandbox,
) -> None:
    ApiKey.store(keyless, sandbox.keys[0])
    for number in range(10):
        SavedView.objects.create(
            owner=keyless, name=f"Team {number}", shared=True, pinned=True
        )
    SavedView.objects.create(owner=user, name="Zoo", pinned=True)
    page = text(browse.get("/"))
    names = re.findall(r'href="/views/\d+/">([^<]*)<', page)
    assert names == [*(f"Team {number}" for number in range(9)), "Zoo"]


def test_each_pool_has_a_line_of_twelve_weeks_and_its_count(
    browse: Client, everybody: list[Candidate], company: Company
) -> None:
    page = text(browse.get("/")).partition('id="home-pools"')[2]
    rows = re.findall(
        r'href="/pools/(\d+)/">[^<]*</a>.*?aria-label="\s*(\d+) added in 12 weeks: '
        r'([\d, ]+?)\s*".*?points="([^"]*)".*?row-note">(\d+)<',
        page,
        re.S,
    )
    assert {int(row[0]) for row in rows} == set(company.pools)
    today = datetime.now(UTC).date()
    for pool_id, added, weeks, points, count in rows:
        members = company.in_pool(company.pools[int(pool_id)])
        ages = [(today - one.created_at.date()).days for one in members]
        expected = [
            sum(7 * week <= age < 7 * week + 7 for age in ages)
            for week in reversed(range(12))
        ]
        assert weeks == ", ".join(map(str, expected))
        assert int(added) == sum(expected)
        assert len(points.split()) == 12
        assert int(count) == len(members)


def test_nothing_is_asked_of_the_api_or_once_in_a_quarter_of_an_hour(
    browse: Client, everybody: object, sandbox: Sandbox
) -> None:
    browse.get("/")
    calls = len(sandbox.requests)
    browse.get("/")
    assert len(sandbox.requests) == calls
    ask_again()
    browse.get("/")
    browse.get("/")
    assert len(sandbox.requests) == calls + 1


def test_it_says_how_many_calls_are_left(
    browse: Client, everybody: object, settings: Any
) -> None:
    settings.RECRUSPACE_CALLS_PER_MINUTE = 50
    assert re.search(r"\d+ of 50 requests to Recruspace left", text(browse.get("/")))
