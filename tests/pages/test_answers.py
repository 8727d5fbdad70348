"""What holds for every answer: its headers, and pages of ours for whatever fails."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.services import errors
from tests.each_case import each_case

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
CODE = Path(settings.BASE_DIR, "recruspace_dashboard")
SOURCES = sorted(CODE.rglob("*.py"))


@pytest.mark.parametrize("address", ["/login/", "/pools/", "/nothing/", "/healthz/"])
def test_every_answer_carries_the_policy_and_is_not_kept(browse, address: str) -> None:
    headers = browse.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {"no-store", "private"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


@each_case("template", TEMPLATES)
def test_no_template_holds_inline_code_or_trusts_a_value(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    assert "autoescape off" not in text
    if template.name != "field.html":  # Django's own help texts are lists
        assert "|safe" not in text


def test_no_code_marks_a_value_as_safe() -> None:
    assert [path for path in SOURCES if "mark_safe" in path.read_text()] == []


def test_only_the_services_import_requests() -> None:
    importing = {
        path.relative_to(CODE).parts[0]
        for path in SOURCES
        if re.search(r"^(import|from) requests\b", path.read_text(), re.M)
    }
    assert importing == {"services"}


def test_the_services_and_the_sandbox_know_nothing_of_django() -> None:
    django_free = [
        path
        for path in SOURCES
        if path.parent.name in {"services", "sandbox"} and path.name != "apps.py"
    ]
    assert len(django_free) > 25
    pattern = re.compile(r"^\s*(import|from) django", re.M)
    assert [path for path in django_free if pattern.search(path.read_text())] == []


def test_an_unknown_address_is_a_page_of_ours(browse) -> None:
    response = browse.get("/no/such/page/")
    assert response.status_code == 404
    assert "This page does not exist" in response.content.decode()


def test_a_stale_form_is_a_page_of_ours(user) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    response = client.post("/pools/new/", {"name": "Kept?"})
    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()


def test_a_fault_of_our_own_is_a_page_of_ours(browse, monkeypatch) -> None:
    browse.raise_request_exception = False
    monkeypatch.setattr("recruspace_dashboard.pools.listing.Pagination", None)
    pool_id = re.search(r"/pools/(\d+)/", browse.get("/pools/").content.decode())[1]
    response = browse.get(f"/pools/{pool_id}/")
    assert response.status_code == 500
    assert (
        "The error is in the dashboard, not in Recruspace" in response.content.decode()
    )


CALL = "GET /talent-pools/"


@each_case(
    ("error", "status", "words"),
    [
        (errors.ApiConnectionError(CALL), 503, "could not connect"),
        (errors.ApiConnectionError(CALL, timed_out=True), 504, "in time"),
        (errors.AuthenticationFailed(CALL, status=401), 403, "does not accept"),
        (errors.AuthenticationFailed(CALL, status=403), 403, "not allowed"),
        (errors.NotFound(CALL, status=404), 404, "it was deleted"),
        (errors.RateLimited(CALL, retry_after=1), 429, "again in 1 second."),
        (errors.RateLimited(CALL, retry_after=9), 429, "again in 9 seconds."),
        (
            errors.ValidationFailed(CALL, status=400, messages=["No."]),
            422,
            "did not accept",
        ),
        (errors.ValidationFailed(CALL, status=400), 422, "did not accept this"),
        (errors.ServerError(CALL, status=500), 502, "error of its own"),
        (errors.RecruspaceError(CALL), 502, "Try again"),
    ],
)
def test_each_error_of_the_api_has_its_words_and_status(error, status, words) -> None:
    fault = explain(error)
    assert fault.status == status
    assert words in fault.text
    assert "may or may not" not in fault.text


def test_an_unclear_write_is_said_to_be_unclear() -> None:
    error = errors.ServerError("POST /talent-pools/create/", outcome_unknown=True)
    assert "The change may or may not have been made" in explain(error).text
