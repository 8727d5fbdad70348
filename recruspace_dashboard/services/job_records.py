"""Job posts, their questions and applications, as typed records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.candidate_records import Candidate
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import User

# Draft is documented, the others are guesses. The statuses are an open set: one that
# nobody knows counts as open.
CLOSED = {"draft", "closed", "archived"}


@dataclass(frozen=True, slots=True)
class JobPost:
    """A job post, in a list or in detail. `description` is HTML from outside."""

    hash: str
    title: str
    description: str
    status: str
    employment_type: str
    workplace_type: str
    locations: tuple[str, ...]
    applicant_count: int | None
    example_candidates: tuple[Candidate, ...]
    created_by: User | None
    created_at: datetime | None

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply now, as far as its status is known."""
        return self.status.lower() in CLOSED

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        candidates = parse.mappings(payload.get("example_candidates"))
        return cls(
            hash=parse.text(payload.get("hash")),
            title=parse.text(payload.get("title")),
            description=parse.text(payload.get("description")),
            status=parse.text(payload.get("status")),
            employment_type=parse.text(payload.get("employment_type")),
            workplace_type=parse.text(payload.get("workplace_type")),
            locations=_places(payload.get("locations")),
            applicant_count=parse.integer(payload.get("applicant_count")),
            example_candidates=tuple(map(Candidate.from_payload, candidates)),
            created_by=User.from_creator(payload.get("created_by")),
            created_at=parse.moment(payload.get("created_at")),
        )


def _places(value: object) -> tuple[str, ...]:
    """Each location as one line, from texts or from objects of unknown fields."""
    places = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            parts = (parse.text(item.get(key)) for key in ("name", "city", "country"))
            places.append(", ".join(dict.fromkeys(part for part in parts if part)))
        else:
            places.append(parse.text(item))
    return tuple(place for place in places if place)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a job post's form.

    `key` says what is asked for (`Phone`, `Experience`, `Education`, `Photo`, or one
    not seen yet). The documents name only `id` and `question_key`; the rest is taken
    where it is given.
    """

    id: int | None
    key: str
    text: str
    required: bool
    choices: tuple[str, ...]

    @classmethod
    def from_payload(cls, payload: Payload) -> Self:
        key = parse.text(payload.get("question_key"))
        names = ("question", "title", "label", "text", "name")
        found = (parse.text(payload.get(name)) for name in names)
        required = (parse.flag(payload.get(n)) for n in ("is_required", "required"))
        return cls(
            id=parse.identity(payload.get("id")),
            key=key,
            text=next((text for text in found if text), key.replace("_", " ")),
            required=any(required),
            choices=_choices(payload.get("choices") or payload.get("options")),
        )


def _choices(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    names = ("title", "text", "label", "value", "name")
    found = []
    for item in items:
        if isinstance(item, dict):
            texts = (parse.text(item.get(name)) for name in names)
            found.append(next((text for text in texts if text), ""))
        else:
            found.append(parse.text(item))
    return tuple(choice for choice in found if choice)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: a text, or for `Photo` the id of an uploaded file."""

    question_id: int
    question_key: str
    text: str = ""
    file_id: int | None = None
