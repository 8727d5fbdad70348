"""Job posts, and the questions and answers of their application forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records.candidates import Candidate
from recruspace_dashboard.services.records.company import User
from recruspace_dashboard.services.records.fields import (
    Record,
    computed,
    identity,
    integer,
    moment,
    parsed,
    record,
    text,
)

# Draft is documented, the others are guesses. An unknown status counts as open.
CLOSED = {"draft", "closed", "archived"}


def _locations(value: object) -> tuple[str, ...]:
    """Each location as one line, from texts or from objects of unknown fields."""
    lines = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            parts = (parse.text(item.get(key)) for key in ("name", "city", "country"))
            lines.append(", ".join(dict.fromkeys(part for part in parts if part)))
        else:
            lines.append(parse.text(item))
    return tuple(line for line in lines if line)


def _candidates(value: object) -> tuple[Candidate, ...]:
    return tuple(map(Candidate.from_payload, parse.mappings(value)))


@record
class JobPost(Record):
    """A job post, in a list or in detail. `description` is HTML from outside."""

    hash: str = text()
    title: str = text()
    description: str = text()
    status: str = text()
    employment_type: str = text()
    workplace_type: str = text()
    locations: tuple[str, ...] = parsed(_locations)
    applicant_count: int | None = integer()
    example_candidates: tuple[Candidate, ...] = parsed(_candidates)
    created_by: User | None = parsed(User.from_creator)
    created_at: datetime | None = moment()

    @property
    def is_closed(self) -> bool:
        """Whether it takes no applications, as far as its status is known."""
        return self.status.lower() in CLOSED


def _first_text(payload: Payload, names: Iterable[str]) -> str:
    texts = (parse.text(payload.get(name)) for name in names)
    return next((text for text in texts if text), "")


def _question_text(payload: Payload) -> str:
    names = ("question", "title", "label", "text", "name")
    key = parse.text(payload.get("question_key"))
    return _first_text(payload, names) or key.replace("_", " ")


def _is_required(payload: Payload) -> bool:
    return any(parse.flag(payload.get(name)) for name in ("is_required", "required"))


def _choices(payload: Payload) -> tuple[str, ...]:
    """Each choice as one line, from texts or from objects of unknown fields."""
    value = payload.get("choices") or payload.get("options")
    names = ("title", "text", "label", "value", "name")
    found = [
        _first_text(item, names) if isinstance(item, dict) else parse.text(item)
        for item in (value if isinstance(value, list) else [])
    ]
    return tuple(choice for choice in found if choice)


@record
class Question(Record):
    """A question of a job post's application form.

    `key` is the kind of answer (`Phone`, `Experience`, `Education`, `Photo`, or an
    unknown one). The documents name only `id` and `question_key`; the other fields are
    read where they are given.
    """

    id: int | None = identity()
    key: str = text("question_key")
    text: str = computed(_question_text)
    required: bool = computed(_is_required)
    choices: tuple[str, ...] = computed(_choices)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: a text, or for `Photo` the id of an uploaded file."""

    question_id: int
    question_key: str
    text: str = ""
    file_id: int | None = None
