"""Applying a person: what is asked for, what is sent, and where it leads."""

import json
import re

import pytest

from tests.http import text
from tests.jobs.conftest import PDF, PNG

ROOT = "/api/v1/client/job-posts"


def writes(sandbox):
    return [call for call in sandbox.requests if call.method != "GET"]


def asks(sandbox, job, **question):
    """The job post asks just this."""
    questions = [{"id": 5, "question_key": "Motivation", **question}]
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", body=questions)


def test_a_job_post_of_another_company_does_not_exist(browse, sandbox, candidate_data):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).jobs))
    assert browse.get(f"/jobs/{theirs}/apply/").status_code == 404
    assert browse.post(f"/jobs/{theirs}/apply/", candidate_data).status_code == 404


@pytest.mark.parametrize("status", [429, 500])
def test_without_its_questions_there_is_no_form(browse, sandbox, job, status):
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", status=status)
    response = browse.get(f"/jobs/{job.hash}/apply/")
    assert response.status_code in {429, 502}
    assert "<h1>Apply" not in text(response)


def test_the_form_asks_the_questions(browse, sandbox, job, names):
    page = text(browse.get(f"/jobs/{job.hash}/apply/"))
    for name in ("first_name", "last_name", "email", "cv_file", "terms_of_use"):
        assert f'name="{name}"' in page
    assert f'<input type="tel" name="{names["Phone"]}"' in page
    assert f'<input type="file" name="{names["Photo"]}"' in page
    assert f'<textarea name="{names["Motivation"]}"' in page
    assert f'name="{names["Experience"]}-0-company_name"' in page
    assert f'name="{names["Education"]}-0-school_name"' in page
    assert 'enctype="multipart/form-data"' in page
    assert writes(sandbox) == []


def test_odd_questions_leave_the_form_standing(browse, sandbox, job):
    body = [{"id": None, "question_key": "Phone"}, {"id": 5}, 7, {"id": -3}]
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", body=body)
    page = text(browse.get(f"/jobs/{job.hash}/apply/"))
    assert re.findall(r'name="(answer_.*?)"', page) == ["answer_5"]


def test_what_a_question_says_is_shown_as_text(browse, sandbox, job):
    asks(sandbox, job, text="<b>Why?</b>", options=["<i>No</i>"])
    page = text(browse.get(f"/jobs/{job.hash}/apply/"))
    assert "&lt;b&gt;Why?&lt;/b&gt;" in page
    assert "<i>No" not in page


@pytest.mark.usefixtures("any_reading")
def test_a_user_applies_with_all_answers(
    browse, sandbox, company, job, names, candidate_data, experience, cv, photo
):
    school = f"{names['Education']}-3"
    data = {
        **candidate_data,
        **experience,
        "cv_file": cv,
        "terms_of_use": "on",
        names["Phone"]: "+90 555 000 00 00",
        names["Photo"]: photo,
        names["Motivation"]: "I like it.\r\nA lot.",
        f"{school}-school_name": "İTÜ",
        f"{school}-start_date": "2015-09-01",
        f"{school}-currently_pursuing": "on",
    }
    response = browse.post(f"/jobs/{job.hash}/apply/", data, follow=True)
    assert response.redirect_chain == [(f"/jobs/{job.hash}/", 302)]
    added = list(company.candidates.values())[-1]
    link = f'<a href="/candidates/{added.id}/">Işıl Öztürk</a>'
    assert f"{link} applied for “{job.title}”." in text(response)

    first, second, apply = writes(sandbox)
    assert [call.path for call in (first, second)] == [
        "/api/v1/client/utilities/upload-file/"
    ] * 2
    [cv_sent] = first.files.values()
    assert (cv_sent.filename, cv_sent.content) == ("Özgeçmiş.pdf", PDF)
    assert cv_sent.content_type == "application/pdf"
    assert next(iter(second.files.values())).content == PNG

    cv_id, photo_id = (
        next(file.id for file in company.files.values() if file.name == name)
        for name in ("Özgeçmiş.pdf", "me.png")
    )
    assert (apply.method, apply.path) == ("POST", f"{ROOT}/{job.hash}/apply/")
    answers = apply.json.pop("answers")
    assert apply.json == {**candidate_data, "cv": str(cv_id), "terms_of_use": True}
    assert [each["job_post_question"] for each in answers] == [
        {"id": each.id, "question_key": each.question_key} for each in job.questions
    ]
    phone, face, work, schools, motivation = answers
    assert phone["answer"] == "+90 555 000 00 00"
    assert face["answer_file"] == photo_id
    assert motivation["answer"] == "I like it.\r\nA lot."
    assert json.loads(work["answer"]) == [
        {
            "company_name": "Çınar A.Ş.",
            "position_title": "Designer",
            "employment_type": "full_time",
            "start_date": "2020-02-29",
            "end_date": "2024-05-31",
            "currently_employed": False,
        }
    ]
    assert json.loads(schools["answer"]) == [
        {
            "school_name": "İTÜ",
            "start_date": "2015-09-01",
            "currently_pursuing": True,
        }
    ]
    assert [one.email for one in company.applicants(job)].count("isil@example.com") == 1


