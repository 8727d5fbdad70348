"""The writes that a form and a worker send alike: each is one call of the API, told to
the copy once it was made."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from io import BytesIO
from typing import Any, ClassVar, Self

from django.utils import timezone

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.library import live
from recruspace_dashboard.sealing.key_ring import UnsealError
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import ValidationFailed
from recruspace_dashboard.services.records import Candidate, Note, Tag
from recruspace_dashboard.writes.forms import CreatedRecord
from recruspace_dashboard.writes.lookup import find_created_candidate, is_in
from recruspace_dashboard.writes.models import Write


class Refused(Exception):
    """It was not done, for a reason of which the dashboard knows the words."""

    def __init__(self, problem: Write.Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Sent:
    """What the API answered. `already` is whether it had it before."""

    result: Any
    already: bool = False


@dataclass(frozen=True)
class Action(ABC):
    """A write for one candidate. Its fields are what is sent, and what is stored."""

    name: ClassVar[Write.Action]
    # Whether the API can tell later if the write was made.
    can_look: ClassVar[bool] = True

    candidate_id: int

    @classmethod
    def of(cls, arguments: Mapping[str, Any], candidate_id: int) -> Self:
        """The write with stored `arguments`; what it does not know in them is left."""
        known = {name: arguments[name] for name in arguments if name in cls._names()}
        return cls(**known | {"candidate_id": candidate_id})

    @property
    def arguments(self) -> dict[str, Any]:
        return {n: value for n, value in asdict(self).items() if n != "candidate_id"}

    @abstractmethod
    def send(self, client: RecruspaceClient) -> Sent:
        """Makes the call. Raises `RecruspaceError`, `Refused`."""

    def find(self, client: RecruspaceClient, sent_at: datetime) -> CreatedRecord | None:
        """What Recruspace has of this write, if it was sent at `sent_at`.

        Raises `RecruspaceError`.
        """
        raise NotImplementedError

    def then(self, candidate_id: int) -> "Sequence[Action]":
        """The writes that follow, once it was made for this candidate."""
        return []

    @classmethod
    def _names(cls) -> set[str]:
        return {field.name for field in fields(cls)}


@dataclass(frozen=True)
class AddNote(Action):
    name = Write.Action.NOTE
    # No call reads notes.
    can_look = False

    text: str = ""

    def send(self, client: RecruspaceClient) -> Sent:
        note = client.candidates.add_note(
            candidate_id=self.candidate_id, text=self.text
        )
        made = note.created_at or timezone.now()
        return Sent(Note(note.id, note.text or self.text, made))


@dataclass(frozen=True)
class AddTag(Action):
    name = Write.Action.TAG

    title: str = ""

    def send(self, client: RecruspaceClient) -> Sent:
        try:
            tag = client.candidates.add_tag(
                candidate_id=self.candidate_id, title=self.title
            )
        except ValidationFailed as error:
            if not error.conflict:
                raise
            sent = Sent(Tag(None, self.title), already=True)
        else:
            sent = Sent(Tag(tag.id, tag.title or self.title))
        live.tag_added(self.candidate_id, sent.result)
        return sent

    def find(self, client: RecruspaceClient, sent_at: datetime) -> CreatedRecord | None:
        candidate = client.candidates.get(candidate_id=self.candidate_id)
        tag = find_tag(candidate, self.title)
        if tag is None:
            return None
        live.tag_added(self.candidate_id, tag)
        return CreatedRecord(tag.title, "")


def find_tag(candidate: Candidate, title: str) -> Tag | None:
    """The candidate's tag of this title, whatever the case of its letters."""
    wanted = title.strip().casefold()
    same = (tag for tag in candidate.tags if tag.title.strip().casefold() == wanted)
    return next(same, None)


@dataclass(frozen=True)
class AddTo(Action):
    """Adds a candidate, as a new record, to another pool or to a job post.

    `target` is its name, for the history.
    """

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    cv_id: int = 0
    talent_pool_id: int | None = None
    job_post: str = ""
    target: str = ""

    def send(self, client: RecruspaceClient) -> Sent:
        try:
            added = client.candidates.add_to(
                email=self.email,
                first_name=self.first_name,
                last_name=self.last_name,
                cv_id=self.cv_id,
                job_post=self.job_post,
                talent_pool_id=self.talent_pool_id,
            )
        except ValidationFailed as error:
            if not error.conflict:
                raise
            return Sent(None, already=True)
        live.candidate_added(self.talent_pool_id, added)
        return Sent(added)

    def find(self, client: RecruspaceClient, sent_at: datetime) -> CreatedRecord | None:
        return find_created_candidate(
            client,
            self.email,
            sent_at,
            exclude_id=self.candidate_id,
            # Another may have been added to another pool just then.
            is_it=lambda found: is_in(
                client, found, self.talent_pool_id, self.job_post
            ),
        )


@dataclass(frozen=True)
class AddToPool(AddTo):
    name = Write.Action.POOL


@dataclass(frozen=True)
class AddToJob(AddTo):
    name = Write.Action.JOB


@dataclass(frozen=True)
class AddCandidate(Action):
    """Adds a new candidate with a CV that waits here, to one pool or one job post.

    `target` is its name, for the history. Tags and a note follow with writes of their
    own.
    """

    name = Write.Action.CANDIDATE

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone_number: str = ""
    talent_pool_id: int | None = None
    job_post: str = ""
    target: str = ""
    file_id: int = 0
    cv_name: str = ""
    cv_type: str = ""
    tags: Sequence[str] = ()
    note: str = ""

    def send(self, client: RecruspaceClient) -> Sent:
        try:
            content = waiting.read(WaitingFile(pk=self.file_id))
        except waiting.Gone:
            raise Refused(Write.Problem.GONE) from None
        try:
            made = client.candidates.create(
                first_name=self.first_name,
                last_name=self.last_name,
                email=self.email,
                phone_number=self.phone_number,
                cv_name=self.cv_name,
                cv=BytesIO(content),
                cv_type=self.cv_type,
                job_post=self.job_post,
                talent_pool_id=self.talent_pool_id,
            )
        except ValidationFailed as error:
            if not error.conflict:
                raise
            # Nobody knows whose the other record is: it gets no tag and no note.
            raise Refused(Write.Problem.EXISTS) from None
        live.candidate_added(self.talent_pool_id, made)
        return Sent(made)

    def find(self, client: RecruspaceClient, sent_at: datetime) -> CreatedRecord | None:
        found = find_created_candidate(
            client,
            self.email,
            sent_at,
            is_it=lambda one: is_in(client, one, self.talent_pool_id, self.job_post),
        )
        if found is not None:
            live.candidate_added(self.talent_pool_id, found.candidate)
        return found

    def then(self, candidate_id: int) -> Sequence[Action]:
        tags = [AddTag(candidate_id, title=title) for title in self.tags]
        return [*tags, *([AddNote(candidate_id, text=self.note)] if self.note else [])]


# Those that a batch can send.
ACTIONS: Mapping[str, type[Action]] = {
    one.name.value: one for one in (AddNote, AddTag, AddToPool, AddToJob, AddCandidate)
}


def action_of(write: Write) -> Action:
    """What a stored write sends. Raises `KeyError` if only a form can send it, and
    `UnsealError` if it cannot be decrypted any more."""
    arguments = write.arguments
    if not arguments:
        raise UnsealError
    return ACTIONS[write.action].of(arguments, write.candidate_id or 0)
