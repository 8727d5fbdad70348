"""The navigation marks the place that the page belongs to."""

import re

from django.http import QueryDict
from django.urls import resolve

from recruspace_dashboard.pages.navigation import ENTRIES, USER
from tests.each_case import each_case
from tests.http import HTMX


@each_case(
    ("address", "marked", "how"),
    [
        ("/", "Home", "page"),
        ("/pools/", "Pools", "page"),
        ("/pools/new/", "Pools", "true"),
        ("/pools/5/", "Pools", "true"),
        ("/candidates/5/", "Candidates", "true"),
        ("/candidates/5/notes/", "Candidates", "true"),
        ("/candidates/5/assign/", "Candidates", "true"),
        ("/candidates/5/?pool=3", "Pools", "true"),
        ("/review/?q=go&at=5", "Candidates", "true"),
        ("/review/?pool=3", "Pools", "true"),
        ("/candidates/new/?pool=3", "Pools", "true"),
        ("/candidates/5/?job=abc", "Jobs", "true"),
        ("/candidates/5/assign/?job=abc", "Jobs", "true"),
        ("/candidates/5/tags/?email=ece", "Candidates", "true"),
        ("/pools/5/?job=abc", "Pools", "true"),
        ("/candidates/", "Candidates", "page"),
        ("/candidates/new/", "Candidates", "true"),
        ("/files/new/", "Candidates", "true"),
        ("/intake/", "Candidates", "true"),
        ("/intake/?pool=3", "Pools", "true"),
        ("/jobs/", "Jobs", "page"),
        ("/jobs/abc/apply/", "Jobs", "true"),
        ("/company/", "Me", "true"),
        ("/account/", "Me", "page"),
        ("/account/key/", "Me", "true"),
        ("/team/", "Me", "true"),
        ("/styleguide/", "Me", "true"),
    ],
)
def test_one_entry_is_marked(address: str, marked: str | None, how: str | None):
    path, _, query = address.partition("?")
    view, values = resolve(path).view_name, QueryDict(query)
    current = {
        str(entry.title): entry.current(view, values)
        for entry in (*ENTRIES, USER)
        if entry.current(view, values)
    }
    assert current == ({marked: how} if marked else {})


def test_a_page_shows_each_entry_in_its_order(browse):
    page = browse.get("/pools/").content.decode()
    navigation = page.split('class="main-nav"')[1].split("</nav>")[0]
    titles = re.findall(r"</svg>\s*([^<\s][^<]*?)\s*</a>", navigation)
    assert titles == [str(entry.title) for entry in ENTRIES]
    assert navigation.count("aria-current") == 1


def test_the_menu_of_the_user_is_marked_where_it_leads(browse):
    for address, marked in (("/company/", True), ("/account/", True), ("/", False)):
        page = browse.get(address).content.decode()
        assert ('class="top-user here"' in page) == marked, address


def test_the_menu_of_the_user_has_language_theme_keys_and_the_way_out(browse, user):
    menu = browse.get("/company/").content.decode().split('id="user-menu"')[1]
    for link in ("/account/", "/account/key/", "/company/"):
        assert f'href="{link}"' in menu
    for choice in ('value="tr"', 'value="dark"', "keys-open", 'action="/logout/"'):
        assert choice in menu
    assert "/team/" not in menu
    user.is_superuser = True
    user.save()
    menu = browse.get("/company/").content.decode().split('id="user-menu"')[1]
    assert 'href="/team/"' in menu


def test_who_is_not_signed_in_chooses_language_and_theme_at_the_foot(client, db):
    page = client.get("/login/").content.decode()
    assert 'class="foot"' in page
    assert "user-menu" not in page
    assert 'name="q"' not in page


def test_the_search_of_every_page_asks_for_candidates(browse):
    for address in ("/", "/candidates/", "/account/"):
        page = browse.get(address).content.decode()
        header = page.split("</header>")[0]
        assert re.search(r'<form class="top-search"[^>]* action="/candidates/"', header)
        assert header.count('name="q"') == 1


def test_the_list_of_keys_is_loaded_when_it_is_opened(browse):
    page = browse.get("/company/").content.decode()
    assert 'hx-get="/keys/"' in page
    assert "Keyboard shortcuts" not in page
    part = browse.get("/keys/", headers=HTMX).content.decode()
    assert "Keyboard shortcuts" in part
    assert "<html" not in part
    assert browse.get("/keys/")["Location"] == "/"


@each_case(
    ("address", "keys"),
    [
        ("/review/?q=go", ["1", "u", "x", "l"]),
        ("/pools/5/", ["f", "x", "Enter"]),
        ("/candidates/5/", ["j", "u"]),
    ],
)
def test_the_list_of_keys_is_that_of_the_page(browse, address: str, keys: list[str]):
    headers = {**HTMX, "HX-Current-URL": f"http://testserver{address}"}
    here, everywhere = browse.get("/keys/", headers=headers).text.split("Everywhere")
    assert not [key for key in keys if f"<kbd>{key}</kbd>" not in here]
    assert "<kbd>g</kbd>" in everywhere


def test_other_pages_have_the_keys_of_all(browse):
    for address in ("http://testserver/company/", "http://testserver/nowhere", "["):
        headers = {**HTMX, "HX-Current-URL": address}
        page = browse.get("/keys/", headers=headers).text
        assert "On this page" not in page
        assert "<kbd>?</kbd>" in page
