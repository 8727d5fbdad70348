import re

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.documents import process
from recruspace_dashboard.sandbox.options import Options
from tests.conftest import PASSWORD, Browser
from tests.documents.hostile_papers import docx, link, paragraph
from tests.documents.hostile_pdfs import encrypted, links, many_pages, page_of, words
from tests.each_case import each_case
from tests.http import HTMX, text

API = "/api/v1/client/candidates"


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/cv/view/"


def fragment(browse, address, target="cv-here"):
    return browse.get(address, headers=HTMX | {"HX-Target": target})


def files_of(sandbox):
    return [call for call in sandbox.requests if call.path.startswith("/files/")]


@pytest.mark.usefixtures("every_reading")
def test_the_first_page_is_drawn_with_its_words_and_links(browse, company):
    candidate = next(one for one in company.candidates.values() if one.cv)
    response = browse.get(f"/candidates/{candidate.id}/cv/view/")
    page = text(response)
    assert response.status_code == 200
    assert "HX-Request" in response["Vary"]
    assert "no-store" in response["Cache-Control"]
    assert re.search(
        r'<image width="595.28" height="841.89" href="data:image/png', page
    )
    assert f">{candidate.last_name.split()[-1]}</tspan>" in page
    mail = f'<a href="mailto:{candidate.email}" target="_blank" rel="noopener'
    assert mail in page
    assert "Page 1 of 1" in page
    assert f'href="/candidates/{candidate.id}/cv/" download' in page


def test_htmx_gets_the_pages_alone(browse, candidate, address):
    page = text(fragment(browse, address))
    assert page.lstrip().startswith(f'<div id="cv-{candidate.id}" class="cv-pages"')
    assert "<html" not in page
    assert "HX-Retarget" not in fragment(browse, address)


def test_a_page_alone_is_an_svg_that_can_do_nothing(browse, address):
    response = browse.get(f"{address}1/")
    assert response["Content-Type"] == "image/svg+xml"
    assert text(response).startswith("<svg xmlns=")
    policy = "default-src 'none'; img-src data:; frame-ancestors 'none'"
    assert response["Content-Security-Policy"] == policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_costs_one_call_and_one_file_and_then_neither(
    browse, sandbox, candidate, address
):
    candidate.cv.content = many_pages(3)
    browse.get(f"/candidates/{candidate.id}/")
    fragment(browse, address)
    first, second = sandbox.requests
    assert first.path == f"{API}/{candidate.id}/"
    assert second.path.startswith(f"/files/{candidate.cv.id}/")
    assert "Authorization" not in second.headers
    for number in (1, 2, 3):
        assert "<svg" in text(fragment(browse, f"{address}{number}/"))
    fragment(browse, address)
    assert len(sandbox.requests) == 2


def test_of_many_pages_those_after_are_drawn_when_they_are_asked_for(
    browse, sandbox, candidate, address
):
    candidate.cv.content = many_pages(60)
    page = text(fragment(browse, address))
    assert page.count('class="cv-sheet"') == 50
    assert page.count("data:image/png") == 1
    assert f'hx-get="{address}50/" hx-trigger="intersect once"' in page
    assert "The first 50 of 60 pages are shown." in page
    for number, files in ((4, 1), (5, 2), (8, 2), (50, 3)):
        assert "data:image/png" in text(fragment(browse, f"{address}{number}/"))
        assert len(files_of(sandbox)) == files


def test_without_javascript_the_other_pages_are_pictures(browse, candidate, address):
    candidate.cv.content = many_pages(2)
    page = text(browse.get(address))
    assert f'<img src="{address}2/" loading="lazy" width="200" height="300"' in page
    assert f'hx-get="{address}2/"' not in page


@each_case("number", [0, 2, 51, 10**9])
def test_a_page_that_the_cv_does_not_have_is_not_there(browse, address, number):
    assert browse.get(f"{address}{number}/").status_code == 404
    assert fragment(browse, f"{address}{number}/").status_code == 404


