"""What a list offers to select by, also without JavaScript."""

import re

import pytest

from recruspace_dashboard.lists.columns import DEFAULT, Columns
from recruspace_dashboard.lists.row_html import rows_html
from recruspace_dashboard.lists.rows import make_rows
from recruspace_dashboard.services.records import Candidate
from tests.each_case import each_case
from tests.http import HTMX, text

ADDRESS = "/lists/pools/"


def printed(**payload: object) -> str:
    known = {"id": 7, "first_name": "Ece", "last_name": "Kaya"}
    rows = make_rows([Candidate.from_payload(known | payload)])
    return rows_html(rows, Columns.named(DEFAULT))


def form(page: str) -> str:
    return re.search(r'<form id="selection".*?</form>', page, re.DOTALL)[0]


def everybody(page: str) -> str:
    return re.search(r'<span id="selection-all".*?</span>\n?</span>', page, re.DOTALL)[
        0
    ]


def test_each_row_has_a_checkbox_with_the_name_of_the_candidate():
    assert (
        '<input type="checkbox" form="selection" name="selected" value="7"'
        ' aria-label="Ece Kaya">'
    ) in printed()


def test_a_name_is_no_html_in_its_label():
    bad = '"><b>x</b>'
    assert "<b>x" not in printed(first_name=bad, last_name=bad)


def test_who_has_no_id_cannot_be_selected():
    assert "checkbox" not in printed(id=None)


def test_the_live_page_of_a_pool_offers_its_own_candidates_alone(browse, pool, user):
    page = text(browse.get(f"/pools/{pool.id}/?page_size=10"))
    assert page.count('name="selected"') == 10
    assert 'name="all"' not in page
    shown = form(page)
    assert 'method="post" action="/outbox/new/"' in shown
    assert f'data-of="{user.pk}:/pools/{pool.id}/"' in shown
    assert 'name="csrfmiddlewaretoken"' in shown
    for action in ("tag", "note", "job"):
        assert f'name="action" value="{action}"' in shown
    for field in ("title", "text"):
        assert f'name="{field}"' in shown


@each_case(
    ("query", "offered"),
    [
        ("?q=id:1&page_size=10", False),
        ("?page_size=100", False),
        ("?page_size=10", True),
        ("?sort=name&page=2&page_size=10", True),
    ],
)
def test_all_that_match_are_offered_where_more_match_than_are_shown(
    browse, sync, query, offered
):
    sync()
    page = text(browse.get(f"/candidates/{query}"))
    assert ('name="all" value="1"' in form(page)) is offered


def test_the_query_and_the_pool_stand_in_the_form(browse, pool, sync):
    sync()
    page = text(browse.get(f"/pools/{pool.id}/?q=is:new+%22%3Cb%3E%22"))
    assert 'name="q" value="is:new &quot;&lt;b&gt;&quot;"' in form(page)
    assert f'name="pool" value="{pool.id}"' in form(page)
    assert 'name="pool"' not in form(text(browse.get("/candidates/")))


def test_htmx_gets_what_changes_of_it_and_nothing_that_was_typed_is_replaced(
    browse, sync
):
    sync()
    part = text(browse.get("/candidates/?q=has:cv&page_size=10", headers=HTMX))
    assert 'id="selection"' not in part
    assert '<span id="selection-all" class="selection-all" hx-swap-oob="true">' in part
    assert 'name="q" value="has:cv"' in part


def test_an_empty_list_keeps_the_form_for_those_selected_before(browse, sync):
    sync()
    page = text(browse.get("/candidates/?q=nobody-is-called-so"))
    assert 'name="selected"' not in page
    assert form(page)


def test_the_token_of_one_is_not_shown_to_another(browse, client, pool, superuser):
    """Templates keep parts of a page."""
    tokens = []
    client.force_login(superuser)
    for somebody, address in ((browse, f"/pools/{pool.id}/"), (client, "/styleguide/")):
        page = text(somebody.get(address))
        tokens += re.findall(r'csrfmiddlewaretoken" value="(\w+)"', form(page))
    assert len(set(tokens)) == 2


def test_the_pools_to_choose_from_are_those_of_my_key(browse, sandbox, company, pool):
    # Ids of another company may be the same.
    others = [one for one in map(sandbox.company, sandbox.keys) if one is not company]
    assert others
    for one in others:
        for theirs in one.pools.values():
            theirs.name = "Theirs"
    pool.name = "<b>Go</b>"
    part = text(browse.get(ADDRESS, headers=HTMX))
    assert "<html" not in part
    chosen = re.findall(r'<option value="(\d+)">', part)
    assert sorted(map(int, chosen)) == sorted(company.pools)
    assert "Theirs" not in part
    assert "&lt;b&gt;Go&lt;/b&gt;" in part
    assert 'name="action" value="pool"' in part


def test_pools_that_cannot_be_read_are_said_in_the_panel(browse, sandbox, uncached):
    sandbox.reply("GET", "/talent-pools/", status=500)
    answer = browse.get(ADDRESS, headers=HTMX)
    assert answer.status_code == 502
    assert answer["HX-Retarget"] == "#selection-pools"
    assert "Recruspace has a problem" in text(answer)
    assert f'hx-get="{ADDRESS}"' in text(answer)


def test_without_javascript_a_page_asks_for_the_pool_and_keeps_who_is_selected(
    browse, pool
):
    sent = {"selected": ["4", "9", '"><b>'], "q": "go", "pool": "3", "title": "no"}
    page = text(browse.post(ADDRESS, sent))
    for value in ("4", "9", "&quot;&gt;&lt;b&gt;"):
        assert f'<input type="hidden" name="selected" value="{value}">' in page
    assert '<input type="hidden" name="q" value="go">' in page
    assert '<input type="hidden" name="pool" value="3">' in page
    assert 'name="title"' not in page
    assert 'name="all"' not in page
    assert 'action="/outbox/new/"' in page
    assert f'<option value="{pool.id}">' in page


@pytest.mark.parametrize(("status", "ours"), [(500, 502), (429, 429), (403, 403)])
def test_a_fault_of_that_page_is_said(browse, sandbox, uncached, status, ours):
    sandbox.reply("GET", "/talent-pools/", status=status)
    answer = browse.post(ADDRESS, {"selected": "4"})
    assert answer.status_code == ours
    assert 'name="talent_pool_id"' not in text(answer)


def test_a_refused_key_leads_to_its_page(browse, sandbox, uncached):
    sandbox.reply("GET", "/talent-pools/", status=401)
    answer = browse.post(ADDRESS, {"selected": "4"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/account/key/")


def test_opened_by_hand_it_leads_to_the_pools(browse):
    assert browse.get(ADDRESS)["Location"] == "/pools/"
