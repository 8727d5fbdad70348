"""Going anywhere by a part of a name."""

import re
from html import unescape

from django.test import Client

from recruspace_dashboard.lists.models import SavedView
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from tests.each_case import each_case

HTMX = {"HX-Request": "true"}


def found(browse: Client, q: str = "") -> dict[str, str]:
    """Where each option leads, by its name."""
    page = unescape(browse.get("/palette/", {"q": q}, headers=HTMX).text)
    return {
        name: address
        for address, name in re.findall(
            r'role="option"[^>]*\s+href="([^"]*)">.*?<span class="palette-name">(.*?)<',
            page,
            re.S,
        )
    }


def test_with_nothing_typed_it_offers_pools_and_actions(
    browse: Client, sandbox, everybody: dict[int, Candidate], pool: Pool
) -> None:
    there = found(browse)
    assert there[pool.name] == f"/pools/{pool.id}/"
    assert there["Outbox"] == "/outbox/"
    assert there["Add a candidate"] == "/candidates/new/"
    assert sandbox.requests == []


def test_candidates_are_found_as_the_search_finds_them(
    browse: Client, sandbox, everybody: dict[int, Candidate], company: Company, sync
) -> None:
    one = next(iter(everybody.values()))
    one.first_name, one.last_name = "Işıl", "Öztürk"
    sync()
    browse.get(f"/pools/{one.pool.id}/?page_size=100")
    browse.get(f"/candidates/{one.id}/")
    sandbox.requests.clear()
    there = found(browse, "isil oztu")
    assert there["Işıl Öztürk"].startswith(f"/candidates/{one.id}/?q=isil%20oztu")
    assert browse.get(there["Işıl Öztürk"]).status_code == 200


def test_names_stand_before_all_else(
    browse: Client, everybody: dict[int, Candidate], sync
) -> None:
    one, *others = sorted(everybody.values(), key=lambda one: one.created_at)
    one.first_name = "Golda"
    for other in others:
        other.city = "Golden"
    sync()
    for shown in (one, *others[:9]):
        browse.get(f"/candidates/{shown.id}/")
    first = next(iter(found(browse, "gold")))
    assert first == f"Golda {one.last_name}"


@each_case("q", ["a", "e", ""])
def test_at_most_eight_candidates_and_no_call(
    browse: Client, sandbox, everybody: dict[int, Candidate], q: str
) -> None:
    sandbox.requests.clear()
    there = found(browse, q)
    assert sum(one.startswith("/candidates/1") for one in there.values()) <= 8
    assert sandbox.requests == []


def test_jobs_are_those_of_a_list_that_was_opened(
    browse: Client, sandbox, everybody: dict[int, Candidate], company: Company
) -> None:
    job = next(one for one in company.jobs.values() if one.status == "published")
    assert job.title not in found(browse, job.title)
    browse.get("/jobs/")
    sandbox.requests.clear()
    assert found(browse, job.title)[job.title] == f"/jobs/{job.hash}/"
    assert sandbox.requests == []


def test_views_of_mine_are_found_and_none_of_others(
    browse: Client, user, superuser, everybody: dict[int, Candidate]
) -> None:
    mine = SavedView.objects.create(owner=user, name="Gözde adaylar", q="go")
    SavedView.objects.create(owner=superuser, name="Gözde gizli", q="go")
    assert found(browse, "gozde") == {"Gözde adaylar": f"/views/{mine.pk}/"}


def test_what_nobody_has_is_not_found(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    page = browse.get("/palette/", {"q": "zzzzzz\0"}, headers=HTMX).text
    assert "Nothing found." in page
    assert "Sign out" not in page
    assert browse.get("/palette/").url == "/"


def test_without_a_copy_the_rest_is_there(browse: Client, settings, sandbox) -> None:
    settings.LIBRARY = False
    assert found(browse, "job") == {"Jobs": "/jobs/"}
    assert sandbox.requests == []


def test_while_the_api_fails_the_rest_is_there(browse: Client, sandbox) -> None:
    sandbox.reply("*", "/", status=500)
    assert found(browse, "hom") == {"Home": "/"}
