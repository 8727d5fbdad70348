"""Who is likely there already, beside the form that adds a candidate."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.library.models import CopiedCandidate, CopiedPool, CvText
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from tests.candidates.filled import NEW, filled
from tests.each_case import each_case
from tests.http import HTMX
from tests.sample_files import PDF

NEW_ADDRESS = "/candidates/new/"
ADDRESS = "/candidates/new/known/"


@pytest.fixture
def there(sandbox: Sandbox, user: Any, company: Company, pool: Pool, sync) -> Candidate:
    """Somebody of the copy, whose names nobody else has."""
    one = company.in_pool(pool)[0]
    one.first_name, one.last_name = "Işıl", "Gündoğdu"
    one.email, one.phone_number = "isil@example.com", "+90 532 123 45 67"
    one.city = "<b>İstanbul</b>"
    sync()
    sandbox.requests.clear()
    return one


def known(page: str) -> list[tuple[int, str, list[str]]]:
    """Who is shown: the id, the name, and why."""
    part = page.partition('id="already-there"')[2].partition("</section>")[0]
    return [
        (
            int(re.findall(r'href="/candidates/(\d+)/"', line)[0]),
            unescape(re.findall(r'known-name"[^>]*>([^<]*)<', line)[0]),
            re.findall(r'class="badge[^"]*">([^<]*)<', line),
        )
        for line in re.findall(r"<li>(.*?)</li>", part, re.S)
    ]


@each_case(
    ("typed", "why"),
    [
        ({"email": "ISIL@example.com"}, ["Same e-mail"]),
        ({"phone_number": "0532 1234567"}, ["Same phone"]),
        ({"first_name": "isil", "last_name": "GUNDOGDU"}, ["Same name"]),
        (
            {"email": "isil@example.com", "phone_number": "+905321234567"},
            ["Same e-mail", "Same phone"],
        ),
        ({"email": "isil@example"}, None),
        ({"first_name": "Işıl"}, None),
        ({"first_name": "x" * 90_000, "last_name": "x", "email": "\x00"}, None),
        ({}, None),
    ],
)
def test_while_one_types_it_is_shown_without_a_call(browse, sandbox, there, typed, why):
    answer = browse.post(ADDRESS, typed, headers=HTMX)
    assert answer.status_code == 200
    shown = [(there.id, "Işıl Gündoğdu", why)] if why else []
    assert known(answer.text) == shown
    assert ("hidden" in answer.text.partition(">")[0]) == (not shown)
    assert sandbox.requests == []


def test_it_says_where_who_is_there_is_and_how_likely(browse, there, pool):
    page = browse.post(ADDRESS, {"email": there.email}, headers=HTMX).text
    text = unescape(page)
    assert "Already there" in text
    assert there.email in text
    assert pool.name in text
    assert "&lt;b&gt;İstanbul" in page
    assert "1 candidate may be there already." in text
    names = {"first_name": "Işıl", "last_name": "Gündoğdu"}
    page = browse.post(ADDRESS, names, headers=HTMX).text
    assert "Perhaps already there" in page
    assert "badge-warn" not in page


def test_the_form_asks_as_one_types_and_sends_no_file(browse, there, user):
    page = browse.get(NEW_ADDRESS).text
    [asks] = re.findall(r'<div class="already-there"[^>]*>', page)
    assert f'hx-post="{ADDRESS}"' in asks
    assert "cv_file" not in asks
    for name in ("first_name", "last_name", "email", "phone_number"):
        assert f"input delay:400ms from:#id_{name}" in asks
    # The form of an uploaded CV has no phone number.
    token = FileReference.sign(5, "cv.pdf", user).token
    page = browse.get(NEW_ADDRESS, {"file": token}).text
    [asks] = re.findall(r'<div class="already-there"[^>]*>', page)
    assert "from:#id_phone_number" not in asks


def test_what_the_address_fills_in_is_looked_for_at_once(browse, there):
    page = browse.get(NEW_ADDRESS, {"email": there.email}).text
    assert known(page) == [(there.id, "Işıl Gündoğdu", ["Same e-mail"])]


def test_without_javascript_it_is_shown_when_the_form_comes_back(browse, there):
    id = CopiedCandidate.objects.get(candidate_id=there.id).id
    CvText.objects.update_or_create(
        id=id, defaults={"file": "[]", "digest": file_digest(PDF)}
    )
    data = filled(first_name="Işıl", last_name="Gündoğdu", phone_number="05321234567")
    answer = browse.post(NEW_ADDRESS, data)
    assert answer.status_code == 422
    reasons = ["Same phone", "Same file", "Same name"]
    assert known(answer.text) == [(there.id, "Işıl Gündoğdu", reasons)]
    # With htmx only the errors come: the rest is there.
    answer = browse.post(NEW_ADDRESS, data, headers=HTMX)
    assert "already-there" not in answer.text


def test_it_holds_nobody_back(browse, sandbox, there, pool):
    data = filled(
        first_name="Işıl",
        last_name="Gündoğdu",
        phone_number="05321234567",
        cv_file=SimpleUploadedFile("cv.pdf", PDF),
        talent_pool_id=pool.id,
    )
    assert browse.post(NEW_ADDRESS, data).status_code == 302
    [call] = [one for one in sandbox.requests if one.method == "POST"]
    assert call.form["email"] == NEW


def test_whoever_was_just_added_is_known_at_once(browse, company, there, pool):
    data = filled(talent_pool_id=pool.id)
    assert browse.post(NEW_ADDRESS, data).status_code == 302
    added = list(company.candidates.values())[-1]
    page = browse.post(ADDRESS, {"email": NEW.upper()}, headers=HTMX).text
    assert known(page) == [(added.id, "Ece Yıldız", ["Same e-mail"])]


def test_where_it_was_not_looked_it_says_so(browse, there, settings):
    CopiedPool.objects.filter(name=there.pool.name).update(as_of=None)
    page = browse.post(ADDRESS, {"email": "nobody@example.com"}, headers=HTMX).text
    assert "Not all pools are copied yet, so more may be there already." in page
    CopiedPool.objects.update(as_of=None, page=0)
    page = browse.post(ADDRESS, {"email": there.email}, headers=HTMX).text
    assert "No pools are copied yet" in page
    assert known(page) == []
    settings.LIBRARY = False
    assert "already-there" not in browse.get(NEW_ADDRESS, {"email": NEW}).text
    assert browse.post(ADDRESS, {"email": NEW}, headers=HTMX).status_code == 200


def test_the_address_is_only_for_the_form(browse, client, keyless):
    for answer in (browse.get(ADDRESS), browse.post(ADDRESS, {"email": NEW})):
        assert (answer.status_code, answer["Location"]) == (302, NEW_ADDRESS)
    assert client.post(ADDRESS).status_code == 302
    client.force_login(keyless)
    answer = client.post(ADDRESS, {"email": NEW}, headers=HTMX)
    assert answer["HX-Redirect"].startswith("/account/key/")
