"""The calls about job posts, and applying to one."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import shapes
from .candidates import create
from .fields import Fields
from .reading import parse_json, whole
from .responses import ApiResponse, Call, invalid, list_response, not_found
from .state import Company, JobPost

ENTRIES = {
    "Education": {
        "school_name",
        "degree",
        "major",
        "start_date",
        "end_date",
        "currently_pursuing",
    },
    "Experience": {
        "company_name",
        "position_title",
        "employment_type",
        "start_date",
        "end_date",
        "currently_employed",
    },
}
"""Answers that are a JSON array in a string, and the fields of an entry."""


def _job(call: Call, job_hash: str) -> JobPost:
    if job_hash not in call.company.jobs:
        raise not_found()
    return call.company.jobs[job_hash]


def list_jobs(call: Call) -> ApiResponse:
    """List Job Posts."""
    jobs = list(call.company.jobs.values())
    shape = partial(shapes.job_row, company=call.company, link=call.link)
    return list_response(call, jobs, shape, bare=False)


def get(call: Call, job_hash: str) -> ApiResponse:
    """Get Job Post."""
    return ApiResponse(shapes.job(_job(call, job_hash), call.company, call.link))


def list_questions(call: Call, job_hash: str) -> ApiResponse:
    """List Job Post Questions."""
    questions = _job(call, job_hash).questions
    return list_response(call, questions, shapes.question, bare=False)


def apply(call: Call, job_hash: str) -> ApiResponse:
    """Apply to Job Post."""
    job = _job(call, job_hash)
    fields = Fields.of_json(call.request)
    first_name, last_name = fields.text("first_name"), fields.text("last_name")
    email = fields.email("email")
    cv = fields.stored_file("cv", call.company)
    fields.boolean("terms_of_use")
    answers: Any = fields.data.get("answers", [])
    for message in _answer_errors(answers, job, call.company):
        fields.error("answers", message)
    fields.check()
    if call.company.holds(email, None, job):
        raise invalid(email="This email has already applied to this job post.")
    answer = create(call, email, first_name, last_name, cv, job, entry_method="applied")
    call.company.candidates[answer.body["id"]].answers = answers
    return answer


def _answer_errors(answers: Any, job: JobPost, company: Company) -> list[str]:
    if not isinstance(answers, list):
        return [f'Expected a list of items but got type "{type(answers).__name__}".']
    return [
        message
        for answer in answers
        if (message := _answer_error(answer, job, company))
    ]


def _answer_error(answer: Any, job: JobPost, company: Company) -> str | None:
    """The reason to refuse this answer, or None."""
    known = {(each.id, each.question_key) for each in job.questions}
    match answer:
        case {"job_post_question": {"id": int(number), "question_key": str(key)}}:
            if (number, key) not in known:
                return f"{key} ({number}) is no question of this job post."
        case _:
            return "Each answer needs a job_post_question with id and question_key."
    if key == "Photo":
        photo = str(answer.get("answer_file", ""))
        if whole(photo) not in company.files:
            return "Photo: answer_file has to be the id of an uploaded file."
        return None
    text = answer.get("answer")
    if not isinstance(text, str) or not text.strip():
        return f"{key}: answer has to be a text."
    if key in ENTRIES and not _are_entries(text, ENTRIES[key]):
        return f"{key}: answer has to be a string that holds a JSON array."
    return None


def _are_entries(text: str, allowed: set[str]) -> bool:
    try:
        entries = parse_json(text)
    except ValueError:
        return False
    return isinstance(entries, list) and all(
        isinstance(entry, dict) and entry.keys() <= allowed for entry in entries
    )
