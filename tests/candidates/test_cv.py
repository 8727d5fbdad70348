import pytest

from recruspace_dashboard.sandbox.options import Options
from tests.candidates.conftest import content_of
from tests.each_case import each_case
from tests.http import text

API = "/api/v1/client/candidates"


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/cv/"


@pytest.mark.usefixtures("every_reading")
def test_a_pdf_comes_to_be_shown_from_our_own_address(browse, sandbox, company):
    candidate = next(one for one in company.candidates.values() if one.cv)
    response = browse.get(f"/candidates/{candidate.id}/cv/")
    assert content_of(response) == candidate.cv.content
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename")
    assert response["Content-Length"] == str(len(candidate.cv.content))


def test_the_link_is_asked_for_anew_and_fetched_without_the_key(
    browse, sandbox, candidate, address, settings
):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    for _ in range(2):
        content_of(browse.get(address))
    calls = sandbox.requests
    assert [call.path for call in calls[::2]] == [f"{API}/{candidate.id}/"] * 2
    for call in calls[1::2]:
        assert call.path.startswith(f"/files/{candidate.cv.id}/")
        assert "Authorization" not in call.headers
        assert "Cookie" not in call.headers


@each_case(
    ("content", "policy"),
    [
        # In a sandbox, Safari shows an empty area.
        (b"%PDF-1.4 ...", "frame-ancestors 'none'"),
        (b"PK\x03\x04...", "sandbox; frame-ancestors 'none'"),
        (b"<script>alert(1)</script>", "sandbox; frame-ancestors 'none'"),
    ],
)
def test_it_is_kept_nowhere_and_can_do_nothing(
    browse, candidate, address, content, policy
):
    candidate.cv.content = content
    response = browse.get(address)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    content_of(response)


@pytest.mark.parametrize(
    ("name", "content", "content_type", "disposition"),
    [
        (
            "Résumé.docx",
            b"PK\x03\x04...",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "attachment; filename*=utf-8''R%C3%A9sum%C3%A9.docx",
        ),
        (
            "cv.pdf",
            b"<script>alert(1)</script>",
            "application/octet-stream",
            'attachment; filename="cv.bin"',
        ),
    ],
)
def test_anything_else_is_a_download(
    browse, candidate, address, name, content, content_type, disposition
):
    candidate.cv.name, candidate.cv.content = name, content
    response = browse.get(address)
    assert content_of(response) == content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == disposition


def test_a_user_without_a_cv_has_none(browse, candidate, address):
    candidate.cv = None
    response = browse.get(address)
    assert response.status_code == 404
    assert f'href="/candidates/{candidate.id}/"' in text(response)


@pytest.mark.parametrize("cv", [{"id": 1}, {"presigned_url": "javascript:alert(1)"}])
def test_a_cv_without_a_link_is_not_there(browse, sandbox, candidate, address, cv):
    sandbox.reply("GET", f"/candidates/{candidate.id}/", body={"cv": cv})
    assert browse.get(address).status_code == 404
    assert len(sandbox.requests) == 1


def test_users_of_another_company_are_not_there(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    assert browse.get(f"/candidates/{theirs}/cv/").status_code == 404


def test_a_kept_link_that_has_expired_is_asked_for_anew(
    browse, sandbox, candidate, address
):
    sandbox.reply("GET", f"/files/{candidate.cv.id}/", status=403, times=1)
    assert content_of(browse.get(address)) == candidate.cv.content
    assert [call.path.startswith("/files/") for call in sandbox.requests] == [
        False,
        True,
        False,
        True,
    ]


def test_a_link_that_has_expired_already_is_said(browse, sandbox, address):
    options = Options(candidates=60, rate=0, link_seconds=-1)
    sandbox.reset(options)
    response = browse.get(address)
    assert response.status_code == 502
    assert "The CV cannot be shown" in text(response)
    assert f'href="{address}">Try again' in text(response)


@pytest.mark.parametrize(
    ("status", "ours", "words"),
    [
        (302, 502, "reported an error of its own"),
        (403, 502, "reported an error of its own"),
        (404, 404, "not in Recruspace, or it was deleted"),
        (503, 502, "reported an error of its own"),
    ],
)
def test_a_storage_that_does_not_hand_it_out(
    browse, sandbox, address, status, ours, words
):
    sandbox.reply("GET", "/files/", status=status, body="<Error>secret</Error>")
    response = browse.get(address)
    assert response.status_code == ours
    assert words in text(response)
    assert "secret" not in text(response)


def test_a_file_that_is_too_large_is_said(browse, sandbox, address):
    sandbox.reply("GET", "/files/", status=200, body=bytes(20 * 1024 * 1024 + 1))
    response = browse.get(address)
    assert response.status_code == 502
    assert "larger than 20 MB" in text(response)
    assert "Try again" not in text(response)


@pytest.mark.parametrize("link", ["http://10.0.0.1/cv.pdf", "http://[::1"])
def test_a_link_that_leads_elsewhere_is_not_followed(
    browse, sandbox, candidate, address, link
):
    cv = {"id": 1, "name": "cv.pdf", "presigned_url": link}
    sandbox.reply("GET", f"/candidates/{candidate.id}/", body={"cv": cv})
    assert browse.get(address).status_code in {404, 502}
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(("status", "ours"), [(429, 429), (500, 502), (403, 403)])
def test_the_api_refusing_is_a_page_of_ours(browse, sandbox, address, status, ours):
    sandbox.reply("GET", "/candidates/", status=status)
    assert browse.get(address).status_code == ours


def test_the_api_refusing_connections_is_a_page_of_ours(browse, settings, address):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get(address)
    assert response.status_code == 503
    assert "could not connect" in text(response)


def test_a_refused_key_leads_to_the_key_page(browse, sandbox, address):
    sandbox.reply("GET", "/candidates/", status=401)
    assert browse.get(address)["Location"].startswith("/account/key/")


def test_nobody_sees_it_without_signing_in(client, address):
    assert client.get(address)["Location"].startswith("/login/")
