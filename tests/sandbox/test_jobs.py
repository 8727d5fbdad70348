from __future__ import annotations

import json
from typing import Any

import pytest

from recruspace_dashboard.sandbox.state import Company, JobPost

from .conftest import CallApi
from .shapes import FILE, USER, assert_shape


@pytest.fixture
def job(company: Company) -> JobPost:
    """The job post that asks for a photo."""
    return next(job for job in company.jobs.values() if job.title == "Product Designer")


@pytest.fixture
def application(company: Company) -> dict[str, Any]:
    cv = next(each.cv for each in company.candidates.values() if each.cv)
    return {
        "email": "zofia@example.com",
        "first_name": "Zofia",
        "last_name": "Gołąb",
        "cv": str(cv.id),
        "terms_of_use": True,
        "answers": [],
    }


def answer_to(job: JobPost, key: str, answer: object) -> dict[str, Any]:
    question = next(each for each in job.questions if each.question_key == key)
    asked = {"id": question.id, "question_key": key}
    field = "answer_file" if key == "Photo" else "answer"
    return {"job_post_question": asked, field: answer}


def test_job_posts_come_with_their_applicants(call: CallApi, company: Company) -> None:
    response = call("GET", "/job-posts/")
    assert response.status_code == 200
    assert response.json()["count"] == len(company.jobs) == 8
    for row in response.json()["results"]:
        assert 18 <= len(row["hash"]) <= 32
        applicants = company.applicants(company.jobs[row["hash"]])
        assert row["applicant_count"] == len(applicants)
        assert len(row["example_candidates"]) == min(3, len(applicants))
        for example in row["example_candidates"]:
            names = {"id", "email", "first_name", "last_name", "photo"}
            assert example.keys() == names
            assert_shape(example["photo"], FILE)


def test_a_job_post_comes_whole(call: CallApi, job: JobPost) -> None:
    response = call("GET", f"/job-posts/{job.hash}/")
    assert response.status_code == 200
    body = response.json()
    assert body["description"].startswith("<p>")
    assert_shape(body["created_by"], {"id": 0, "user": USER})
    assert {"title", "status", "employment_type", "workplace_type"} <= body.keys()
    assert [place["city"] for place in body["locations"]] == ["İstanbul", "London"]


def test_the_questions_of_a_job_post(call: CallApi, job: JobPost) -> None:
    response = call("GET", f"/job-posts/{job.hash}/questions/")
    assert response.status_code == 200
    keys = [question["question_key"] for question in response.json()["results"]]
    assert keys == ["Phone", "Photo", "Experience", "Education", "Motivation"]


def test_a_job_post_of_another_company_is_404(
    call: CallApi, job: JobPost, application: dict[str, Any]
) -> None:
    path = f"/job-posts/{job.hash}/"
    assert call("GET", path, key=2).status_code == 404
    assert call("GET", f"{path}questions/", key=2).status_code == 404
    assert call("POST", f"{path}apply/", json=application, key=2).status_code == 404


def test_applying_answers_every_kind_of_question(
    call: CallApi, company: Company, job: JobPost, application: dict[str, Any]
) -> None:
    application["answers"] = [
        answer_to(job, "Phone", "+48 500 100 200"),
        answer_to(job, "Motivation", "I like your trucks."),
        answer_to(job, "Photo", application["cv"]),
        answer_to(
            job,
            "Experience",
            json.dumps([{"company_name": "Acme", "employment_type": "full_time"}]),
        ),
        answer_to(
            job,
            "Education",
            json.dumps([{"school_name": "ASP", "degree": "masters_degree"}]),
        ),
    ]
    before = len(company.applicants(job))
    response = call("POST", f"/job-posts/{job.hash}/apply/", json=application)
    assert response.status_code == 201
    candidate = company.candidates[response.json()["id"]]
    assert candidate.entry_method == "applied"
    assert candidate.answers == application["answers"]
    assert len(company.applicants(job)) == before + 1


@pytest.mark.parametrize(
    ("key", "answer", "message"),
    [
        ("Phone", 123, "Phone: answer has to be a text."),
        ("Experience", [], "Experience: answer has to be a text."),
        (
            "Experience",
            '[{"employer": "Acme"}]',
            "Experience: answer has to be a string that holds a JSON array.",
        ),
        (
            "Education",
            '{"school_name": "ASP"}',
            "Education: answer has to be a string that holds a JSON array.",
        ),
        (
            "Photo",
            "999999",
            "Photo: answer_file has to be the id of an uploaded file.",
        ),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused(
    call: CallApi,
    job: JobPost,
    application: dict[str, Any],
    key: str,
    answer: object,
    message: str,
) -> None:
    application["answers"] = [answer_to(job, key, answer)]
    refused = call("POST", f"/job-posts/{job.hash}/apply/", json=application)
    assert (refused.status_code, refused.json()) == (400, {"answers": [message]})


def test_an_answer_to_no_question_of_the_job_is_refused(
    call: CallApi, job: JobPost, application: dict[str, Any]
) -> None:
    path = f"/job-posts/{job.hash}/apply/"
    stranger = {"job_post_question": {"id": 1, "question_key": "Phone"}, "answer": "1"}
    for answers in ([stranger], [{"answer": "1"}], "none"):
        application["answers"] = answers
        refused = call("POST", path, json=application)
        assert (refused.status_code, list(refused.json())) == (400, ["answers"])


def test_a_second_application_is_refused(
    call: CallApi, job: JobPost, application: dict[str, Any]
) -> None:
    path = f"/job-posts/{job.hash}/apply/"
    assert call("POST", path, json=application).status_code == 201
    again = call("POST", path, json=application)
    assert (again.status_code, list(again.json())) == (400, ["email"])
