"""Job posts, their questions, and applying: endpoints 9 to 12."""

from collections.abc import Iterable, Sequence
from typing import Any

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page, read_all
from recruspace_dashboard.services.records import Answer, Candidate, JobPost, Question


class JobPosts:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, page: int = 1, page_size: int = 25) -> Page[JobPost]:
        """One page of the company's job posts (List Job Posts)."""
        return self._transport.read_page(
            endpoints.LIST_JOB_POSTS,
            JobPost.from_payload,
            page=page,
            page_size=page_size,
        )

    def all(self) -> Sequence[JobPost]:
        """Every job post of the company: one call for each hundred of them."""
        return read_all(
            lambda number: self.list(page=number, page_size=LARGEST_PAGE),
            key=lambda job: job.hash,
        )

    def get(self, *, job_hash: str) -> JobPost:
        """One job post in detail (Get Job Post)."""
        body = self._transport.read_object(endpoints.GET_JOB_POST, job_hash=job_hash)
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
        """Applies a person to a job post (Apply to Job Post).

        The CV is uploaded before, and named by its file id.
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
        body = self._transport.call(
            endpoints.APPLY_TO_JOB_POST, ids={"job_hash": job_hash}, json=payload
        )
        return Candidate.from_payload(parse.mapping(body))

    def list_questions(
        self, *, job_hash: str, page: int = 1, page_size: int = LARGEST_PAGE
    ) -> Page[Question]:
        """One page of a job post's questions (List Job Post Questions)."""
        return self._transport.read_page(
            endpoints.LIST_QUESTIONS,
            Question.from_payload,
            page=page,
            page_size=page_size,
            job_hash=job_hash,
        )


def _answer(answer: Answer) -> dict[str, Any]:
    question = {"id": answer.question_id, "question_key": answer.question_key}
    if answer.file_id is not None:
        return {"job_post_question": question, "answer_file": answer.file_id}
    return {"job_post_question": question, "answer": answer.text}
