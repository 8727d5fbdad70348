"""Saved views: who sees them, what they find, and what is new in them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import KeyPools
from recruspace_dashboard.lists.models import SavedView, ViewOpening
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from tests.each_case import each_case

Sync = Callable[[], list[Any]]


@pytest.fixture
def everybody(user: User, company: Company, sync: Sync) -> dict[int, Candidate]:
    """The candidates of all pools, copied."""
    sync()
    return {one.id: one for one in company.candidates.values() if one.pool}


@pytest.fixture
def colleague(sandbox: Sandbox, keyless: User, everybody: object) -> Client:
    """A signed-in browser of somebody else of the same company."""
    ApiKey.store(keyless, sandbox.keys[0])
    client = Client()
    client.force_login(keyless)
    return client


@pytest.fixture
def stranger(sandbox: Sandbox, superuser: User, everybody: object) -> Client:
    """A signed-in browser of a superuser with the key of another company."""
    ApiKey.store(superuser, sandbox.keys[2])
    client = Client()
    client.force_login(superuser)
    return client


def save(browse: Client, name: str = "Go", q: str = "", **more: Any) -> SavedView:
    answer = browse.post("/views/", {"name": name, "q": q, **more})
    assert answer.status_code == 302, answer.text
    return SavedView.objects.get(name=name)


def counts(browse: Client, name: str, address: str = "/views/") -> tuple[int, int]:
    """How many a view finds, and how many of them are new."""
    page = browse.get(address).text
    row = next(
        one
        for one in re.findall(r"<li>.*?</li>", page.partition("<main")[2], re.S)
        if f">{name}</a>" in one
    )
    new = re.search(r"(\d+) new<", row)
    total = re.search(r'"row-note">(\d+)', row)
    return int(total[1]), int(new[1]) if new else 0


def add(company: Company, sync: Sync, **changes: Any) -> None:
    """Somebody is added to the company's first pool now, and copied."""
    template = next(one for one in company.candidates.values() if one.pool)
    new = type(template)(**vars(template))
    new.id = company.new_id()
    # Recruspace tells it to the second.
    new.created_at = datetime.now(UTC) + timedelta(seconds=1)
    for name, value in changes.items():
        setattr(new, name, value)
    company.candidates[new.id] = new
    KeyPools.objects.update(list_at=None)
    sync()


# Who sees what


def test_a_view_of_somebody_else_is_not_there(
    browse: Client, colleague: Client, everybody: object
) -> None:
    view = save(browse, "Mine alone", "city:berlin")
    for path in (f"/views/{view.pk}/", f"/views/{view.pk}/delete/"):
        assert colleague.get(path).status_code == 404
        assert colleague.post(path).status_code in {404, 405}
    assert "Mine alone" not in colleague.get("/views/").text
    page = colleague.get("/candidates/", {"q": "city:berlin", "view": view.pk}).text
    assert "Mine alone" not in page
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_of_the_team_opens_for_a_colleague_who_cannot_delete_it(
    browse: Client, colleague: Client, everybody: dict[int, Candidate]
) -> None:
    view = save(browse, "Ours", shared="on")
    assert counts(colleague, "Ours")[0] == len(everybody)
    assert "by Ayşe Yılmaz" in unescape(colleague.get("/views/").text)
    assert colleague.get(f"/views/{view.pk}/").status_code == 302
    assert f"/views/{view.pk}/delete/" not in colleague.get("/views/").text
    for method in (colleague.get, colleague.post):
        assert method(f"/views/{view.pk}/delete/").status_code == 403
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_of_the_team_is_not_there_for_another_company(
    browse: Client, stranger: Client, everybody: object, sync: Sync
) -> None:
    sync()
    view = save(browse, "Ours alone", "city:berlin", shared="on", pinned="on")
    for path in ("/views/", "/"):
        assert "Ours alone" not in stranger.get(path).text
    for path in (f"/views/{view.pk}/", f"/views/{view.pk}/delete/"):
        assert stranger.get(path).status_code == 404
    # Not for a superuser either.
    assert stranger.post(f"/views/{view.pk}/delete/").status_code == 404
    page = stranger.get("/candidates/", {"q": "city:berlin", "view": view.pk}).text
    assert "Ours alone" not in page
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_of_the_team_is_its_owners_alone_once_their_key_is_gone(
    browse: Client, colleague: Client, everybody: object, user: User
) -> None:
    save(browse, "Ours", shared="on")
    assert "Ours" in colleague.get("/views/").text
    ApiKey.objects.filter(user=user).delete()
    assert "Ours" not in colleague.get("/views/").text


