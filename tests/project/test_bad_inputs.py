"""Forty kinds of bad or odd input, by number: most are tested at their page, and the
rest are here."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from tests.candidates.filled import filled
from tests.each_case import each_case
from tests.sample_files import PDF

UPLOADS = "files/test_uploads.py::"
ODD_INPUT = "project/test_odd_input.py::"
ERRORS = "pages/test_error_pages.py::"
TESTS = {
    1: "pools/test_pool_create.py::test_a_bad_name_is_refused_here_and_kept",
    2: ERRORS + "test_more_text_than_is_taken_is_said_to_be_too_much",
    3: ERRORS + "test_too_many_fields_are_refused",
    4: "project/test_bad_inputs.py::test_a_nul_is_refused_with_a_reason",
    5: "project/test_bad_inputs.py::test_odd_text_goes_out_as_it_was_typed",
    6: "project/test_bad_inputs.py::test_odd_text_goes_out_as_it_was_typed",
    7: "candidates/test_find.py::test_whatever_is_typed_is_one_value_on_the_wire",
    8: "candidates/test_find.py::test_whatever_is_typed_is_one_value_on_the_wire",
    9: ODD_INPUT + "test_what_is_no_number_is_nowhere_and_asks_nothing",
    10: "pages/test_pagination.py::test_what_an_address_asks_for_is_put_right",
    # Nothing is sorted or filtered yet: a query that is not known is left alone.
    11: ODD_INPUT + "test_no_query_is_a_fault_of_ours",
    12: "jobs/test_job_apply_refused.py::test_what_is_wrong_in_a_row_is_said_in_it",
    13: "project/test_bad_inputs.py::test_what_is_no_address_is_refused",
    14: "candidates/test_create.py::"
    "test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_sent",
    # No form takes an amount: what stands for a number are the choices.
    15: "project/test_bad_inputs.py::test_a_choice_that_was_not_offered_is_refused",
    16: "project/test_bad_inputs.py::test_a_choice_that_was_not_offered_is_refused",
    17: "project/test_other_users.py::test_nobody_else_changes_it",
    18: "writes/test_once.py::test_two_clicks_at_once_make_one_and_lead_to_it",
    19: "writes/test_once.py::test_the_form_of_another_user_does_not_exist",
    20: ERRORS + "test_a_stale_form_names_the_reference",
    21: "writes/test_drafts.py::"
    "test_a_form_sent_after_the_session_is_back_after_signing_in",
    22: ERRORS + "test_made_up_methods_do_nothing",
    23: ERRORS + "test_a_foreign_host_is_refused",
    24: "accounts/test_sign_in.py::test_sign_in_leads_to_no_other_site",
    25: UPLOADS + "test_what_is_no_safe_cv_is_refused_in_a_clear_sentence",
    26: UPLOADS
    + "test_of_a_file_far_too_large_little_is_kept_and_the_fields_around_it_stay",
    27: UPLOADS + "test_a_name_is_made_safe",
    28: UPLOADS + "test_what_is_no_safe_cv_is_refused_in_a_clear_sentence",
    29: UPLOADS + "test_what_is_no_safe_cv_is_refused_in_a_clear_sentence",
    30: UPLOADS + "test_a_cv_is_known_by_its_content_and_stands_at_its_start",
    31: UPLOADS + "test_a_name_is_made_safe",
    32: "project/test_bad_inputs.py::test_a_file_where_text_is_due_and_the_reverse",
    33: ERRORS + "test_an_upload_that_breaks_off_makes_nothing",
    34: "accounts/test_key.py::test_what_cannot_be_a_key_is_refused_without_a_call",
    35: "accounts/test_throttle.py::test_the_others_of_the_office_still_sign_in",
    36: "accounts/test_password.py::test_a_refused_password_is_explained",
    # There is no export yet, but what it will write through.
    37: "pages/test_safe_output.py::test_what_a_spreadsheet_would_run_opens_as_text",
    38: "connection/test_gate.py::"
    "test_four_processes_together_keep_to_the_limit_in_any_minute",
    39: ODD_INPUT + "test_no_header_is_a_fault_of_ours",
    40: "accounts/test_sessions.py::test_a_cookie_of_garbage_leads_to_sign_in",
}


@each_case("number", range(1, 41))
def test_every_input_of_the_list_has_its_test(number: int) -> None:
    path, _, name = TESTS[number].partition("::")
    text = Path(settings.BASE_DIR, "tests", path).read_text()
    assert f"def {name}(" in text


ODD = [
    "👩‍👩‍👧‍👦🇹🇷 𐍈",
    "שלום עולם",
    "e\u0301 Z\u0338\u0322a\u0337",
    "İstanbul ISPARTA ığdır straße",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} {% now %}",
    '"><img src=x onerror=alert(1)> hx-get=/logout/',
    "' OR 1=1; -- %_\\",
    "=cmd|' /C calc'!A0",
    "a&page=9&x=#../%2e%2e%2f",
]


@pytest.fixture
def somebody(company):
    return next(one for one in company.candidates.values() if one.cv and one.pool)


@pytest.mark.parametrize("odd", ODD)
def test_odd_text_goes_out_as_it_was_typed(browse, sandbox, company, somebody, odd):
    candidate = f"/candidates/{somebody.id}/"
    browse.post("/pools/new/", {"name": odd})
    browse.post(f"{candidate}notes/", {"text": odd})
    browse.post(f"{candidate}tags/", {"title": odd})
    pool = list(company.pools.values())[-1]
    data = filled(talent_pool_id=pool.id, first_name=odd, last_name=odd)
    browse.post("/candidates/new/", data)
    added = list(company.candidates.values())[-1]
    assert pool.name == somebody.notes[-1].text == somebody.tags[-1].title == odd
    assert (added.first_name, added.last_name) == (odd, odd)
    for address in (
        "/pools/",
        f"/pools/{pool.id}/",
        candidate,
        f"/candidates/{added.id}/",
    ):
        page = browse.get(address).content.decode()
        assert escape(odd) in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/pools/new/", "name"),
        ("/candidates/{}/notes/", "text"),
        ("/candidates/{}/tags/", "title"),
        ("/candidates/new/", "last_name"),
    ],
)
def test_a_nul_is_refused_with_a_reason(browse, sandbox, somebody, address, field):
    """Other signs that cannot be seen stay: Persian and families of emoji need them."""
    response = browse.post(address.format(somebody.id), {field: "a\x00b"})
    assert response.status_code == 422
    assert "Null characters are not allowed." in response.content.decode()
    assert [call for call in sandbox.requests if call.method != "GET"] == []


@pytest.mark.parametrize(
    "email",
    [
        "a@b",
        "a b@example.com",
        "a@example.com, b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com\x00",
        "<a@example.com>",
        "x" * 300 + "@example.com",
        "a@-example-.com",
    ],
)
def test_what_is_no_address_is_refused(browse, sandbox, company, email):
    pool = next(iter(company.pools))
    data = filled(talent_pool_id=pool, email=email)
    response = browse.post("/candidates/new/", data)
    assert response.status_code == 422
    assert response.context["form"].errors["email"]
    assert [call for call in sandbox.requests if call.method != "GET"] == []


def test_an_address_with_letters_of_a_language_is_sent_as_it_is(
    browse, sandbox, company
):
    pool = next(iter(company.pools))
    data = filled(talent_pool_id=pool, email="ece@münchen.example")
    browse.post("/candidates/new/", data)
    [call] = [call for call in sandbox.requests if call.method == "POST"]
    assert call.form["email"] == "ece@münchen.example"


@pytest.mark.parametrize("chosen", ["1e309", "-1", "1,5", "NaN", "999999", "\uff19"])
def test_a_choice_that_was_not_offered_is_refused(browse, company, chosen):
    before = len(company.candidates)
    data = filled(talent_pool_id=chosen)
    response = browse.post("/candidates/new/", data)
    assert response.status_code == 422
    assert response.context["form"].errors["talent_pool_id"]
    assert len(company.candidates) == before


def test_a_file_where_text_is_due_and_the_reverse(browse, sandbox, company):
    pool = next(iter(company.pools))
    cv = SimpleUploadedFile("cv.pdf", PDF)
    data = filled(talent_pool_id=pool, first_name=cv, cv_file="text")
    response = browse.post("/candidates/new/", data)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"first_name", "cv_file"}
    assert [call for call in sandbox.requests if call.method != "GET"] == []


def test_of_two_files_in_one_field_one_is_sent(browse, sandbox):
    files = [SimpleUploadedFile(name, PDF) for name in ("first.pdf", "second.pdf")]
    assert browse.post("/files/new/", {"file": files}).status_code == 302
    [call] = sandbox.requests
    assert [file.filename for file in call.files.values()] == ["second.pdf"]
