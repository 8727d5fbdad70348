"""What no browser sends by itself: nothing of it is a fault of ours, and what cannot
name anything is not even asked of the API."""

import pytest
from django.test import Client

from tests.project.test_addresses import ADDRESSES

# A minute of pages, and a change seldom concerns it.
pytestmark = pytest.mark.slow
ODD = [
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "%",
    "%zz",
    "%0d%0aSet-Cookie:%20a=b",
    "..%2f..%2fusers",
    "-1",
    "0",
    "9" * 30,
    "9" * 5000,
    "2%1f",
    "%1c2",
    "2%1d%1e",
    "9e9",
    "NaN",
    "%EF%BC%91%EF%BC%92",
    "1&page=9&page_size=x&email=y",
    "%E2%80%AE",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
]
NAMES = ["page", "page_size", "email", "pool", "job", "file", "candidate", "next", "q"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_query_is_a_fault_of_ours(browse: Client, sandbox, address: str):
    browse.raise_request_exception = False
    # Each of them is asked for at half of the addresses as htmx does, and at the others
    # not, and each address in both ways.
    for number, odd in enumerate(ODD, ADDRESSES.index(address)):
        query = "&".join(f"{name}={odd}" for name in NAMES)
        headers = {"HX-Request": "true"} if number % 2 else {}
        answer = browse.generic("GET", f"{address}?{query}", headers=headers)
        assert answer.status_code < 500, (odd, headers)
        if not answer.streaming:
            assert b"<script>alert" not in answer.content
        # The line that would end the header stays a part of the query.
        assert not {"\r", "\n"} & set(answer.headers.get("Location", ""))


NO_ID = [
    one for one in ODD if one not in {"0"} and not one.isdigit() and "&" not in one
]


def test_what_is_no_number_is_nowhere_and_asks_nothing(browse: Client, sandbox):
    addresses = [f"/{room}/{odd}/" for room in ("pools", "candidates") for odd in NO_ID]
    answers = {one: browse.generic("GET", one).status_code for one in addresses}
    assert answers == dict.fromkeys(addresses, 404)
    assert sandbox.requests == []


@pytest.mark.parametrize("odd", ["9" * 30, "9" * 5000, "0"])
@pytest.mark.parametrize(
    "address", ["/pools/{}/", "/candidates/{}/", "/team/{}/password/", "/intake/{}/"]
)
def test_a_number_of_any_length_is_nowhere(
    browse: Client, superuser, address: str, odd: str
):
    boss = Client(raise_request_exception=False)
    boss.force_login(superuser)
    for client in (browse, boss) if "/team/" not in address else (boss,):
        answer = client.get(address.format(odd), follow=True)
        assert answer.status_code in {200, 404}
        assert "Something went wrong" not in answer.content.decode()


def test_a_job_is_named_by_plain_signs_only(browse: Client, sandbox):
    addresses = [f"/jobs/{odd}/" for odd in NO_ID if "%" in odd]
    answers = {one: browse.generic("GET", one).status_code for one in addresses}
    assert answers == dict.fromkeys(addresses, 404)
    assert sandbox.requests == []


ODD_HEADERS = [
    {"HX-Request": "true", "HX-Current-URL": "http://[broken"},
    {"HX-Request": "true", "HX-Target": "<x>", "HX-Trigger": "'\""},
    {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    {"HX-Boosted": "true", "HX-Prompt": "%00"},
    {"HX-Request": "true; x"},
    {
        "HX-Current-URL": "http://evil.example/",
        "HX-Current-URL-URI-AutoEncoded": "1",
    },
    {"Accept-Language": "x" * 5000},
    {"Accept-Language": "tr-TR-x-\udcff".encode("utf-8", "replace").decode()},
    {"Cookie": "theme=<x>; django_language=../../etc; messages=broken"},
    {"Referer": "javascript:x"},
    {"Accept": "x" * 5000, "Accept-Encoding": "gzip;q=nan"},
    {"Range": "bytes=999-1", "If-Modified-Since": "never"},
]


@pytest.mark.parametrize("address", ["/", "/pools/", "/login/", "/nothing/"])
def test_no_header_is_a_fault_of_ours(browse: Client, address: str):
    browse.raise_request_exception = False
    session = browse.cookies["sessionid"].value
    wrong = []
    for odd in ODD_HEADERS:
        browse.cookies["sessionid"] = session
        headers = dict(odd)
        if "Cookie" in odd:
            headers["Cookie"] += f"; sessionid={session}"
        answer = browse.get(address, headers=headers)
        if answer.status_code not in {200, 302, 404}:
            wrong.append((answer.status_code, odd))
        if "evil.example" in str(answer.headers):
            wrong.append((answer.headers, odd))
    assert wrong == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_field_is_a_fault_of_ours(browse: Client, sandbox, address: str):
    browse.raise_request_exception = False
    names = ["name", "text", "title", "username", "api_key", "first_name", "next"]
    names += ["email", "talent_pool_id", "job_post", "cv_file", "file", "language"]
    for odd in ODD:
        body = "&".join(f"{name}={odd}" for name in names)
        answer = browse.generic(
            "POST", address, body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code < 500, odd
        # Of what takes no form, no field is read.
        if address == "/logout/" or answer.status_code == 405:
            break