def test_a_superuser_deletes_a_view_of_the_team_but_no_private_one(
    browse: Client, superuser: User, sandbox: Sandbox, everybody: object
) -> None:
    ApiKey.store(superuser, sandbox.keys[0])
    root = Client()
    root.force_login(superuser)
    shared, private = save(browse, "Ours", shared="on"), save(browse, "Mine")
    assert root.post(f"/views/{shared.pk}/delete/").status_code == 302
    assert root.post(f"/views/{private.pk}/delete/").status_code == 404
    assert list(SavedView.objects.all()) == [private]


def test_deleting_asks_first(browse: Client, everybody: object) -> None:
    view = save(browse, "Old")
    page = browse.get(f"/views/{view.pk}/delete/").text
    assert "Delete the view “Old”?" in unescape(page)
    assert SavedView.objects.count() == 1
    assert browse.post(f"/views/{view.pk}/delete/")["Location"] == "/views/"
    assert SavedView.objects.count() == 0


def test_with_an_account_its_views_are_gone(
    browse: Client, everybody: object, user: User
) -> None:
    browse.get(f"/views/{save(browse).pk}/")
    User.objects.filter(pk=user.pk).delete()
    assert not SavedView.objects.exists()
    assert not ViewOpening.objects.exists()


# Without a copy


def test_while_nothing_is_copied_it_says_so_and_offers_nothing(
    browse: Client, user: User
) -> None:
    page = browse.get("/views/", {"q": "a"}).text
    assert "The pools are being copied" in page
    assert 'name="name"' not in page
    browse.post("/views/", {"name": "Go"})
    assert not SavedView.objects.exists()


def test_with_the_copy_switched_off_it_says_so(
    browse: Client, everybody: object, settings: Any
) -> None:
    view = save(browse)
    settings.LIBRARY = False
    assert "Views are switched off" in browse.get("/views/").text
    assert browse.get(f"/views/{view.pk}/")["Location"] == "/views/"


# Saving