@pytest.mark.usefixtures("uncached")
@each_case(
    ("content", "says"),
    [
        (encrypted(), "protected with a password"),
        (b"%PDF-1.7 ...", "This file is damaged."),
        (b"PK\x03\x04...", "This file is damaged."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This file is damaged."),
        (b"<script>alert(1)</script>", "not a PDF, DOCX or DOC"),
        (b"", "not a PDF, DOCX or DOC"),
        (docx(""), "There is no text in this file."),
    ],
)
def test_what_cannot_be_shown_says_why_and_leads_to_the_file(
    browse, candidate, address, content, says
):
    candidate.cv.content = content
    for response in (fragment(browse, address), browse.get(address)):
        assert response.status_code == 200
        assert says in text(response)
        assert f'href="/candidates/{candidate.id}/cv/">Open the CV' in text(response)
        assert "<script>alert" not in text(response)


def test_pictures_without_words_say_so(browse, candidate, address):
    candidate.cv.content = page_of(b"0 0 300 300 re f")
    assert "no words can be selected" in text(fragment(browse, address))
    assert "no words can be selected" in text(fragment(browse, address))


def test_words_are_words_whatever_they_say(browse, candidate, address):
    candidate.cv.content = page_of(words("<script>alert\\(1\\)</script>"))
    page = text(browse.get(address))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_a_docx_is_html_of_ours(browse, candidate, address):
    evil = "&lt;script&gt;alert(1)&lt;/script&gt;"
    candidate.cv.content = docx(paragraph("Işıl Çağ") + paragraph(evil))
    page = text(fragment(browse, address))
    assert f"<p>Işıl Çağ</p><p>{evil}</p>" in page


@pytest.mark.usefixtures("uncached")
@each_case(
    ("leads", "to"),
    [
        ("https://x.example/a", 'href="https://x.example/a" target="_blank"'),
        ("javascript:alert(1)", "<a"),
        ("/account/key/delete/", "<a"),
    ],
)
def test_a_link_in_a_docx_leads_out_or_nowhere(browse, candidate, address, leads, to):
    candidate.cv.content = link(leads)
    shown = text(fragment(browse, address)).partition("cv-text")[2]
    assert to in shown
    assert ("href" in shown) == leads.startswith("https")


def test_a_link_in_a_pdf_that_would_run_something_is_none(browse, candidate, address):
    candidate.cv.content = links("javascript:alert(1)", "https://good.example/")
    page = text(browse.get(address))
    assert "javascript:" not in page
    assert '<a href="https://good.example/" target="_blank" rel="noopener' in page


# Who sees what


def test_a_cv_that_was_replaced_is_not_shown_any_more(
    browse, company, candidate, address, settings
):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    candidate.cv.content = page_of(words("Former"))
    assert "Former" in text(fragment(browse, address))
    newer = company.store("cv.pdf", "", "cv", lambda: page_of(words("Newer")), 9)
    candidate.cv = newer
    assert "Newer" in text(fragment(browse, address))
    assert "Newer" in text(fragment(browse, f"{address}1/"))


def test_another_key_draws_it_anew(browse, sandbox, candidate, address):
    other = User.objects.create_user("other", password=PASSWORD)
    ApiKey.store(other, sandbox.keys[1])
    colleague = Browser()
    colleague.force_login(other)
    for browser in (browse, colleague, browse, colleague):
        assert fragment(browser, address).status_code == 200
    assert len(files_of(sandbox)) == 2


def test_a_key_that_was_replaced_finds_nothing(browse, sandbox, user, address):
    fragment(browse, address)
    ApiKey.store(user, sandbox.keys[1])
    fragment(browse, address)
    assert len(files_of(sandbox)) == 2


def test_who_may_not_see_the_candidate_any_more_sees_no_kept_page(
    browse, sandbox, address, settings
):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    fragment(browse, address)
    sandbox.reply("GET", "/candidates/", status=404)
    for place in (address, f"{address}1/"):
        response = fragment(browse, place)
        assert response.status_code == 404
        assert "data:image/png" not in text(response)


def test_what_is_kept_cannot_be_read_without_the_key(
    browse, candidate, address, settings, tmp_path
):
    settings.CACHES = {
        "default": {
            "BACKEND": "recruspace_dashboard.operations.caches.BytesFileCache",
            "LOCATION": str(tmp_path),
        }
    }
    candidate.cv.content = docx(paragraph("Canary"))
    assert "Canary" in text(fragment(browse, address))
    kept = list(tmp_path.iterdir())
    assert len(kept) >= 3
    assert not any(b"Canary" in one.read_bytes() for one in kept)


def test_without_a_cache_each_page_is_drawn_anew(browse, sandbox, address, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }
    for _ in range(2):
        assert "data:image/png" in text(fragment(browse, f"{address}1/"))
    assert len(files_of(sandbox)) == 2


def test_a_broken_cache_breaks_no_page(browse, address, monkeypatch):
    def broken(*_args, **_more):
        raise OSError("no space left")

    for method in ("get", "set", "get_many"):
        monkeypatch.setattr(caches["default"], method, broken)
    assert "data:image/png" in text(fragment(browse, address))


# What goes wrong


def test_a_kept_link_that_has_expired_is_asked_for_anew(
    browse, sandbox, candidate, address
):
    browse.get(f"/candidates/{candidate.id}/")
    sandbox.reply("GET", f"/files/{candidate.cv.id}/", status=403, times=1)
    assert "data:image/png" in text(fragment(browse, address))
    assert len(files_of(sandbox)) == 2
    assert len(sandbox.requests) == 4


def test_a_link_that_has_expired_already_is_said(browse, sandbox, address):
    sandbox.reset(Options(candidates=60, rate=0, link_seconds=-1))
    response = fragment(browse, address)
    assert response.status_code == 502
    assert response["HX-Retarget"] == "#cv-here"
    assert f'hx-get="{address}"' in text(response)
    assert "Try again" in text(response)


@pytest.mark.parametrize(
    ("status", "ours", "says"),
    [
        (403, 403, "not allowed to do this"),
        (404, 404, "not in Recruspace, or it was deleted"),
        (429, 429, "allows 100 requests a minute"),
        (500, 502, "reported an error of its own"),
    ],
)
@pytest.mark.parametrize("place", ["", "1/"])
def test_the_api_refusing_is_said_in_its_place(
    browse, sandbox, candidate, address, place, status, ours, says
):
    sandbox.reply("GET", "/candidates/", status=status)
    response = fragment(browse, f"{address}{place}", "cv-there")
    assert response.status_code == ours
    assert response["HX-Retarget"] == "#cv-there"
    assert says in text(response)
    whole = browse.get(f"{address}{place}")
    assert whole.status_code == ours
    assert says in text(whole)
    assert f'href="/candidates/{candidate.id}/"' in text(whole)


@pytest.mark.parametrize(("status", "ours"), [(302, 502), (404, 404), (503, 502)])
def test_a_storage_that_does_not_hand_it_out_is_said(
    browse, sandbox, address, status, ours
):
    sandbox.reply("GET", "/files/", status=status, body="<Error>secret</Error>")
    response = fragment(browse, address)
    assert response.status_code == ours
    assert "secret" not in text(response)


def test_a_file_that_is_too_large_is_said(browse, sandbox, address):
    sandbox.reply("GET", "/files/", status=200, body=bytes(20 * 1024 * 1024 + 1))
    response = fragment(browse, address)
    assert response.status_code == 502
    assert "larger than 20 MB" in text(response)


def test_without_a_cv_there_is_nothing_to_show(browse, candidate, address):
    candidate.cv = None
    assert fragment(browse, address).status_code == 404


def test_a_refused_key_leads_to_the_key_page(browse, sandbox, address):
    sandbox.reply("GET", "/candidates/", status=401)
    assert browse.get(address)["Location"].startswith("/account/key/")
    assert fragment(browse, address)["HX-Redirect"].startswith("/account/key/")


def test_nobody_sees_it_without_signing_in(client, address):
    for place in (address, f"{address}1/"):
        assert client.get(place)["Location"].startswith("/login/")


def test_too_many_at_once_can_be_tried_again(browse, address, monkeypatch):
    def busy(*_words, content):
        raise process.Busy

    with monkeypatch.context() as patch:
        patch.setattr(process, "ask", busy)
        response = fragment(browse, address)
    assert response.status_code == 503
    assert "Too many CVs are being opened" in text(response)
    assert "data:image/png" in text(fragment(browse, address))


def test_a_page_that_cannot_be_drawn_says_so_and_leaves_the_others(
    browse, candidate, address, monkeypatch
):
    candidate.cv.content = many_pages(2)
    ask = process.ask

    def without_the_first(*words, content):
        return [one for one in ask(*words, content=content) if one[0].get("page") != 0]

    monkeypatch.setattr(process, "ask", without_the_first)
    page = text(fragment(browse, address))
    assert "Page 1 cannot be drawn." in page
    assert f'hx-get="{address}2/"' in page
    assert "data:image/png" in text(fragment(browse, f"{address}2/"))
    whole = browse.get(f"{address}1/")
    assert whole.status_code == 200
    assert "Page 1 cannot be drawn." in text(whole)


def test_a_file_that_takes_too_long_says_so(browse, address, monkeypatch):
    monkeypatch.setattr(process, "SECONDS", 0)
    assert "takes too long" in text(fragment(browse, address))
