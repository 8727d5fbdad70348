"""What the page of an intake shows: its files, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from django.urls import reverse

from recruspace_dashboard.intake.judging import counted, read_lines, renewed
from recruspace_dashboard.intake.lines import Group, Line
from recruspace_dashboard.intake.models import Intake, Sheet
from recruspace_dashboard.lists.guard import Looked
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import parse


@dataclass(frozen=True)
class Section:
    """The files of one group."""

    group: Group
    lines: Sequence[Line]


@dataclass(frozen=True)
class OpenedIntake:
    """An intake, and the file of it that is looked at: None while there is none."""

    intake: Intake
    lines: Sequence[Line]
    current: Line | None
    # Where it was looked for those who are there already.
    looked: Looked

    @classmethod
    def of(cls, request: HttpRequest, intake: Intake, at: int | None = None) -> Self:
        lines, looked = read_lines(request, intake)
        at = at or parse.identity(request.GET.get("at"))
        current = next((line for line in lines if line.number == at), None)
        return cls(intake, lines, current or _first(lines), looked)

    def renewed(self, request: HttpRequest, changed: Line) -> tuple[Self, Line]:
        """The same intake, after the file of a line was changed; and its line now."""
        lines = renewed(request, self.lines, changed)
        current = next(line for line in lines if line.number == changed.number)
        return replace(self, lines=lines, current=current), current

    def at(self, line: Line) -> Self:
        """The same intake, with another file that is looked at."""
        return replace(self, current=line)

    @cached_property
    def path(self) -> str:
        return reverse("intake:detail", args=[self.intake.pk])

    @property
    def address(self) -> str:
        """Of this page, with the file that is looked at."""
        return self.address_of(self.current) if self.current else self.path

    def address_of(self, line: Line) -> str:
        return f"{self.path}?at={line.number}"

    @cached_property
    def counts(self) -> dict[str, int]:
        counts = counted(self.lines)
        return {group.value: counts[group] for group in Group}

    @cached_property
    def sections(self) -> Sequence[Section]:
        """The groups that have files, in their order."""
        found = (
            Section(group, [line for line in self.lines if line.group == group])
            for group in Group
        )
        return [one for one in found if one.lines]

    @cached_property
    def sheet(self) -> Sheet | None:
        """The table of candidates that came with the files."""
        return Sheet.objects.filter(intake=self.intake).first()

    @property
    def ready(self) -> Sequence[Line]:
        return [line for line in self.lines if line.group == Group.READY]

    @property
    def to_look_at(self) -> int:
        return sum(line.needs_a_look for line in self.lines)

    @cached_property
    def for_all(self) -> Mapping[str, Any]:
        return self.intake.for_all

    @property
    def here(self) -> int:
        """How many files are here, or were."""
        gone = self.counts[Group.MISSING] + self.counts[Group.FAILED]
        return len(self.lines) - gone

    @property
    def read(self) -> int:
        return self.here - self.counts[Group.READING]

    @property
    def is_checked(self) -> bool:
        """Whether nothing is left to do but to add them."""
        waits = self.to_look_at or self.is_reading or self.missing
        return bool(self.ready) and not waits

    @property
    def missing(self) -> int:
        return self.counts[Group.MISSING]

    @property
    def is_reading(self) -> bool:
        """Whether files are still being read, so that the page changes by itself."""
        return bool(self.counts[Group.READING])

    @property
    def is_under_way(self) -> bool:
        """Whether what is in the outbox is not settled yet."""
        waiting = ("waiting", "sending")
        return any(
            line.group == Group.SENT and line.file.write.state in waiting
            for line in self.lines
            if line.file.write
        )

    @property
    def waits_for_current(self) -> bool:
        """Whether the file that is looked at comes by itself once it is read."""
        waiting = (Group.READING, Group.MISSING)
        is_waiting = self.current is not None and self.current.group in waiting
        return self.is_reading and is_waiting

    @property
    def seconds(self) -> int:
        """How often it is asked for again: of many files, each answer is long."""
        return max(2, len(self.lines) // 50)

    @property
    def renews_list(self) -> bool:
        """Whether the list alone is asked for again: what is typed stays."""
        changes = self.is_reading or self.is_under_way
        return changes and not self.waits_for_current

    @property
    def place(self) -> int:
        """Where the file stands in the list as it is shown, from 1 on."""
        return self._shown.index(self.current) + 1 if self.current else 0

    @property
    def previous(self) -> str:
        return self._beside(-1)

    @property
    def next(self) -> str:
        return self._beside(1)

    @cached_property
    def _shown(self) -> Sequence[Line]:
        return [line for section in self.sections for line in section.lines]

    def _beside(self, by: int) -> str:
        """The address of a neighbour; empty if there is none."""
        at = self.place - 1 + by
        if not self.current or not 0 <= at < len(self._shown):
            return ""
        return self.address_of(self._shown[at])

    def next_to_look_at(self, after: Line) -> Line | None:
        """The next file that needs a look, in the order of the list, from the top
        again; `after` is as it stood in the list before."""
        order = list(Group)

        def place(line: Line) -> tuple[int, int]:
            return order.index(line.group), line.number

        wanted = [one for one in self.lines if one.needs_a_look]
        wanted = sorted((o for o in wanted if o.number != after.number), key=place)
        later = (line for line in wanted if place(line) > place(after))
        return next(later, wanted[0] if wanted else None)


def _first(lines: Sequence[Line]) -> Line | None:
    """What needs a look comes first, then what can be changed."""
    by_need = (
        lambda line: line.needs_a_look,
        lambda line: line.is_open,
        lambda line: True,
    )
    for is_wanted in by_need:
        if found := next(filter(is_wanted, lines), None):
            return found
    return None
