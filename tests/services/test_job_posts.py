import json

import pytest

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.errors import NotFound, ValidationFailed
from recruspace_dashboard.services.records import Answer
from tests.services.conftest import reads_lists

ROOT = "/api/v1/client/job-posts"
NEW = {"first_name": "Işıl", "last_name": "Öztürk", "email": "isil@example.com"}


@pytest.fixture
def job(company):
    """A job post that asks for a photo, among other things."""
    return next(
        job
        for job in company.jobs.values()
        if any(question.question_key == "Photo" for question in job.questions)
    )


@pytest.fixture
def cv(company):
    return next(file for file in company.files.values() if file.folder == "cv")


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_JOB_POSTS)
def test_job_posts_are_listed(recruspace, the_call, company, job):
    page = recruspace.job_posts.list()
    call = the_call()
    assert (call.method, call.path, call.body) == ("GET", f"{ROOT}/", b"")
    assert call.query == {"page": ["1"], "page_size": ["25"]}
    assert [each.hash for each in page.items] == list(company.jobs)
    found = next(each for each in page.items if each.hash == job.hash)
    applicants = company.applicants(job)
    assert (found.title, found.applicant_count) == (job.title, len(applicants))
    assert [each.id for each in found.example_candidates] == [
        each.id for each in applicants[:3]
    ]


@pytest.mark.endpoint(endpoints.GET_JOB_POST)
def test_one_job_post_is_read(recruspace, the_call, company, job):
    found = recruspace.job_posts.get(job_hash=job.hash)
    call = the_call()
    assert (call.method, call.path) == ("GET", f"{ROOT}/{job.hash}/")
    assert (call.query, call.body) == ({}, b"")
    assert (found.hash, found.title, found.status) == (job.hash, job.title, job.status)
    assert found.description == job.description
    assert found.employment_type == job.employment_type
    assert found.workplace_type == job.workplace_type
    assert found.applicant_count == len(company.applicants(job))
    assert found.created_by.email == job.created_by.email
    assert [place.split(",")[0] for place in found.locations] == [
        office.name for office in job.locations
    ]


@pytest.mark.endpoint(endpoints.GET_JOB_POST)
def test_an_unknown_job_post_is_not_found(recruspace):
    with pytest.raises(NotFound):
        recruspace.job_posts.get(job_hash="nothing")


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_QUESTIONS)
def test_questions_are_listed(recruspace, the_call, job):
    page = recruspace.job_posts.list_questions(job_hash=job.hash)
    call = the_call()
    assert (call.method, call.path) == ("GET", f"{ROOT}/{job.hash}/questions/")
    assert (call.query, call.body) == ({"page": ["1"], "page_size": ["100"]}, b"")
    assert [
        (each.id, each.key, each.text, list(each.choices)) for each in page.items
    ] == [
        (each.id, each.question_key, each.question, each.options)
        for each in job.questions
    ]


@reads_lists
@pytest.mark.endpoint(endpoints.LIST_QUESTIONS)
def test_questions_of_an_unknown_job_post(recruspace):
    with pytest.raises(NotFound):
        recruspace.job_posts.list_questions(job_hash="nothing")


@pytest.mark.endpoint(endpoints.APPLY_TO_JOB_POST)
def test_a_candidate_applies(recruspace, the_call, company, job, cv):
    ids = {question.question_key: question.id for question in job.questions}
    work = json.dumps([{"company_name": "Çınar", "currently_employed": True}])
    made = recruspace.job_posts.apply(
        job_hash=job.hash,
        **NEW,
        cv_id=cv.id,
        terms_of_use=True,
        answers=[
            Answer(ids["Phone"], "Phone", text="+90 555 000 00 00"),
            Answer(ids["Experience"], "Experience", text=work),
            Answer(ids["Photo"], "Photo", file_id=cv.id),
        ],
    )
    call = the_call()
    assert (call.method, call.path) == ("POST", f"{ROOT}/{job.hash}/apply/")
    assert call.query == {}
    assert call.json == {
        **NEW,
        "cv": str(cv.id),
        "terms_of_use": True,
        "answers": [
            {
                "job_post_question": {"id": ids["Phone"], "question_key": "Phone"},
                "answer": "+90 555 000 00 00",
            },
            {
                "job_post_question": {
                    "id": ids["Experience"],
                    "question_key": "Experience",
                },
                "answer": work,
            },
            {
                "job_post_question": {"id": ids["Photo"], "question_key": "Photo"},
                "answer_file": cv.id,
            },
        ],
    }
    assert company.candidates[made.id].job_post is job
    assert (made.email, made.job_post.hash) == ("isil@example.com", job.hash)


@pytest.mark.endpoint(endpoints.APPLY_TO_JOB_POST)
def test_terms_that_were_not_answered_are_not_sent(recruspace, the_call, job, cv):
    recruspace.job_posts.apply(job_hash=job.hash, **NEW, cv_id=cv.id)
    assert the_call().json == {**NEW, "cv": str(cv.id), "answers": []}


@pytest.mark.endpoint(endpoints.APPLY_TO_JOB_POST)
def test_an_application_is_refused_by_field(recruspace, job, cv):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.job_posts.apply(
            job_hash=job.hash,
            **{**NEW, "email": "nobody"},
            cv_id=404,
            answers=[Answer(404, "Phone", text="1")],
        )
    assert caught.value.fields.keys() == {"email", "cv", "answers"}


@pytest.mark.endpoint(endpoints.APPLY_TO_JOB_POST)
def test_an_application_to_an_unknown_job_post(recruspace, cv):
    with pytest.raises(NotFound):
        recruspace.job_posts.apply(job_hash="nothing", **NEW, cv_id=cv.id)


@pytest.mark.endpoint(endpoints.APPLY_TO_JOB_POST)
def test_an_application_may_be_a_conflict(recruspace, sandbox, job, cv):
    sandbox.reply("POST", "/job-posts/", status=409, body={"detail": "Again?"})
    with pytest.raises(ValidationFailed) as caught:
        recruspace.job_posts.apply(job_hash=job.hash, **NEW, cv_id=cv.id)
    assert (caught.value.conflict, caught.value.messages) == (True, ["Again?"])
