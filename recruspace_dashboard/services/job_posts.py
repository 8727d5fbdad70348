"""Job posts, their questions, and applying: endpoints 9 to 12."""

from collections.abc import Iterable, Sequence
from typing import Any

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.api import Api
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.records import Answer, Candidate, JobPost, Question
from recruspace_dashboard.services.walk import read_all


class JobPosts:
    def __init__(self, api: Api) -> None:
        self._api = api

    def list(self, *, page: int = 1, page_size: int = 25) -> Page[JobPost]:
        """One page of the company's job posts (List Job Posts)."""
        return self._api.read_page(
            endpoints.LIST_JOB_POSTS,
            JobPost.from_payload,
            page=page,
            page_size=page_size,
        )

    def all(self) -> Sequence[JobPost]:
        """Every job post of the company: one call for each hundred."""
        jobs = self._api.walk(
            endpoints.LIST_JOB_POSTS, JobPost.from_payload, key=lambda job: job.hash
        )
        return read_all(jobs)

    def get(self, *, job_hash: str) -> JobPost:
        """One job post in detail (Get Job Post)."""
        body = self._api.read_object(endpoints.GET_JOB_POST, job_hash=job_hash)
        return JobPost.from_payload({"hash": job_hash, **body})

    def apply(
        self,
        *,
        job_hash: str,
        email: str,
        first_name: str,
        last_name: str,
        cv_id: int,
        terms_of_use: bool | None = None,
        answers: Iterable[Answer] = (),
    ) -> Candidate:
        """Applies a candidate to a job post (Apply to Job Post).

        `cv_id` is the file id of a CV uploaded before.
        """
        payload: dict[str, Any] = {
            "email": email,
            "first_name": first_name,
            "last_name": last_name,
            # As a string, as in Add Candidate to Job Post or Talent Pool.
            "cv": str(cv_id),
            "answers": [_answer(answer) for answer in answers],
        }
        if terms_of_use is not None:
            payload["terms_of_use"] = terms_of_use
        body = self._api.write(
            endpoints.APPLY_TO_JOB_POST, ids={"job_hash": job_hash}, json=payload
        )
        return Candidate.from_payload(parse.mapping(body))

    def list_questions(
        self, *, job_hash: str, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[Question]:
        """One page of a job post's questions (List Job Post Questions)."""
        return self._api.read_page(
            endpoints.LIST_QUESTIONS,
            Question.from_payload,
            page=page,
            page_size=page_size,
            job_hash=job_hash,
        )

    def all_questions(self, *, job_hash: str) -> Sequence[Question]:
        """Every question of a job post: one call for each hundred."""
        questions = self._api.walk(
            endpoints.LIST_QUESTIONS, Question.from_payload, job_hash=job_hash
        )
        return read_all(questions)


def _answer(answer: Answer) -> dict[str, Any]:
    question = {"id": answer.question_id, "question_key": answer.question_key}
    if answer.file_id is not None:
        return {"job_post_question": question, "answer_file": answer.file_id}
    return {"job_post_question": question, "answer": answer.text}