def test_what_is_not_answered_is_not_sent(
    browse, sandbox, job, names, candidate_data, cv
):
    empty = {names["Phone"]: " ", f"{names['Experience']}-0-company_name": " "}
    data = {**candidate_data, **empty, "cv_file": cv}
    assert browse.post(f"/jobs/{job.hash}/apply/", data).status_code == 302
    assert writes(sandbox)[-1].json.keys() == {*candidate_data, "cv", "answers"}
    assert writes(sandbox)[-1].json["answers"] == []


def test_an_answer_of_nothing_counts_as_applied(
    browse, sandbox, job, candidate_data, cv
):
    sandbox.reply("POST", "/job-posts/", status=201, body="")
    data = {**candidate_data, "cv_file": cv}
    assert browse.post(f"/jobs/{job.hash}/apply/", data).status_code == 302


def test_one_of_the_choices_is_sent(browse, sandbox, job, candidate_data, cv):
    asks(sandbox, job, options=["Now", "Later"])
    sandbox.reply("POST", "/job-posts/", status=201, body={})
    data = {**candidate_data, "cv_file": cv, "answer_5": "Later"}
    assert browse.post(f"/jobs/{job.hash}/apply/", data).status_code == 302
    [answer] = writes(sandbox)[-1].json["answers"]
    assert answer["answer"] == "Later"


def test_what_is_none_of_the_choices_is_refused_here(
    browse, sandbox, job, candidate_data, cv
):
    asks(sandbox, job, options=["Now", "Later"])
    data = {**candidate_data, "cv_file": cv, "answer_5": "Never"}
    response = browse.post(f"/jobs/{job.hash}/apply/", data)
    assert response.status_code == 422
    assert "answer_5" in response.context["form"].errors
    assert writes(sandbox) == []


@pytest.mark.parametrize(
    "key", ["Phone", "Photo", "Experience", "Education", "Motivation", "New"]
)
def test_a_required_question_has_to_be_answered(
    browse, sandbox, job, candidate_data, cv, key
):
    asks(sandbox, job, question_key=key, is_required=True)
    data = {**candidate_data, "cv_file": cv}
    response = browse.post(f"/jobs/{job.hash}/apply/", data)
    assert response.status_code == 422
    assert response.context["form"].errors["answer_5"]
    assert writes(sandbox) == []


def test_with_a_candidate_the_form_is_filled_and_their_cv_used(
    browse, sandbox, company, job
):
    one = next(one for one in company.candidates.values() if one.cv and one.photo)
    address = f"/jobs/{job.hash}/apply/?candidate={one.id}"
    response = browse.get(address)
    page = text(response)
    assert f'value="{one.first_name}"' in page
    assert f'value="{one.email}"' in page
    assert f"<strong>{one.cv.name}</strong> is uploaded." in page
    token = re.search(r'name="cv_file_uploaded" value="(.*?)"', page)[1]
    names = {"first_name": "A", "last_name": "B", "email": "new@example.com"}
    assert browse.post(address, {**names, "cv_file_uploaded": token}).status_code == 302
    [apply] = writes(sandbox)
    assert apply.json["cv"] == str(one.cv.id)


@pytest.mark.parametrize("candidate", ["abc", "", "0", "-1", "9" * 5000])
def test_a_candidate_that_makes_no_sense_is_left_out(browse, sandbox, job, candidate):
    response = browse.get(f"/jobs/{job.hash}/apply/?candidate={candidate}")
    assert response.status_code == 200
    assert len(sandbox.requests) == 2


def test_a_candidate_of_another_company_does_not_exist(browse, sandbox, job):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    response = browse.get(f"/jobs/{job.hash}/apply/?candidate={theirs}")
    assert response.status_code == 404
