"""The list of all candidates, from the copy, and the files that it is saved as."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.lists import export
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company
from tests.each_case import each_case

Sync = Callable[[], list[Any]]


@pytest.fixture
def everybody(user: User, company: Company, sync: Sync) -> dict[int, Candidate]:
    """The candidates of all pools, copied."""
    sync()
    return {one.id: one for one in company.candidates.values() if one.pool}


def total(page: str) -> int:
    return int(re.search(r'data-total="(\d+)"', page)[1])


def rows(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<tr id="c(\d+)"', page)]


def test_without_a_copy_candidates_are_found_by_email(
    browse: Client, company: Company
) -> None:
    one = next(iter(company.candidates.values()))
    answer = browse.get("/candidates/", {"q": one.email})
    assert one.email in answer.text
    assert "data-total" not in answer.text


def test_everybody_is_there_with_no_call_for_it(
    browse: Client, everybody: dict[int, Candidate], sandbox: Sandbox
) -> None:
    browse.get("/candidates/")
    calls = len(sandbox.requests)
    page = browse.get("/candidates/", {"page_size": 100}).text
    assert total(page) == len(everybody)
    assert set(rows(page)) <= set(everybody)
    assert len(sandbox.requests) == calls


def test_another_company_sees_nothing_of_it(
    everybody: dict[int, Candidate], sandbox: Sandbox, sync: Sync, keyless: User
) -> None:
    ApiKey.store(keyless, sandbox.keys[2])
    sync()
    stranger = Client()
    stranger.force_login(keyless)
    own = {
        one.id
        for one in sandbox.company(sandbox.keys[2]).candidates.values()
        if one.pool
    }
    one = next(iter(everybody.values()))
    for query in ("", f"id:{one.id}", f"email:{one.email}", f"pool:{one.pool.name}"):
        page = stranger.get("/candidates/", {"q": query, "page_size": 100})
        assert not {*rows(page.text)} - own, query
        assert one.email not in page.text.partition("<main")[2].replace(query, "")
    pool = next(iter(everybody.values())).pool
    assert stranger.get(f"/pools/{pool.id}/", {"q": "a"}).status_code == 404
    exported = read_csv(stranger.get("/candidates/export.csv"))
    assert {int(row[0]) for row in exported[1:-1]} == own


def test_a_colleague_sees_the_same(
    browse: Client, everybody: dict[int, Candidate], sandbox: Sandbox, keyless: User
) -> None:
    ApiKey.store(keyless, sandbox.keys[0])
    colleague = Client()
    colleague.force_login(keyless)
    query = {"q": "a", "sort": "name", "page_size": 100}
    ours = rows(browse.get("/candidates/", query).text)
    assert ours
    assert rows(colleague.get("/candidates/", query).text) == ours


def test_once_the_key_is_forgotten_nothing_is_there(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    browse.post("/account/key/delete/")
    for path in ("/candidates/", "/candidates/export.csv", "/candidates/export.xlsx"):
        answer = browse.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/key/")


@each_case(
    "query",
    [
        "((((",
        '"',
        "score:x",
        "-",
        "OR OR",
        "foo:bar",
        "a" * 6000,
        "\x00\ufffe",
        "%' --",
    ],
)
def test_whatever_is_typed_is_answered(
    browse: Client, everybody: dict[int, Candidate], query: str
) -> None:
    assert browse.get("/candidates/", {"q": query}).status_code == 200


def test_what_makes_no_sense_is_said_and_the_rest_counts(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    one = next(iter(everybody.values()))
    page = browse.get("/candidates/", {"q": f"id:{one.id} score:high"}).text
    assert rows(page) == [one.id]
    assert "score:high" in unescape(page.partition('id="list-problems"')[2])


@each_case(
    ("asked", "put_right"),
    [
        ({"page": "abc"}, 1),
        ({"page": "0"}, 1),
        ({"page": "-3"}, 1),
        ({"page": "999999"}, None),
        ({"page_size": "5000"}, 1),
        ({"sort": "nothing"}, 1),
    ],
)
def test_numbers_that_make_no_sense_are_put_right(
    browse: Client,
    everybody: dict[int, Candidate],
    asked: dict[str, str],
    put_right: int | None,
) -> None:
    page = browse.get("/candidates/", asked).text
    assert rows(page)
    assert total(page) == len(everybody)
    if put_right is None:
        last = browse.get("/candidates/", {"page": len(everybody) // 25 + 1}).text
        assert rows(page) == rows(last)


def test_the_address_of_before_leads_to_the_query(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    answer = browse.get("/candidates/", {"email": "a b@example.com"})
    assert answer["Location"] == "/candidates/?q=a%20b%40example.com"


def test_htmx_gets_the_table_alone(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    answer = browse.get("/candidates/", {"q": "a"}, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<section id="candidate-table"')
    assert "HX-Request" in answer["Vary"]


def test_a_filter_is_a_link_that_narrows_and_widens(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    page = browse.get("/candidates/", {"filters": 1}).text
    choice = re.search(
        r'href="(/candidates/\?q=city[^"]*)".*?menu-name">([^<]*)<.*?menu-count">(\d+)<',
        page,
        re.S,
    )
    address, city, count = unescape(choice[1]), unescape(choice[2]), int(choice[3])
    narrowed = browse.get(address).text
    assert total(narrowed) == count
    expected = {n for n, one in everybody.items() if one.city == city}
    assert len(expected) == count
    again = browse.get(f"{address}&filters=1").text
    assert re.search(r'href="/candidates/"[^>]*aria-current="true"', again)


def test_a_pool_is_searched_in_the_copy(
    browse: Client, everybody: dict[int, Candidate], sandbox: Sandbox
) -> None:
    pool = next(one.pool for one in everybody.values())
    members = {n for n, one in everybody.items() if one.pool is pool}
    page = browse.get(f"/pools/{pool.id}/", {"sort": "name", "page_size": 100}).text
    assert total(page) == len(members)
    assert set(rows(page)) <= members
    assert 'data-as-of="' in page


def test_a_pool_that_is_not_copied_yet_is_shown_as_it_is(
    browse: Client, user: User, company: Company
) -> None:
    pool = next(iter(company.pools.values()))
    page = browse.get(f"/pools/{pool.id}/", {"q": "a"}).text
    assert "not copied yet" in page
    assert rows(page)


def read_csv(answer: Any) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def test_what_is_shown_is_exported(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    query = {"q": "a -tag:go", "sort": "-score", "page_size": 100}
    shown = rows(browse.get("/candidates/", query).text)
    answer = browse.get("/candidates/export.csv", query)
    head, *lines, last = read_csv(answer)
    assert head[:2] == ["ID", "Name"]
    assert [int(line[0]) for line in lines][: len(shown)] == shown
    assert last[0] == "As of"
    names = {
        n: f"{one.first_name} {one.last_name}".strip() for n, one in everybody.items()
    }
    assert all(names[int(line[0])] in line[1] for line in lines)
    book = browse.get("/candidates/export.xlsx", query)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    written = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in written] == ["ID", *(int(n[0]) for n in lines), "As of"]
    assert [row[1] for row in written[1:-1]] == [line[1] for line in lines]


def test_where_a_sheet_is_full_it_says_so_and_csv_has_all(
    browse: Client, everybody: dict[int, Candidate], monkeypatch: Any
) -> None:
    def written() -> tuple[int, str | None]:
        book = browse.get("/candidates/export.xlsx")
        file = io.BytesIO(b"".join(book.streaming_content))
        _head, *lines, last = openpyxl.load_workbook(file).active.iter_rows()
        assert last[0].value == "As of"
        return len(lines), last[2].value

    monkeypatch.setattr(export, "MOST_ROWS", len(everybody))
    assert written() == (len(everybody), None)
    monkeypatch.setattr(export, "MOST_ROWS", len(everybody) - 2)
    number, more = written()
    assert number == len(everybody) - 2
    assert more.startswith("There are more candidates than fit here.")
    lines = read_csv(browse.get("/candidates/export.csv"))
    assert len(lines) == len(everybody) + 2
    assert len(lines[-1]) == 2


@each_case("path", ["/candidates/export.csv", "/candidates/export.xlsx"])
@each_case("library", [True, False])
def test_without_a_copy_there_is_no_file_but_the_list(
    browse: Client, library: bool, path: str, settings: Any, monkeypatch: Any
) -> None:
    def read(*_args: object) -> None:
        raise AssertionError("the copy is read")

    settings.LIBRARY = library
    monkeypatch.setattr(CopiedList, "ids", property(read))
    answer = browse.get(path, {"q": "city:İzmir a&b"})
    assert answer.status_code == 302
    assert answer["Location"] == "/candidates/?q=city:%C4%B0zmir%20a%26b"


def test_of_a_pool_that_is_not_there_there_is_no_file(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    answer = browse.get("/candidates/export.csv", {"q": "a", "pool": 999_999})
    assert answer["Location"] == "/candidates/?q=a"


def test_a_spreadsheet_takes_no_name_for_a_formula(
    browse: Client, user: User, company: Company, sync: Sync
) -> None:
    one = next(one for one in company.candidates.values() if one.pool)
    one.first_name, one.city = "=HYPERLINK(1)", "@SUM(A1)"
    sync()
    lines = read_csv(browse.get("/candidates/export.csv", {"q": f"id:{one.id}"}))
    assert lines[1][1].startswith("'=HYPERLINK(1)")
    assert "'@SUM(A1)" in lines[1]
    book = browse.get("/candidates/export.xlsx", {"q": f"id:{one.id}"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].value.startswith("=HYPERLINK(1)")


def test_excel_in_turkish_expects_semicolons(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    browse.cookies["django_language"] = "tr"
    content = b"".join(browse.get("/candidates/export.csv").streaming_content).decode()
    assert content.startswith("\ufeffID;Ad")


def test_how_far_the_copy_is_stands_above_the_list(
    browse: Client, everybody: dict[int, Candidate]
) -> None:
    first = CopiedPool.objects.order_by("id").first()
    CopiedPool.objects.exclude(pk=first.pk).update(as_of=None)
    page = browse.get("/candidates/").text
    assert f"1 of {CopiedPool.objects.count()} pools" in page


def test_while_there_is_no_copy_it_says_what_works(
    browse: Client, user: User, settings: Any
) -> None:
    assert "being copied" in browse.get("/candidates/").text
    settings.LIBRARY = False
    assert "LIBRARY is off" in browse.get("/candidates/").text
