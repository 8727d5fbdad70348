"""Reading through a list: who comes after whom, and what is there of each."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.writes.models import Draft
from tests.each_case import each_case
from tests.review.conftest import ids_of_list

HTMX = {"HX-Request": "true"}
PREFETCH = {**HTMX, "HX-Prefetch": "1"}
Everybody = dict[int, Candidate]


def link(page: str, rel: str) -> str:
    found = re.search(rf'<a class="button" rel="{rel}" href="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def at(page: str) -> int:
    found = re.search(r'id="review"[^>]* data-at="(\d+)"', page)
    assert found
    return int(found[1])


def count(page: str) -> str:
    found = re.search(r'class="review-count">(.*?)</span>', page, re.S)
    assert found
    return found[1].strip()


def listed(page: str) -> list[int]:
    return [int(id) for id in re.findall(r'<li data-id="(\d+)"', page)]


def calls(sandbox) -> list[str]:
    return [f"{one.method} {one.path}" for one in sandbox.requests]


@pytest.mark.slow
@each_case(
    "query", ["", "q=city:istanbul", "sort=-score", "q=a&sort=name&page_size=10"]
)
def test_a_list_is_read_from_its_first_to_its_last(
    browse: Client, everybody: Everybody, query: str
) -> None:
    expected = ids_of_list(browse, f"/candidates/?{query or 'sort=-added'}")
    read, counts, address = [], [], f"/review/?{query}"
    while address:
        page = browse.get(address).text
        read.append(at(page))
        counts.append(count(page))
        assert read[-1] in listed(page)
        address = link(page, "next")
    assert read == expected
    number = len(expected)
    assert counts == [f"{n} of {number}" for n in range(1, number + 1)]


def test_back_through_a_pool_and_out_at_the_row(
    browse: Client, everybody: Everybody, pool: Pool
) -> None:
    expected = ids_of_list(browse, f"/pools/{pool.id}/?sort=name&page_size=10")
    address = f"/review/?pool={pool.id}&sort=name&page_size=10&page=2"
    page = browse.get(address).text
    assert at(page) == expected[10]
    page = browse.get(link(page, "prev")).text
    assert at(page) == expected[9]
    assert count(page) == f"10 of {len(expected)}"
    back = unescape(re.search(r'class="crumbs".*?href="([^"]*)"', page)[1])
    assert back == f"/pools/{pool.id}/?sort=name&page_size=10#c{expected[9]}"
    assert f'<tr id="c{expected[9]}"' in browse.get(back).text


def test_an_address_without_a_page_finds_its_candidate(
    browse: Client, everybody: Everybody
) -> None:
    expected = ids_of_list(browse, "/candidates/?sort=name&page_size=10")
    page = browse.get(f"/review/?sort=name&page_size=10&at={expected[-1]}").text
    assert at(page) == expected[-1]
    assert count(page) == f"{len(expected)} of {len(expected)}"
    assert link(page, "next") == ""
    asked = parse_qs(urlsplit(link(page, "prev")).query)
    assert asked["at"] == [str(expected[-2])]


def test_who_leaves_the_list_meanwhile_is_followed_by_the_next(
    browse: Client, user, everybody: Everybody
) -> None:
    address = "/review/?" + urlencode({"q": "verdict:none by:me", "sort": "name"})
    page = browse.get(address).text
    first, following = at(page), link(page, "next")
    Verdict.give(user, first, "yes", "")
    page = browse.get(f"{address}&at={first}").text
    assert at(page) == first
    assert "not in the list any more" in count(page)
    assert (
        parse_qs(urlsplit(link(page, "next")).query)["at"]
        == parse_qs(urlsplit(following).query)["at"]
    )
    page = browse.get(link(page, "next")).text
    assert count(page) == f"1 of {len(everybody) - 1}"
    assert first not in listed(page)


def test_one_page_has_the_candidate_the_forms_and_verdicts_of_the_list(
    browse: Client, sandbox, user, candidate: Candidate
) -> None:
    Verdict.give(user, candidate.id, "maybe", "Good SQL")
    page = browse.get(f"/review/?at={candidate.id}").text
    assert calls(sandbox) == [f"GET /api/v1/client/candidates/{candidate.id}/"]
    assert candidate.email in page
    for action in ("notes", "tags", "verdict"):
        assert f'action="/candidates/{candidate.id}/{action}/' in page
    own = re.search(rf'<li data-id="{candidate.id}">.*?</li>', page, re.S)
    assert own
    assert 'data-verdict="maybe">Maybe<' in own[0]
    assert f"/candidates/{candidate.id}/cv/view/" in page


def test_a_fragment_is_the_candidate_with_their_title(
    browse: Client, candidate: Candidate
) -> None:
    answer = browse.get(f"/review/?at={candidate.id}", headers=HTMX)
    assert "HX-Request" in answer["Vary"]
    assert "<html" not in answer.text
    name = f"{candidate.first_name} {candidate.last_name}"
    assert f"<title>{name} · " in unescape(answer.text)


def test_forms_without_javascript_lead_back(
    browse: Client, everybody: Everybody, candidate: Candidate
) -> None:
    address = f"/review/?sort=name&at={candidate.id}"
    page = browse.get(address).text
    for name, field in {"notes": "text", "tags": "title", "verdict": "verdict"}.items():
        action = re.search(rf'action="(/candidates/\d+/{name}/[^"]*)"', page)
        value = "yes" if name == "verdict" else "Called"
        answer = browse.post(unescape(action[1]), {field: value, "reason": ""})
        assert answer.status_code == 302
        assert urlsplit(answer.url).path == "/review/"
        asked = parse_qs(urlsplit(answer.url).query)
        assert (asked["sort"], asked["at"]) == (["name"], [str(candidate.id)])
        page = browse.get(answer.url).text
        assert at(page) == candidate.id
    assert "Called" in page
    assert [note.text for note in candidate.notes] == ["Called"]


def test_adding_to_a_pool_leads_back(
    browse: Client, company: Company, candidate: Candidate
) -> None:
    page = browse.get(f"/review/?sort=name&at={candidate.id}").text
    action = re.search(rf'href="(/candidates/{candidate.id}/assign/[^"]*)"', page)
    assert action
    other = next(one for one in company.pools.values() if one is not candidate.pool)
    form = {"talent_pool_id": str(other.id), "job_post": ""}
    answer = browse.post(unescape(action[1]), form)
    assert answer.status_code == 302
    assert urlsplit(answer.url).path == "/review/"
    assert at(browse.get(answer.url).text) == candidate.id


# Unhappy paths


@each_case("query", ["at=999999", "at=abc", "at=0", "page=99", "page=-1&sort=nonsense"])
def test_what_makes_no_sense_leads_to_the_list(
    browse: Client, everybody: Everybody, query: str
) -> None:
    answer = browse.get(f"/review/?{query}", follow=True)
    assert answer.status_code == 200
    assert at(answer.text) in everybody


def test_nobody_found_is_said(browse: Client, everybody: Everybody) -> None:
    answer = browse.get("/review/?q=zzzzzz")
    assert "No candidates found" in answer.text
    assert 'href="/candidates/?q=zzzzzz"' in answer.text
    assert browse.get("/review/?q=zzzzzz", headers=PREFETCH).status_code == 204
    answer = browse.get("/review/?q=zzzzzz", headers=HTMX)
    assert answer["HX-Redirect"] == "/review/?q=zzzzzz"


def test_without_a_copy_it_says_why(browse: Client, pool: Pool, settings) -> None:
    for words in ("being copied", "LIBRARY=off"):
        answer = browse.get(f"/review/?pool={pool.id}")
        assert words in answer.text
        assert f'href="/pools/{pool.id}/"' in answer.text
        settings.LIBRARY = False


def test_it_is_offered_where_there_is_a_copy(
    browse: Client, pool: Pool, sync, settings
) -> None:
    offered = re.compile(r'<a class="button" href="(/review/[^"]*)"')
    assert not offered.search(browse.get(f"/pools/{pool.id}/").text)
    sync()
    answer = browse.get(f"/pools/{pool.id}/?page=2&page_size=10").text
    first = re.search(r'<tr id="c(\d+)"', answer)
    button = offered.search(answer)
    assert first
    assert button
    assert at(browse.get(unescape(button[1])).text) == int(first[1])
    for address in ("/candidates/?q=a&sort=name", f"/pools/{pool.id}/?sort=name"):
        answer = browse.get(f"{address}&page=2&page_size=10").text
        first = re.search(r'<tr id="c(\d+)"', answer)
        button = offered.search(answer)
        assert first
        assert button
        assert at(browse.get(unescape(button[1])).text) == int(first[1])
        row = re.search(rf'href="(/candidates/{first[1]}/[?][^"]*)"', answer)
        assert row
        assert "/review/?" in browse.get(unescape(row[1])).text
    settings.LIBRARY = False
    assert not offered.search(browse.get(f"/pools/{pool.id}/").text)


def test_a_pool_of_others_is_not_read(
    browse: Client, sandbox, everybody: Everybody, company: Company
) -> None:
    theirs = sandbox.company(sandbox.keys[2])
    pool = next(iter(theirs.pools))
    candidate = next(iter(theirs.candidates))
    assert "data-at" not in browse.get(f"/review/?pool={pool}").text
    answer = browse.get(f"/review/?at={candidate}", follow=True)
    assert at(answer.text) in everybody


@each_case(
    ("status", "words"),
    [
        (500, "Recruspace has a problem"),
        (404, "This is not in Recruspace, or it was deleted."),
        (403, "not allowed to do this"),
        # After it no call is made for a while.
        (429, "Too many requests"),
    ],
)
def test_a_fault_stands_with_what_the_copy_has(
    browse: Client, sandbox, candidate: Candidate, status: int, words: str
) -> None:
    caches["default"].clear()
    sandbox.reply("GET", f"/candidates/{candidate.id}/", status=status, times=1)
    answer = browse.get(f"/review/?at={candidate.id}")
    assert answer.status_code == 200
    assert words in answer.text
    assert "what the copy of your pools knows" in answer.text
    assert candidate.email in answer.text
    assert link(answer.text, "next") or link(answer.text, "prev")


def test_a_refused_key_leads_to_its_page(
    browse: Client, sandbox, candidate: Candidate
) -> None:
    sandbox.reply("GET", f"/candidates/{candidate.id}/", status=401)
    answer = browse.get(f"/review/?at={candidate.id}")
    assert answer.status_code in {302, 403}
    assert candidate.email not in answer.text


def test_it_says_that_the_pools_could_not_be_asked_for(
    browse: Client, sandbox, candidate: Candidate
) -> None:
    KeyPools.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    sandbox.reply("GET", "/talent-pools/", status=500)
    page = browse.get(f"/review/?at={candidate.id}").text
    assert "These are the pools that your key could see" in page
    assert candidate.email in page


# Ahead


def test_what_was_fetched_ahead_costs_nothing_when_it_is_opened(
    browse: Client, sandbox, candidate: Candidate
) -> None:
    address = f"/review/?at={candidate.id}"
    assert browse.get(address, headers=PREFETCH).status_code == 200
    assert len(calls(sandbox)) == 1
    for opened in (address, f"/candidates/{candidate.id}/"):
        assert candidate.email in browse.get(opened).text
    assert len(calls(sandbox)) == 1


def test_fetching_ahead_leaves_the_reserve(
    browse: Client, sandbox, settings, everybody: Everybody
) -> None:
    settings.RECRUSPACE_CALLS_PER_MINUTE = 20
    ids = list(everybody)
    answers = [
        browse.get(f"/review/?at={id}", headers=PREFETCH).status_code for id in ids[:20]
    ]
    refused = answers.index(204)
    assert set(answers[:refused]) == {200}
    assert set(answers[refused:]) == {204}
    assert len(calls(sandbox)) <= 10
    # Who opens a page is not held up.
    assert at(browse.get(f"/review/?at={ids[19]}").text) == ids[19]


def test_a_fault_ahead_is_not_kept(
    browse: Client, sandbox, candidate: Candidate
) -> None:
    sandbox.reply("GET", f"/candidates/{candidate.id}/", status=500, times=1)
    address = f"/review/?at={candidate.id}"
    assert browse.get(address, headers=PREFETCH).status_code == 204
    assert "Recruspace has a problem" not in browse.get(address).text


def test_a_draft_waits_for_who_opens_the_page(
    browse: Client, user, candidate: Candidate
) -> None:
    Draft.store(user, f"/candidates/{candidate.id}/notes/", {"text": ["Half a no"]})
    address = f"/review/?at={candidate.id}"
    assert "Half a no" not in browse.get(address, headers=PREFETCH).text
    page = browse.get(address).text
    assert "Half a no" in page
    assert "has been restored" in page


def test_a_pool_that_is_gone_from_the_copy(
    browse: Client, everybody: Everybody, pool: Pool
) -> None:
    CopiedPool.objects.filter(pk=pool.id).delete()
    assert "being copied" in browse.get(f"/review/?pool={pool.id}").text
