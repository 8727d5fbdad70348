"""Who is left out of a batch, by the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from recruspace_dashboard.outbox.staging import Reason
from recruspace_dashboard.writes.models import Batch

# So many are named for each reason.
MOST_NAMED = 100


@dataclass(frozen=True)
class LeftOut:
    """`named` are ids and names; who would be new has no id."""

    reason: str
    number: int
    named: Sequence[tuple[int | None, str]]

    @property
    def more(self) -> int:
        return self.number - len(self.named)


def left_out_of(batch: Batch, names: Mapping[int, str], *, own: bool) -> list[LeftOut]:
    """With the names that `names` has, and of the `own` batch those of new ones."""
    return [
        LeftOut(_words(reason), len(those), _named(those[:MOST_NAMED], names, own=own))
        for reason, those in _by_reason(batch).items()
    ]


def ids_to_name(batch: Batch) -> list[int]:
    return [
        one
        for those in _by_reason(batch).values()
        for one in those[:MOST_NAMED]
        if isinstance(one, int)
    ]


def _named(
    those: Sequence[int | str], names: Mapping[int, str], *, own: bool
) -> list[tuple[int | None, str]]:
    return [
        (one, names.get(one, "")) if isinstance(one, int) else (None, one)
        for one in those
        if own or isinstance(one, int)
    ]


def _words(reason: str) -> str:
    if reason in Reason.values:
        return str(Reason(reason).label)
    return gettext(reason) if reason else ""


def _by_reason(batch: Batch) -> dict[str, list[int | str]]:
    by_reason: dict[str, list[int | str]] = {}
    for one, reason in batch.left_out:
        by_reason.setdefault(reason, []).append(one)
    return by_reason