@each_case(
    ("name", "message"),
    [
        ("", "Enter a name for the view."),
        ("   ", "Enter a name for the view."),
        ("a" * 81, "at most 80 characters"),
        ("Taken", "You already have a view with this name."),
        ("a\x00b", "Null characters are not allowed"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    browse: Client, everybody: object, name: str, message: str
) -> None:
    if not SavedView.objects.exists():
        save(browse, "Taken")
    typed = {"name": name, "q": 'tag:"a & b"', "sort": "-score", "pinned": "on"}
    answer = browse.post("/views/", typed)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert message in page
    assert 'name="q" value="tag:"a & b"">' in page
    assert 'name="sort" value="-score"' in page
    assert re.search(r'name="pinned"[^>]*checked', page)
    if name.strip():
        assert f'value="{name}"' in page
    part = browse.post("/views/", typed, headers={"HX-Request": "true"})
    assert part.status_code == 422
    assert message in unescape(part.text)
    assert "<form" not in part.text
    assert SavedView.objects.count() == 1


def test_two_users_may_use_one_name(browse: Client, colleague: Client) -> None:
    save(browse, "Go", shared="on")
    assert colleague.post("/views/", {"name": "Go", "shared": "on"}).status_code == 302
    assert SavedView.objects.filter(name="Go").count() == 2


def test_a_query_is_saved_with_its_order_and_leads_to_its_list(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    asked = {"q": "id:1,2 OR city:berlin", "sort": "-score"}
    page = browse.get("/candidates/", asked).text
    address = unescape(
        re.search(r'id="list-save".*?hx-get="([^"]*)"', page, re.DOTALL)[1]
    )
    panel = browse.get(address, headers={"HX-Request": "true"}).text
    assert "<main" not in panel
    typed = dict(re.findall(r'name="(q|sort)" value="([^"]*)"', panel))
    assert typed == asked
    assert asked["q"] in browse.get(address).text
    view = save(browse, "Berlin", **typed)
    opened = browse.get(f"/views/{view.pk}/")["Location"]
    assert opened == (
        f"/candidates/?q=id:1,2%20OR%20city:berlin&sort=-score&view={view.pk}"
    )
    assert '<h1 id="list-name">Berlin</h1>' in browse.get(opened).text


def test_in_a_pool_its_name_is_part_of_the_query(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    pool = next(one.pool for one in everybody.values())
    members = {n for n, one in everybody.items() if one.pool is pool}
    page = browse.get(f"/pools/{pool.id}/", {"sort": "name"}).text
    address = unescape(
        re.search(r'id="list-save".*?hx-get="([^"]*)"', page, re.DOTALL)[1]
    )
    form = browse.get(address).text
    q = unescape(re.search(r'name="q" value="([^"]*)"', form)[1])
    save(browse, "The pool", q)
    assert counts(browse, "The pool")[0] == len(members)


def test_a_view_keeps_its_name_until_the_query_is_another(
    browse: Client, everybody: object
) -> None:
    view = save(browse, "Everybody")
    opened = browse.get("/candidates/", {"view": view.pk, "page_size": 10}).text
    assert '<h1 id="list-name">Everybody</h1>' in opened
    assert f"view={view.pk}&amp;page=2" in opened
    narrowed = browse.get("/candidates/", {"q": "a", "view": view.pk}).text
    assert '<h1 id="list-name">Candidates</h1>' in narrowed
    main = narrowed.partition("<main")[2].partition("</main>")[0]
    assert f"view={view.pk}" not in main


def test_a_view_has_its_own_columns_if_it_was_saved_with_them(
    browse: Client, everybody: object
) -> None:
    browse.post("/lists/columns/", {"columns": ["phone"]})
    view = save(browse, "Phones", with_columns="on")
    own = save(browse, "Without")
    browse.post("/lists/columns/", {"columns": ["country"]})
    shown = browse.get("/candidates/", {"view": view.pk}).text
    assert "Phone</th>" in shown
    assert "Country</th>" not in shown
    assert "Country</th>" in browse.get("/candidates/", {"view": own.pk}).text
    head = browse.get("/candidates/export.csv", {"view": view.pk})
    assert b"ID,Name,Phone\r\n" in b"".join(head.streaming_content)
    back = f"/candidates/?view={view.pk}&sort=name"
    chosen = browse.post("/lists/columns/", {"columns": ["city"], "next": back})
    assert chosen["Location"] == "/candidates/?sort=name"


# What is new


def test_who_was_added_since_it_was_opened_is_new_until_it_is_opened_again(
    browse: Client, company: Company, everybody: dict[int, Candidate], sync: Sync
) -> None:
    view = save(browse, "Everybody")
    total = len(everybody)
    assert counts(browse, "Everybody") == (total, 0)
    browse.get(f"/views/{view.pk}/")
    add(company, sync)
    add(company, sync, created_at=datetime.now(UTC) - timedelta(days=2))
    assert counts(browse, "Everybody") == (total + 2, 1)
    browse.head(f"/views/{view.pk}/")
    assert counts(browse, "Everybody") == (total + 2, 1)
    opened = browse.get(f"/views/{view.pk}/", follow=True).text
    assert re.search(r'badge-new">\s*1 new<', opened)
    assert counts(browse, "Everybody") == (total + 2, 0)


def test_only_who_the_query_finds_is_new(
    browse: Client, company: Company, everybody: object, sync: Sync
) -> None:
    save(browse, "Rome", "city:rome")
    add(company, sync, city="Rome")
    add(company, sync, city="Paris")
    assert counts(browse, "Rome") == (1, 1)


def test_each_user_has_their_own_time_and_else_that_of_the_view(
    browse: Client,
    colleague: Client,
    company: Company,
    everybody: dict[int, Candidate],
    sync: Sync,
) -> None:
    view = save(browse, "Ours", shared="on")
    week = datetime.now(UTC) - timedelta(days=7)
    SavedView.objects.filter(pk=view.pk).update(created_at=week)
    since = {one.id for one in everybody.values() if one.created_at > week}
    add(company, sync)
    assert counts(colleague, "Ours") == (len(everybody) + 1, len(since) + 1)
    browse.get(f"/views/{view.pk}/")
    assert counts(browse, "Ours") == (len(everybody) + 1, 0)
    assert counts(colleague, "Ours")[1] == len(since) + 1


def test_nothing_is_asked_of_the_api_for_it(
    browse: Client, everybody: object, sandbox: Sandbox
) -> None:
    view = save(browse, "Ours", "city:berlin")
    calls = len(sandbox.requests)
    for path in ("/views/", f"/views/{view.pk}/", "/views/?q=a"):
        browse.get(path)
    assert len(sandbox.requests) == calls
