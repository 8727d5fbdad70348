import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from tests.http import HTMX, text
from tests.sample_files import PDF

UPLOAD = "/api/v1/client/utilities/upload-file/"


@pytest.fixture
def a_cv():
    return SimpleUploadedFile("cv.pdf", PDF)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (None, "Choose the CV."),
        (SimpleUploadedFile("cv.pdf", b""), "This file is empty."),
        (SimpleUploadedFile("cv.pdf", b"MZ"), "not a PDF, DOC or DOCX"),
    ],
)
def test_what_is_no_cv_is_refused_here(browse, sandbox, file, message):
    response = browse.post("/files/new/", {"file": file} if file else {})
    assert response.status_code == 422
    [error] = response.context["form"].errors["file"]
    assert message in error
    assert sandbox.requests == []


def test_what_the_api_says_against_a_field_stands_there_and_the_rest_on_top(
    browse, sandbox, a_cv
):
    refusal = {"file": ["Has a virus."], "folder_key": ["Not a valid choice."]}
    sandbox.reply("POST", "/utilities/upload-file/", status=400, body=refusal)
    response = browse.post("/files/new/", {"file": a_cv}, headers=HTMX)
    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors["file"] == ["Has a virus."]
    assert form.non_field_errors() == ["folder_key: Not a valid choice."]
    assert "Choose the file again" not in text(response)


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ({"status": 401}, 403, "does not accept your API key"),
        ({"status": 404}, 404, "not in Recruspace, or it was deleted"),
        ({"status": 413, "body": {"detail": "Too big."}}, 422, "Too big."),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429, "again in 7 seconds"),
        ({"status": 500, "body": "<h1>oops</h1>"}, 502, "an error of its own"),
        ({"status": 201, "body": {}}, 502, "an error of its own"),
        ({"status": 201, "body": {"id": "x"}}, 502, "an error of its own"),
    ],
)
def test_a_fault_of_the_api_is_said_at_the_form_and_the_file_is_sent_once(
    browse, sandbox, a_cv, fault, status, words
):
    sandbox.reply("POST", "/utilities/upload-file/", **fault)
    response = browse.post("/files/new/", {"file": a_cv})
    assert response.status_code == status
    assert words in text(response)
    assert "Choose the file again" in text(response)
    assert len(sandbox.requests) == 1


def test_the_api_refusing_connections_is_said_at_the_form(browse, settings, a_cv):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.post("/files/new/", {"file": a_cv})
    assert response.status_code == 503
    assert "could not connect to Recruspace" in text(response)


def test_the_form_asks_nothing_of_the_api(browse, sandbox):
    assert browse.get("/files/new/").status_code == 200
    assert sandbox.requests == []


@pytest.mark.parametrize("candidate", ["abc", "-5", "0", "9" * 5000, ""])
def test_an_id_that_makes_no_sense_is_nobody(browse, user, a_cv, candidate):
    response = browse.post(f"/files/new/?candidate={candidate}", {"file": a_cv})
    page = text(browse.get(response["Location"]))
    assert 'href="/candidates/new/?file=' in page


def test_a_file_is_uploaded_under_its_safe_name(browse, sandbox, every_reading):
    file = SimpleUploadedFile('../"Özgeçmiş"\u202e.pdf', PDF, "text/html")
    browse.post("/files/new/", {"file": file})
    [call] = sandbox.requests
    assert (call.method, call.path) == ("POST", UPLOAD)
    assert call.form == {"folder_key": "cv"}
    sent = call.files["file"]
    assert (sent.filename, sent.content_type) == ("Özgeçmiş.pdf", "application/pdf")
    assert sent.content == PDF
    assert "Content-Type" in call.headers
    assert call.headers["Content-Type"].startswith("multipart/form-data; boundary=")


def test_a_long_name_makes_no_address_that_cannot_be_opened(browse, sandbox, a_cv):
    stored = {"id": 7, "name": "x" * 15_000 + ".pdf"}
    sandbox.reply("POST", "/utilities/", status=201, body=stored, times=1)
    response = browse.post("/files/new/", {"file": a_cv})
    assert response.status_code == 302
    assert len(response["Location"]) < 1000
    assert "<dd>7</dd>" in text(browse.get(response["Location"]))


def test_its_id_is_shown_and_a_new_user_is_the_next_step(
    browse, sandbox, a_cv, every_reading
):
    response = browse.post("/files/new/", {"file": a_cv}, headers=HTMX)
    company = sandbox.company(sandbox.keys[0])
    stored = list(company.files.values())[-1]
    page = text(browse.get(response["HX-Redirect"]))
    assert f"<dd>{stored.id}</dd>" in page
    assert "<dd>cv.pdf</dd>" in page

    step = re.search(r'href="(/candidates/new/\?file=[^"]+)"', page)[1]
    form = text(browse.get(step))
    assert "With the uploaded CV <strong>cv.pdf</strong>" in form
    assert "cv_file" not in form
    pool = next(iter(company.pools.values()))
    fields = {"first_name": "Ece", "last_name": "Ak", "email": "ece@example.com"}
    browse.post(step, fields | {"talent_pool_id": pool.id})
    assert sandbox.requests[-1].json == fields | {
        "cv": str(stored.id),
        "talent_pool_id": pool.id,
    }
    assert list(company.candidates.values())[-1].cv is stored


def test_the_file_of_one_user_is_not_found_by_another(browse, sandbox, keyless, a_cv):
    address = browse.post("/files/new/", {"file": a_cv})["Location"]
    ApiKey.store(keyless, sandbox.keys[1])
    other = Client()
    other.force_login(keyless)
    assert browse.get(address).status_code == 200
    assert other.get(address).status_code == 404
    token = address.partition("?")[2]
    assert other.get(f"/candidates/new/?{token}").status_code == 404
