"""A file of an intake with what is known of it, as the page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.intake.sheets.values import is_same
from recruspace_dashboard.lists.guard import Known
from recruspace_dashboard.writes.models import Write

FIELDS = ("first_name", "last_name", "email", "phone_number")
NEEDED = ("first_name", "last_name", "email")
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


def _told(read: Any) -> Told:
    if not isinstance(read, dict):
        return Told()
    value, certainty = read.get("value") or "", read.get("certainty") or "none"
    in_cv = str((read.get("cv") or {}).get("value") or "")
    says_more = bool(in_cv) and not is_same(in_cv, value)
    return Told(str(value), str(certainty), in_cv if says_more else "")
