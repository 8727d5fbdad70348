"""Candidates, their notes and tags: endpoints 1 to 6."""

from dataclasses import dataclass
from typing import BinaryIO

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.api import Api
from recruspace_dashboard.services.http.transport import FileToSend
from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import Candidate, CandidateMatch, Note, Tag


@dataclass(frozen=True)
class Found:
    """A candidate as Get Candidate gave it, and whether the answer was cached."""

    candidate: Candidate
    payload: Payload
    cached: bool


class Candidates:
    def __init__(self, api: Api) -> None:
        self._api = api

    def get(self, *, candidate_id: int) -> Candidate:
        """One candidate in detail (Get Candidate)."""
        return self.look_up(candidate_id=candidate_id).candidate

    def look_up(self, *, candidate_id: int) -> Found:
        """As `get`, with the payload."""
        body, cached = self._api.read_answer(
            endpoints.GET_CANDIDATE, candidate_id=candidate_id
        )
        payload = {"id": candidate_id, **body}
        return Found(Candidate.from_payload(payload), payload, cached)

    def create(
        self,
        *,
        first_name: str,
        last_name: str,
        email: str,
        cv_name: str,
        cv: BinaryIO,
        cv_type: str,
        job_post: str = "",
        talent_pool_id: int | None = None,
        phone_number: str = "",
    ) -> Candidate:
        """Adds a candidate with a CV (Create Candidate) to one job post or one pool.

        `cv` is streamed from its current position, under the name `cv_name`. Raises
        `ValidationFailed` with `conflict` if the candidate exists already.
        """
        fields = {
            "first_name": first_name,
            "last_name": last_name,
            "email": email,
            "phone_number": phone_number,
            **_target(job_post, talent_pool_id),
        }
        body = self._api.write(
            endpoints.CREATE_CANDIDATE,
            form={name: str(value) for name, value in fields.items() if value != ""},
            file=FileToSend("cv_file", cv_name, cv, cv_type),
        )
        return Candidate.from_payload(parse.mapping(body))

    def add_note(self, *, candidate_id: int, text: str) -> Note:
        """Adds a note to a candidate (Add Note). No call reads notes back."""
        body = self._api.write(
            endpoints.ADD_NOTE, json={"candidate_id": candidate_id, "text": text}
        )
        return Note.from_payload({"text": text, **parse.mapping(body)})

    def add_tag(self, *, candidate_id: int, title: str) -> Tag:
        """Tags a candidate (Add Tag); `conflict` if they have the tag already."""
        body = self._api.write(
            endpoints.ADD_TAG, json={"candidate_id": candidate_id, "title": title}
        )
        return Tag.from_payload({"title": title, **parse.mapping(body)})

    def add_to(
        self,
        *,
        email: str,
        first_name: str,
        last_name: str,
        cv_id: int,
        job_post: str = "",
        talent_pool_id: int | None = None,
    ) -> Candidate:
        """Adds a candidate whose CV is uploaded already to one job post or one pool.

        (Add Candidate to Job Post or Talent Pool.) `conflict` if the e-mail exists
        there already.
        """
        body = self._api.write(
            endpoints.ADD_CANDIDATE_TO,
            json={
                "email": email,
                "first_name": first_name,
                "last_name": last_name,
                # The API takes the file's id as a string.
                "cv": str(cv_id),
                **_target(job_post, talent_pool_id),
            },
        )
        return Candidate.from_payload(parse.mapping(body))

    def search_by_email(
        self, *, email: str, page: int = 1, page_size: int = 25
    ) -> Page[CandidateMatch]:
        """Candidates whose e-mail contains `email` (Search Candidate by Email)."""
        return self._api.read_page(
            endpoints.SEARCH_CANDIDATES,
            CandidateMatch.from_payload,
            page=page,
            page_size=page_size,
            query={"email": email},
        )


def _target(job_post: str, talent_pool_id: int | None) -> dict[str, str | int]:
    """The job post or pool to add to: exactly one, as in the vendor's client."""
    if bool(job_post) == (talent_pool_id is not None):
        raise ValueError("Name one of job_post and talent_pool_id")
    if talent_pool_id is not None:
        return {"talent_pool_id": talent_pool_id}
    return {"job_post": job_post}
