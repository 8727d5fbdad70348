"""The navigation marks the place that the page belongs to."""

import re

from django.http import QueryDict
from django.urls import resolve

from recruspace_dashboard.pages.navigation import ACCOUNT, ENTRIES
from tests.each_case import each_case


@each_case(
    ("address", "marked", "how"),
    [
        ("/", "Home", "page"),
        ("/pools/", "Pools", "page"),
        ("/pools/new/", "Pools", "true"),
        ("/pools/5/", "Pools", "true"),
        ("/candidates/5/", "Pools", "true"),
        ("/candidates/5/notes/", "Pools", "true"),
        ("/candidates/5/assign/", "Pools", "true"),
        ("/candidates/5/?pool=3", "Pools", "true"),
        ("/candidates/new/?pool=3", "Pools", "true"),
        ("/candidates/5/?job=abc", "Jobs", "true"),
        ("/candidates/5/assign/?job=abc", "Jobs", "true"),
        ("/candidates/5/tags/?email=ece", "Find", "true"),
        ("/pools/5/?job=abc", "Pools", "true"),
        ("/candidates/", "Find", "page"),
        ("/candidates/new/", "Find", "true"),
        ("/files/new/", "Find", "true"),
        ("/jobs/", "Jobs", "page"),
        ("/jobs/abc/apply/", "Jobs", "true"),
        ("/company/", "Company", "page"),
        ("/account/", "Your account", "page"),
        ("/account/key/", "Your account", "true"),
        ("/team/", "Your account", "true"),
        ("/styleguide/", None, None),
    ],
)
def test_one_entry_is_marked(address: str, marked: str | None, how: str | None):
    path, _, query = address.partition("?")
    view, values = resolve(path).view_name, QueryDict(query)
    current = {
        str(entry.title): entry.current(view, values)
        for entry in (*ENTRIES, ACCOUNT)
        if entry.current(view, values)
    }
    assert current == ({marked: how} if marked else {})


def test_a_page_shows_each_entry_in_its_order(browse):
    page = browse.get("/company/").content.decode()
    navigation = page.split('class="main-nav"')[1].split("</nav>")[0]
    titles = re.findall(r"</svg>\s*([^<\s][^<]*?)\s*</a>", navigation)
    assert titles == [str(entry.title) for entry in ENTRIES]
    assert navigation.count("aria-current") == 1
