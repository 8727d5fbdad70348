"""Candidates, their files, notes and tags."""

from datetime import datetime
from typing import Self

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records.fields import (
    Fields,
    Record,
    flag,
    identity,
    integer,
    link,
    moment,
    nested,
    number,
    parsed,
    record,
    text,
    texts,
)


@record
class StoredFile(Fields):
    """A file stored by Recruspace. `url` is a link that expires, or empty."""

    id: int | None = identity()
    name: str = text()
    type: str = text()
    size: int | None = integer("file_size")
    url: str = link("presigned_url")
    uploaded_at: datetime | None = moment()

    @classmethod
    def from_payload(cls, payload: Payload) -> Self | None:
        """The file, or None for an empty payload."""
        return cls.read(payload) if payload else None

    @property
    def kind(self) -> str:
        """The file's extension, such as `PDF`; without one, a PDF is known by its type.
        Otherwise empty."""
        ending = self.name.rpartition(".")[2]
        if 0 < len(ending) <= 4 < len(self.name):
            return ending.upper()
        return "PDF" if "pdf" in self.type.lower() else ""


@record
class JobPostReference(Fields):
    """The job post of a candidate."""

    hash: str = text()
    title: str = text()
    status: str = text()

    @classmethod
    def from_payload(cls, payload: Payload) -> Self | None:
        """The reference, or None if the payload names no job post."""
        found = cls.read(payload)
        return found if found.hash or found.title else None


@record
class Note(Record):
    id: int | None = identity()
    text: str = text()
    created_at: datetime | None = moment()


@record
class Tag(Record):
    id: int | None = identity()
    title: str = text()


@record
class CandidateMatch(Record):
    """A match of the search by e-mail, which gives no other fields."""

    id: int | None = identity()
    email: str = text()


def _tags(value: object) -> tuple[Tag, ...]:
    tags = map(Tag.from_payload, parse.mappings(value))
    return tuple(tag for tag in tags if tag.title)


def _is_true(value: object) -> bool:
    return parse.flag(value) or False


@record
class Candidate(Record):
    """A candidate, in a pool or in detail.

    `stage` and `substage` are names of where the candidate stands in the pipeline.
    `error_logs` says what went wrong with an import, if `error_status` is true.
    """

    id: int | None = identity()
    # Get Candidate may give these at the top, under `user`, or both.
    email: str = text("email", "user.email")
    first_name: str = text("first_name", "user.first_name")
    last_name: str = text("last_name", "user.last_name")
    phone_number: str = text()
    address: str = text()
    city: str = text()
    country: str = text()
    entry_method: str = text()
    source_platform: str = text()
    suitability: str = text()
    stage: str = text("substage.stage.name")
    substage: str = text("substage.name")
    score: float | int | None = number()
    is_seen: bool | None = flag()
    created_at: datetime | None = moment()
    tags: tuple[Tag, ...] = parsed(_tags)
    cv: StoredFile | None = nested(StoredFile.from_payload)
    photo: StoredFile | None = nested(StoredFile.from_payload)
    profile_image: str = link("user.profile_img")
    job_post: JobPostReference | None = nested(JobPostReference.from_payload)
    initial_job_post: JobPostReference | None = nested(
        JobPostReference.from_payload, "initial_applied_job_post"
    )
    error_status: bool = parsed(_is_true)
    error_logs: tuple[str, ...] = texts()

    @property
    def name(self) -> str:
        """The full name; without one the e-mail, else the id or a dash."""
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.email or ("–" if self.id is None else f"#{self.id}")

    @property
    def initials(self) -> str:
        words = [self.first_name, self.last_name]
        return "".join(word[0] for word in words if word).upper() or "?"
