"""What the copy knows of a candidate who is opened: their pools and other records."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from tests.each_case import each_case

Sync = Callable[[], list[Any]]


@pytest.fixture
def pair(user: User, company: Company) -> list[Candidate]:
    """Two candidates of different pools who have nothing in common."""
    found = {one.pool.id: one for one in company.candidates.values() if one.pool}
    first, second = list(found.values())[:2]
    first.email, first.phone_number = "first@example.com", "+90 532 000 00 01"
    second.email, second.phone_number = "second@example.com", "+90 532 000 00 02"
    return [first, second]


def page_of(browse: Client, one: Candidate, query: str = "") -> str:
    answer = browse.get(f"/candidates/{one.id}/{query}")
    assert answer.status_code == 200
    return unescape(answer.text)


def others_in(page: str) -> str:
    return page.partition('id="candidate-others"')[2].partition("</section>")[0]


def facts_in(page: str) -> str:
    return page.partition('id="candidate-facts"')[2].partition("</ul>")[0]


@each_case(
    "theirs",
    [
        {"email": "FIRST@Example.com"},
        {"phone_number": "+905320000001"},
        {"email": "First@example.com", "phone_number": "0090 532 000 00 01"},
    ],
)
def test_other_records_stand_there_with_their_pools(
    browse: Client, pair: list[Candidate], sync: Sync, theirs: dict[str, str]
) -> None:
    first, second = pair
    for name, value in theirs.items():
        setattr(second, name, value)
    sync()
    others = others_in(page_of(browse, first))
    assert re.findall(r'href="([^"]*)"', others) == [f"/candidates/{second.id}/"]
    assert f"{second.first_name} {second.last_name}" in others
    assert second.pool.name in others
    assert "Added" in others


def test_nobody_is_another_record_without_something_in_common(
    browse: Client, pair: list[Candidate], sync: Sync
) -> None:
    for one in pair:
        one.email, one.phone_number = f"{one.id}@example.com", ""
    sync()
    assert others_in(page_of(browse, pair[0])) == ""


def test_the_pools_of_a_candidate_are_links_with_no_call_for_it(
    browse: Client, pair: list[Candidate], sync: Sync, sandbox: Sandbox
) -> None:
    sync()
    browse.get("/candidates/")
    sandbox.requests.clear()
    first = pair[0]
    link = f'<a href="/pools/{first.pool.id}/">{first.pool.name}</a>'
    assert link in facts_in(page_of(browse, first))
    assert len(sandbox.requests) == 1


def test_who_is_in_no_pool_has_the_other_records_too(
    browse: Client, pair: list[Candidate], company: Company, sync: Sync
) -> None:
    stranger = next(one for one in company.candidates.values() if not one.pool)
    pair[0].email = stranger.email
    sync()
    page = page_of(browse, stranger)
    assert f"/candidates/{pair[0].id}/" in others_in(page)
    assert "/pools/" not in facts_in(page)


def test_many_other_records_are_counted(
    browse: Client, user: User, company: Company, sync: Sync
) -> None:
    same = [one for one in company.candidates.values() if one.pool][:15]
    for one in same:
        one.email = "same@example.com"
        one.phone_number = ""
    sync()
    others = others_in(page_of(browse, same[0]))
    assert others.count("<li>") == 10
    assert "And 4 more." in others


def test_another_company_sees_nothing_of_it(
    pair: list[Candidate], sandbox: Sandbox, sync: Sync, keyless: User
) -> None:
    ApiKey.store(keyless, sandbox.keys[2])
    company = sandbox.company(sandbox.keys[2])
    one = next(one for one in company.candidates.values() if one.pool)
    one.email, one.phone_number = pair[0].email, pair[0].phone_number
    sync()
    stranger = Client()
    stranger.force_login(keyless)
    page = page_of(stranger, one)
    assert others_in(page) == ""
    assert f"/pools/{one.pool.id}/" in facts_in(page)
    assert stranger.get(f"/candidates/{pair[0].id}/").status_code == 404


def test_a_pool_that_the_key_lists_no_more_is_not_named(
    browse: Client, pair: list[Candidate], sync: Sync
) -> None:
    first, second = pair
    second.email = first.email
    sync()
    left = list(CopiedPool.objects.values_list("id", flat=True))
    left.remove(second.pool.id)
    KeyPools.objects.update(pool_ids=str(left))
    assert others_in(page_of(browse, first)) == ""
    assert f"/pools/{second.pool.id}/" not in facts_in(page_of(browse, second))


@each_case("status", [429, 500, 403])
def test_where_nobody_can_say_what_may_be_seen_the_candidate_is_shown(
    browse: Client, pair: list[Candidate], sync: Sync, sandbox: Sandbox, status: int
) -> None:
    first, second = pair
    second.email = first.email
    sync()
    old = KeyPools.objects.get().asked_at - timedelta(days=3)
    KeyPools.objects.update(asked_at=old, list_at=old)
    sandbox.reply("GET", "/talent-pools/", status=status)
    page = page_of(browse, first, "?q=")
    assert first.email in page
    assert others_in(page) == ""
    assert f"/candidates/?#c{first.id}" not in page
    assert f'href="/candidates/#c{first.id}"' in page


def test_a_key_that_is_refused_leads_to_its_page(
    browse: Client, pair: list[Candidate], sync: Sync, sandbox: Sandbox
) -> None:
    sync()
    KeyPools.objects.update(asked_at=None)
    sandbox.reply("GET", "/talent-pools/", status=401)
    answer = browse.get(f"/candidates/{pair[0].id}/")
    assert answer["Location"].startswith("/account/key/")


@pytest.mark.parametrize("gone", ["not begun", "switched off"])
def test_without_a_copy_nothing_of_it_is_there(
    browse: Client,
    pair: list[Candidate],
    sync: Sync,
    sandbox: Sandbox,
    settings: Any,
    gone: str,
) -> None:
    first, second = pair
    second.email = first.email
    if gone == "switched off":
        sync()
        settings.LIBRARY = False
    sandbox.requests.clear()
    page = page_of(browse, first)
    assert others_in(page) == ""
    assert "/pools/" not in facts_in(page)
    assert len(sandbox.requests) == 1


def test_who_is_only_in_the_copy_any_more_is_not_there(
    browse: Client, pair: list[Candidate], sync: Sync, sandbox: Sandbox
) -> None:
    sync()
    sandbox.reply("GET", f"/candidates/{pair[0].id}/", status=404)
    assert browse.get(f"/candidates/{pair[0].id}/?q=").status_code == 404
