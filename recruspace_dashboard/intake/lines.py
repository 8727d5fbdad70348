"""Which files of an intake can be added, which need a look, and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.sheets.values import is_same
from recruspace_dashboard.intake.whys import (
    FIELDS,
    NEEDED,
    field_whys_of,
    why_same,
    whys_of,
)
from recruspace_dashboard.library.filing import email_key
from recruspace_dashboard.lists.guard import Answer, Known, Looked, Newcomer, known
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.models import Write

SURE = "sure"

State, Choice = IntakeFile.State, IntakeFile.Choice


class Group(models.TextChoices):
    """What is to be done about a file; in the order of the list."""

    CHECK = "check", gettext_lazy("To check")
    DUPLICATE = "duplicate", gettext_lazy("Duplicates")
    READY = "ready", gettext_lazy("Ready")
    READING = "reading", gettext_lazy("Being read")
    MISSING = "missing", gettext_lazy("Not arrived")
    FAILED = "failed", gettext_lazy("Failed")
    SKIPPED = "skipped", gettext_lazy("Left out")
    SENT = "sent", gettext_lazy("In the outbox")


NEEDS_A_LOOK = (Group.CHECK, Group.DUPLICATE)


@dataclass(frozen=True)
class Told:
    """What is known of a field, and how sure it is."""

    value: str = ""
    certainty: str = "none"
    # What the CV says, where a table says something else.
    in_cv: str = ""

    @property
    def is_sure(self) -> bool:
        return bool(self.value) and self.certainty == SURE


@dataclass
class Line:
    """A file of the list. `known` are candidates who may be the same, `twin` is an
    earlier file of the intake with the same e-mail; `whys` and `field_whys`, which are
    said at the fields as well, are what needs a look."""

    file: IntakeFile
    for_all: Mapping[str, Any]
    known: Sequence[Known] = ()
    twin: "Line | None" = None
    group: Group = Group.READING
    whys: list[str] = field(default_factory=list)
    field_whys: list[str] = field(default_factory=list)

    @cached_property
    def name(self) -> str:
        return self.file.name or _("Unnamed")

    @cached_property
    def fields(self) -> Mapping[str, Told]:
        read = self.file.fields
        return {name: _told(read.get(name)) for name in FIELDS}

    @cached_property
    def own(self) -> Mapping[str, Any]:
        return self.file.own

    @property
    def number(self) -> int:
        return self.file.number

    @property
    def who(self) -> str:
        """The name of the candidate, as far as it is known."""
        names = (self.fields["first_name"].value, self.fields["last_name"].value)
        return " ".join(filter(None, names))

    @property
    def at(self) -> str:
        """Its number as it is in addresses."""
        return str(self.file.number)

    @property
    def inside(self) -> str:
        return self.file.inside

    @property
    def errors(self) -> Sequence[str]:
        """What Recruspace could not read of the CV that was sent."""
        return self.file.errors

    @property
    def said(self) -> str:
        """What the list says of it, in one line."""
        if self.group == Group.SENT and self.file.write:
            return str(Write.State(self.file.write.effective_state).label)
        if self.group in (Group.CHECK, Group.DUPLICATE, Group.FAILED):
            return " ".join([*self.whys, *self.field_whys])
        return self.who or self.fields["email"].value

    @property
    def aim(self) -> Mapping[str, Any]:
        """Where it is added, and with what: its own, else what is said for all."""
        aim = {**self.for_all, **self.own}
        if self.own.get("talent_pool_id") or self.own.get("job_post"):
            # Of the two there is one.
            for name in ("talent_pool_id", "job_post", "target"):
                aim[name] = self.own.get(name)
        return aim

    @property
    def has_target(self) -> bool:
        return bool(self.aim.get("talent_pool_id") or self.aim.get("job_post"))

    @property
    def strong(self) -> Sequence[Known]:
        """Those who are the same, not only of the same name."""
        return [one for one in self.known if one.is_sure]

    @property
    def unsure(self) -> Sequence[str]:
        """The fields that the user has to look at."""
        if self.file.confirmed:
            return []
        return [
            name
            for name, told in self.fields.items()
            if not told.is_sure and (told.value or name in NEEDED)
        ]

    @property
    def default_choice(self) -> str:
        """What is chosen of those who may be there, before the user says it."""
        if self.file.choice == Choice.TAG:
            return f"{Choice.TAG}:{self.own.get('same_as')}"
        same = bool(self.strong or self.twin)
        return self.file.choice or (Choice.SKIP if same else Choice.ADD)

    @property
    def needs_a_look(self) -> bool:
        return self.group in NEEDS_A_LOOK

    @property
    def is_open(self) -> bool:
        """Whether its fields can be changed."""
        is_here = self.file.state == State.READ and self.group != Group.FAILED
        return is_here and self.group != Group.SENT


def read_lines(request: HttpRequest, intake: Intake) -> tuple[list[Line], Looked]:
    """All files in their order, with who is known already: of all at once; and where
    it was looked for them."""
    for_all = intake.for_all
    files = intake.files.order_by("number").select_related("write", "file")
    lines = [Line(file, for_all) for file in files]
    asked = [line for line in lines if _is_new(line)]
    found = Answer(Looked.EVERYWHERE)
    if asked:
        found = known(request, [_newcomer(line) for line in asked])
    for position, line in enumerate(asked):
        line.known = found.get(position, ())
    judge(lines)
    return lines, found.looked


def renewed(request: HttpRequest, lines: Sequence[Line], changed: Line) -> list[Line]:
    """The same lines, after the file of one of them was changed."""
    fresh = Line(changed.file, changed.for_all)
    fresh.known = known(request, [_newcomer(fresh)]).get(0, ())
    after = [fresh if line is changed else line for line in lines]
    judge(after)
    return after


def judge(lines: Sequence[Line]) -> None:
    """Says of each line what is to be done, and why."""
    for line in lines:
        line.twin, line.whys, line.field_whys = None, [], []
    _find_twins([line for line in lines if _is_new(line)])
    for line in lines:
        line.group = _group_of(line)


def counted(lines: Iterable[Line]) -> Counter[Group]:
    return Counter(line.group for line in lines)


def _told(read: Any) -> Told:
    if not isinstance(read, dict):
        return Told()
    value, certainty = read.get("value") or "", read.get("certainty") or "none"
    in_cv = str((read.get("cv") or {}).get("value") or "")
    says_more = bool(in_cv) and not is_same(in_cv, value)
    return Told(str(value), str(certainty), in_cv if says_more else "")


def _newcomer(line: Line) -> Newcomer:
    file = line.file.file
    return Newcomer(
        **{name: line.fields[name].value for name in FIELDS},
        digest=file.digest if file else "",
    )


def _is_new(line: Line) -> bool:
    """Whether it may become a new candidate."""
    file = line.file
    return file.state == State.READ and not file.is_gone and not _sent(line)


def _sent(line: Line) -> bool:
    """Whether it is in the outbox, or was sent from there."""
    write = line.file.write
    return write is not None and write.state != Write.State.CANCELLED


def _find_twins(lines: Sequence[Line]) -> None:
    """Of those with the same e-mail, the first is the one that is added."""
    first: dict[str, Line] = {}
    for line in lines:
        key = email_key(line.fields["email"].value)
        if not key or line.file.choice in (Choice.SKIP, Choice.TAG):
            continue
        line.twin = first.setdefault(key, line)
        if line.twin is line:
            line.twin = None


def _group_of(line: Line) -> Group:
    """What is to be done about it; adds why to the line."""
    file = line.file
    if _sent(line):
        return Group.SENT
    if file.why or file.state == State.FAILED:
        line.whys = [file.why]
        return Group.FAILED
    if file.state != State.READ:
        return Group.MISSING if file.state == State.EXPECTED else Group.READING
    if file.choice == Choice.SKIP:
        return Group.SKIPPED
    if (line.strong or line.twin) and not file.choice:
        line.whys = [why_same(line)]
        line.field_whys = field_whys_of(line)
        return Group.DUPLICATE
    line.whys = whys_of(line)
    line.field_whys = [] if file.choice == Choice.TAG else field_whys_of(line)
    return Group.CHECK if line.whys or line.field_whys else Group.READY
