from __future__ import annotations

from typing import Any

import pytest

from recruspace_dashboard.sandbox.state import Candidate, Company

from .conftest import CallApi
from .shapes import POOL_CANDIDATE, USER, assert_shape

PDF = ("Lebenslauf Jörg.pdf", b"%PDF-1.7 small", "application/pdf")


def candidate_body(company: Company, **more: Any) -> dict[str, Any]:
    pool = next(iter(company.pools.values()))
    new = {
        "first_name": "Jörg",
        "last_name": "Çetin",
        "email": "joerg.cetin@example.com",
        "talent_pool_id": pool.id,
    }
    return {name: value for name, value in (new | more).items() if value is not None}


def candidate_with_cv(company: Company) -> Candidate:
    return next(each for each in company.candidates.values() if each.cv and each.pool)


def test_a_candidate_in_detail_has_the_names_twice(
    call: CallApi, company: Company
) -> None:
    candidate = candidate_with_cv(company)
    response = call("GET", f"/candidates/{candidate.id}/")
    assert response.status_code == 200
    body = response.json()
    user = body.pop("user")
    assert body.pop("company") == "Poyraz Labs"
    assert_shape(user, USER)
    assert_shape(body, POOL_CANDIDATE)
    assert body["first_name"] == user["first_name"] == candidate.first_name
    assert body["cv"]["presigned_url"].startswith("http://127.0.0.1:")


def test_an_unknown_candidate_is_404(call: CallApi) -> None:
    response = call("GET", "/candidates/999999/")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_a_candidate_of_another_company_is_404(call: CallApi, company: Company) -> None:
    candidate = candidate_with_cv(company)
    assert call("GET", f"/candidates/{candidate.id}/", key=1).status_code == 200
    assert call("GET", f"/candidates/{candidate.id}/", key=2).status_code == 404
    note = {"candidate_id": candidate.id, "text": "Hello"}
    assert call("POST", "/candidates/add-note/", json=note, key=2).status_code == 404
    tag = {"candidate_id": candidate.id, "title": "mine"}
    assert call("POST", "/candidates/add-tag/", json=tag, key=2).status_code == 404


def test_a_created_candidate_is_stored_with_the_cv(
    call: CallApi, company: Company
) -> None:
    new = candidate_body(company, phone_number="+49 30 1234")
    response = call("POST", "/candidates/add/", data=new, files={"cv_file": PDF})
    assert response.status_code == 201
    body = response.json()
    assert body["cv"]["name"] == "Lebenslauf Jörg.pdf"
    assert body["cv"]["file_size"] == len(PDF[1])
    stored = company.candidates[body["id"]]
    assert (stored.first_name, stored.phone_number) == ("Jörg", "+49 30 1234")
    assert stored.pool is not None
    assert stored.pool.id == new["talent_pool_id"]
    assert stored.cv is not None
    assert stored.cv.content == PDF[1]


def test_a_candidate_can_be_created_at_a_job_post(
    call: CallApi, company: Company
) -> None:
    job = next(iter(company.jobs.values()))
    new = candidate_body(company, talent_pool_id=None, job_post=job.hash)
    response = call("POST", "/candidates/add/", data=new, files={"cv_file": PDF})
    assert response.status_code == 201
    assert response.json()["job_post"]["hash"] == job.hash


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"first_name": None}, {"first_name": ["This field is required."]}),
        ({"last_name": " "}, {"last_name": ["This field may not be blank."]}),
        (
            {"first_name": "x" * 256},
            {"first_name": ["Ensure this field has no more than 255 characters."]},
        ),
        ({"email": "no-address"}, {"email": ["Enter a valid email address."]}),
        ({"email": "şü@example.com"}, {"email": ["Enter a valid email address."]}),
        (
            {"talent_pool_id": 7},
            {"talent_pool_id": ['Invalid pk "7" - object does not exist.']},
        ),
        (
            {"talent_pool_id": "seven"},
            {"talent_pool_id": ["A valid integer is required."]},
        ),
        (
            {"job_post": "nowhere"},
            {"job_post": ["Object with hash=nowhere does not exist."]},
        ),
        (
            {"talent_pool_id": None},
            {"non_field_errors": ["Give exactly one of job_post and talent_pool_id."]},
        ),
    ],
)
def test_errors_are_listed_by_field(
    call: CallApi, company: Company, change: dict[str, Any], errors: dict[str, Any]
) -> None:
    new = candidate_body(company) | change
    response = call("POST", "/candidates/add/", data=new, files={"cv_file": PDF})
    assert (response.status_code, response.json()) == (400, errors)


def test_a_job_post_and_a_pool_at_once_are_refused(
    call: CallApi, company: Company
) -> None:
    new = candidate_body(company, job_post=next(iter(company.jobs)))
    response = call("POST", "/candidates/add/", data=new, files={"cv_file": PDF})
    assert response.status_code == 400
    assert list(response.json()) == ["non_field_errors"]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (("cv.exe", b"MZ"), 'File extension "exe" is not allowed.'),
        (("cv.pdf", b""), "The submitted file is empty."),
    ],
)
def test_a_file_that_is_no_cv_is_refused(
    call: CallApi, company: Company, file: tuple[str, bytes], message: str
) -> None:
    new = candidate_body(company)
    response = call("POST", "/candidates/add/", data=new, files={"cv_file": file})
    assert response.status_code == 400
    assert response.json()["cv_file"][0].startswith(message)


