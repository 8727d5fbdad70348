import re

import pytest

from tests.each_case import each_case
from tests.http import HTMX, text

SEARCH = "/api/v1/client/candidates/search-by-email/"


def test_without_letters_it_says_what_to_type_and_asks_nothing(browse, sandbox):
    response = browse.get("/candidates/find/")
    assert response.status_code == 200
    assert "Who are you looking for?" in text(response)
    assert sandbox.requests == []


@pytest.mark.parametrize("letter", ["a", " a ", "%20a"])
def test_one_letter_is_too_few(browse, sandbox, letter):
    page = text(browse.get(f"/candidates/find/?email={letter}"))
    assert "Type at least two letters." in page
    assert sandbox.requests == []


def test_nobody_found_offers_to_add_this_user(browse, sandbox):
    response = browse.get("/candidates/find/", {"email": "no+one@nowhere.example"})
    page = text(response)
    assert "No candidate found for “no+one@nowhere.example”" in page
    link = "/candidates/new/?email=no%2Bone%40nowhere.example"
    assert f'href="{link}"' in page
    assert 'value="no+one@nowhere.example"' in text(browse.get(link))


@pytest.mark.parametrize(
    "typed",
    ["a&page=9&email=x", "a#b", "100%", "%2e%2e%2f", "a+b@", "../..", "a b", "é@ü.de"],
)
def test_whatever_is_typed_is_one_value_on_the_wire(browse, sandbox, typed):
    response = browse.get("/candidates/find/", {"email": typed})
    assert response.status_code == 200
    [call] = sandbox.requests
    assert call.path == SEARCH
    assert call.query == {"email": [typed], "page": ["1"], "page_size": ["25"]}


def test_what_is_longer_than_an_address_is_cut(browse, sandbox):
    browse.get("/candidates/find/", {"email": "x" * 5000})
    assert sandbox.requests[0].query["email"] == ["x" * 254]


def test_html_is_shown_as_text(browse, sandbox):
    sandbox.reply("GET", "/candidates/", body=[{"id": 1, "email": "<b>bold</b>"}])
    page = text(browse.get("/candidates/find/", {"email": '"><script>'}))
    assert "<b>bold" not in page
    assert '"><script>' not in page


def test_what_makes_no_sense_in_the_answer_is_left_out(browse, sandbox):
    odd = [{"email": "no-id@example.com"}, None, 7, {"id": "x"}, {"id": 5}]
    sandbox.reply("GET", "/candidates/", body=odd)
    page = text(browse.get("/candidates/find/?email=ex"))
    assert "no-id@example.com" in page
    assert 'href="/candidates/5/?email=ex"' in page


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ({"status": 404}, 404, "Not found"),
        (
            {"status": 400, "body": {"email": ["Too short."]}},
            422,
            "Recruspace did not accept",
        ),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429, "again in 7 seconds"),
        ({"status": 500, "body": "<h1>oops</h1>"}, 502, "Recruspace has a problem"),
        ({"status": 200, "body": {"id": 5}}, 502, "Recruspace has a problem"),
    ],
)
def test_a_fault_of_the_api_is_a_page_or_a_fragment_of_ours(
    browse, sandbox, fault, status, words
):
    sandbox.reply("GET", "/candidates/", **fault, times=2)
    whole = browse.get("/candidates/find/?email=ex")
    assert whole.status_code == status
    assert words in text(whole)
    part = browse.get("/candidates/find/?email=ex", headers=HTMX)
    assert part["HX-Retarget"] == "#fault"


def test_a_refused_key_leads_to_the_key_page_and_back(browse, sandbox):
    sandbox.reply("GET", "/candidates/", status=401)
    response = browse.get("/candidates/find/?email=ex")
    assert response["Location"] == (
        "/account/key/?next=%2Fcandidates%2Ffind%2F%3Femail%3Dex"
    )


