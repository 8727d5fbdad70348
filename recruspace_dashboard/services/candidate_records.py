"""The people of the pools, as typed records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import StoredFile, Tag


@dataclass(frozen=True, slots=True)
class JobPostReference:
    """A job post as a candidate names it."""

    hash: str
    title: str
    status: str

    @classmethod
    def from_payload(cls, payload: Payload) -> Self | None:
        """The reference, or None where the payload names no job post."""
        found = cls(
            hash=parse.text(payload.get("hash")),
            title=parse.text(payload.get("title")),
            status=parse.text(payload.get("status")),
        )
        return found if found.hash or found.title else None


@dataclass(frozen=True, slots=True)
class CandidateMatch:
    """A hit of the search by e-mail: all that it gives."""

    id: int | None
    email: str

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        return cls(
            id=parse.identity(payload.get("id")), email=parse.text(payload.get("email"))
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate, in a pool or in detail.

    `stage` and `substage` are the names of where they stand in the pipeline.
    `error_logs` says what went wrong with an import, where `error_status` is true.
    """

    id: int | None
    email: str
    first_name: str
    last_name: str
    phone_number: str
    address: str
    city: str
    country: str
    entry_method: str
    source_platform: str
    suitability: str
    stage: str
    substage: str
    score: float | int | None
    is_seen: bool | None
    created_at: datetime | None
    tags: tuple[Tag, ...]
    cv: StoredFile | None
    photo: StoredFile | None
    profile_image: str
    job_post: JobPostReference | None
    initial_job_post: JobPostReference | None
    error_status: bool
    error_logs: tuple[str, ...]

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        user = parse.mapping(payload.get("user"))

        def personal(name: str) -> str:
            # Get Candidate may give these at the top, under `user`, or both.
            return parse.text(payload.get(name)) or parse.text(user.get(name))

        def plain(name: str) -> str:
            return parse.text(payload.get(name))

        def job(name: str) -> JobPostReference | None:
            return JobPostReference.from_payload(parse.mapping(payload.get(name)))

        def file(name: str) -> StoredFile | None:
            return StoredFile.from_payload(parse.mapping(payload.get(name)))

        substage = parse.mapping(payload.get("substage"))
        tags = (Tag.from_payload(tag) for tag in parse.mappings(payload.get("tags")))
        return cls(
            id=parse.identity(payload.get("id")),
            email=personal("email"),
            first_name=personal("first_name"),
            last_name=personal("last_name"),
            phone_number=plain("phone_number"),
            address=plain("address"),
            city=plain("city"),
            country=plain("country"),
            entry_method=plain("entry_method"),
            source_platform=plain("source_platform"),
            suitability=plain("suitability"),
            stage=parse.text(parse.mapping(substage.get("stage")).get("name")),
            substage=parse.text(substage.get("name")),
            score=parse.number(payload.get("score")),
            is_seen=parse.flag(payload.get("is_seen")),
            created_at=parse.moment(payload.get("created_at")),
            tags=tuple(tag for tag in tags if tag.title),
            cv=file("cv"),
            photo=file("photo"),
            profile_image=parse.link(user.get("profile_img")),
            job_post=job("job_post"),
            initial_job_post=job("initial_applied_job_post"),
            error_status=parse.flag(payload.get("error_status")) or False,
            error_logs=parse.texts(payload.get("error_logs")),
        )

    @property
    def name(self) -> str:
        """First and last name; without them the e-mail, else the id or a dash."""
        full = f"{self.first_name} {self.last_name}".strip()
        return full or self.email or ("–" if self.id is None else f"#{self.id}")

    @property
    def initials(self) -> str:
        words = [self.first_name, self.last_name]
        return "".join(word[0] for word in words if word).upper() or "?"