def test_a_missing_cv_is_refused(call: CallApi, company: Company) -> None:
    form = {name: (None, str(value)) for name, value in candidate_body(company).items()}
    response = call("POST", "/candidates/add/", files=form)
    assert response.json() == {"cv_file": ["This field is required."]}


def test_json_is_no_form(call: CallApi, company: Company) -> None:
    response = call("POST", "/candidates/add/", json=candidate_body(company))
    assert response.status_code == 415


def test_a_candidate_who_is_in_the_pool_is_409(call: CallApi, company: Company) -> None:
    known = candidate_with_cv(company)
    assert known.pool is not None
    assert known.cv is not None
    again = candidate_body(
        company, email=known.email.upper(), talent_pool_id=known.pool.id
    )
    response = call("POST", "/candidates/add/", data=again, files={"cv_file": PDF})
    assert response.status_code == 409
    assert list(response.json()) == ["detail"]
    again["cv"] = str(known.cv.id)
    assert call("POST", "/candidates/manual-add/", json=again).status_code == 409


def test_a_known_candidate_is_added_to_another_pool_with_the_same_cv(
    call: CallApi, company: Company
) -> None:
    known = candidate_with_cv(company)
    assert known.cv is not None
    empty = list(company.pools.values())[-1]
    new = candidate_body(
        company, email=known.email, talent_pool_id=empty.id, cv=str(known.cv.id)
    )
    response = call("POST", "/candidates/manual-add/", json=new)
    assert response.status_code == 201
    assert response.json()["id"] != known.id
    assert response.json()["cv"]["id"] == known.cv.id
    assert [each.id for each in company.in_pool(empty)] == [response.json()["id"]]


@pytest.mark.parametrize(
    ("cv", "message"),
    [
        ("999999", 'Invalid pk "999999" - object does not exist.'),
        (12, "Not a valid string."),
        (None, "This field is required."),
    ],
)
def test_the_cv_of_a_manual_add_is_a_known_file_by_its_id_as_text(
    call: CallApi, company: Company, cv: object, message: str
) -> None:
    response = call(
        "POST", "/candidates/manual-add/", json=candidate_body(company, cv=cv)
    )
    assert (response.status_code, response.json()) == (400, {"cv": [message]})


def test_a_note_is_stored(call: CallApi, company: Company) -> None:
    candidate = candidate_with_cv(company)
    note = {"candidate_id": candidate.id, "text": "Called.\nGüzel sohbet."}
    response = call("POST", "/candidates/add-note/", json=note)
    assert response.status_code == 201
    assert response.json().keys() == {"id", "text", "created_at", "updated_at"}
    assert [each.text for each in candidate.notes] == [note["text"]]


@pytest.mark.parametrize("path", ["/candidates/add-note/", "/candidates/add-tag/"])
def test_notes_and_tags_for_an_unknown_candidate_are_404(
    call: CallApi, path: str
) -> None:
    body = {"candidate_id": 999999, "text": "Hello", "title": "Hello"}
    assert call("POST", path, json=body).status_code == 404


def test_a_candidate_id_in_quotes_is_refused(call: CallApi) -> None:
    body = {"candidate_id": "1001", "text": ""}
    assert call("POST", "/candidates/add-note/", json=body).json() == {
        "candidate_id": ["A valid integer is required."],
        "text": ["This field may not be blank."],
    }


def test_a_tag_is_added_once(call: CallApi, company: Company) -> None:
    candidate = candidate_with_cv(company)
    tag = {"candidate_id": candidate.id, "title": "Görüşülecek"}
    response = call("POST", "/candidates/add-tag/", json=tag)
    assert response.status_code == 201
    assert response.json() == {"id": candidate.tags[-1].id, "title": "Görüşülecek"}
    assert call("POST", "/candidates/add-tag/", json=tag).status_code == 409


def test_a_search_finds_parts_of_addresses_in_any_case(
    call: CallApi, company: Company
) -> None:
    path = "/candidates/search-by-email/"
    response = call("GET", path, params={"email": "Sukru.GUNDOGDU"})
    expected = [
        {"id": each.id, "email": each.email}
        for each in company.candidates.values()
        if each.email == "sukru.gundogdu@example.com"
    ]
    assert (response.status_code, response.json()) == (200, expected)
    assert len(expected) == 1
    assert call("GET", path, params={"email": "unknown-address"}).json() == []


def test_a_search_without_an_address_is_400(call: CallApi) -> None:
    response = call("GET", "/candidates/search-by-email/")
    assert (response.status_code, response.json()) == (
        400,
        {"email": ["This field is required."]},
    )