def test_the_api_refusing_connections_is_a_page_of_ours(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    assert browse.get("/candidates/find/?email=ex").status_code == 503


def test_users_are_found_by_a_part_of_their_address_and_linked(
    browse, sandbox, every_reading
):
    company = sandbox.company(sandbox.keys[0])
    one = list(company.candidates.values())[-1]
    part = one.email.partition("@")[0].upper()
    page = text(browse.get("/candidates/find/", {"email": part}))
    found = [c for c in company.candidates.values() if part.lower() in c.email]
    assert found
    for each in found:
        assert f'href="/candidates/{each.id}/?email={part}"' in page
    assert f'name="email" value="{part}"' in page


def test_from_somebody_found_the_way_leads_back_to_the_search(browse, company):
    one = next(iter(company.candidates.values()))
    page = text(browse.get(f"/candidates/{one.id}/?email=a%2Bb"))
    assert '<a href="/candidates/find/?email=a%2Bb">Back to the search</a>' in page


@pytest.mark.parametrize("name", ["YILMAZ", "yılmaz", "Yılmaz", "yilmaz"])
def test_a_name_is_found_in_addresses_as_users_write_it(browse, sandbox, company, name):
    one = next(iter(company.candidates.values()))
    one.email = "ayse.yilmaz@example.com"
    page = text(browse.get("/candidates/find/", {"email": name}))
    assert f'href="/candidates/{one.id}/' in page
    # Once as it was typed, and only where that finds nobody as addresses have it.
    assert [call.query["email"][0] for call in sandbox.requests] == (
        [name] if name.isascii() else [name, "yilmaz"]
    )


@pytest.mark.parametrize("name", ["Şükrü Gündoğdu", "gündoğdu  ŞÜKRÜ"])
def test_a_full_name_is_found_where_an_address_holds_each_word(
    browse, sandbox, company, name
):
    one, other = list(company.candidates.values())[:2]
    one.email, other.email = "sukru.gundogdu@example.com", "ali.gundogdu@example.com"
    page = text(browse.get("/candidates/find/", {"email": name}))
    assert one.email in page
    assert other.email not in page
    assert sandbox.requests[-1].query["email"] == ["gundogdu"]


@pytest.mark.parametrize("name", ["e\u0301", "\u0301\u0301", "Иван"])
def test_no_second_search_where_it_would_find_everybody_or_the_same(
    browse, sandbox, name
):
    assert browse.get("/candidates/find/", {"email": name}).status_code == 200
    assert [call.query["email"] for call in sandbox.requests] == [[name]]


@each_case(
    ("typed", "fields"),
    [
        ("Qşqşq", {"first_name": "Qşqşq"}),
        ("Anna  Maria Qşqşq", {"first_name": "Anna  Maria", "last_name": "Qşqşq"}),
        ("q&q@nowhere.example", {"email": "q&amp;q@nowhere.example"}),
    ],
)
def test_what_was_typed_goes_along_to_who_is_added(browse, typed, fields):
    page = text(browse.get("/candidates/find/", {"email": typed}))
    assert "Recruspace searches e-mail addresses only, not names." in page
    [link] = re.findall(r'href="(/candidates/new/\?[^"]+)">Add this candidate', page)
    form = text(browse.get(link.replace("&amp;", "&")))
    names = ("first_name", "last_name", "email")
    filled = re.findall(rf'name="({"|".join(names)})" value="([^"]*)"', form)
    assert dict(filled) == fields


def test_more_than_are_shown_is_said(browse, sandbox, every_reading):
    page = text(browse.get("/candidates/find/?email=example"))
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<li>") == 25
    assert "Only the first 25 are shown. Type more of the address" in page


def test_for_htmx_only_the_results_come(browse, sandbox):
    response = browse.get("/candidates/find/?email=example", headers=HTMX)
    assert text(response).startswith('<section id="find-results"')
    assert "HX-Request" in response["Vary"]


def test_users_of_another_company_are_not_found(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates.values()))
    page = text(browse.get("/candidates/find/", {"email": theirs.email}))
    assert f'href="/candidates/{theirs.id}/"' not in page
