"""What a candidate is found by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recruspace_dashboard.services.records import Candidate


class Field(StrEnum):
    """What a query can ask for by name. Its texts are those of `Entry.texts`, but for
    that of the CV, which is read apart (`cv_text/`)."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    TAG = "tag"
    POOL = "pool"
    JOB = "job"
    CITY = "city"
    COUNTRY = "country"
    STAGE = "stage"
    SUITABILITY = "suitability"
    SOURCE = "source"
    CV = "cv"


# A word without a field is looked for in all of these.
ANYWHERE = frozenset(Field) - {Field.SUITABILITY}


class Part(StrEnum):
    """What `has:` and `no:` ask for."""

    CV = "cv"
    PHOTO = "photo"
    PHONE = "phone"
    TAG = "tag"
    JOB = "job"
    CITY = "city"
    SCORE = "score"
    ERROR = "error"
    CVTEXT = "cvtext"


@dataclass(frozen=True)
class Entry:
    """A candidate as search sees one. `texts` has no pools: in which pools a candidate
    is, and which of them a user may see, is not known from the candidate alone."""

    candidate_id: int
    texts: dict[Field, tuple[str, ...]]
    score: float | None
    added: date | None
    parts: frozenset[Part]
    is_seen: bool | None

    @classmethod
    def of(cls, candidate: Candidate) -> "Entry":
        """Of a candidate that has an id."""
        one = candidate
        jobs = [job.title for job in (one.job_post, one.initial_job_post) if job]
        texts = {
            Field.NAME: _texts([f"{one.first_name} {one.last_name}".strip()]),
            Field.EMAIL: _texts([one.email]),
            Field.PHONE: _texts([one.phone_number]),
            Field.TAG: _texts(tag.title for tag in one.tags),
            Field.JOB: _texts(jobs),
            Field.CITY: _texts([one.city]),
            Field.COUNTRY: _texts([one.country]),
            Field.STAGE: _texts([one.stage, one.substage]),
            Field.SUITABILITY: _texts([one.suitability]),
            Field.SOURCE: _texts([one.source_platform]),
        }
        there = {
            Part.CV: one.cv,
            Part.PHOTO: one.photo,
            Part.PHONE: one.phone_number,
            Part.TAG: one.tags,
            Part.JOB: jobs,
            Part.CITY: one.city,
            Part.SCORE: one.score is not None,
            Part.ERROR: one.error_status,
        }
        return cls(
            candidate_id=one.id or 0,
            texts=texts,
            score=None if one.score is None else float(one.score),
            added=one.created_at.date() if one.created_at else None,
            parts=frozenset(part for part, value in there.items() if value),
            is_seen=one.is_seen,
        )


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
