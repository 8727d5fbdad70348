"""Two to four candidates side by side: what is known of each, and what differs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recruspace_dashboard.candidates.reading import read_copy, sorted_pools
from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.library import live
from recruspace_dashboard.library.bulk import ids_of
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.lists.copy import Copy, if_readable
from recruspace_dashboard.lists.rows import Days
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.pages.results import Result, raise_if_all_failed, try_read
from recruspace_dashboard.services import RecruspaceClient, parse
from recruspace_dashboard.services.candidates import Found
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.verdicts.reading import NONE, Given, Verdicts, of_candidates

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FEWEST, MOST = 2, 4


@dataclass(frozen=True)
class Compared:
    """One column: a candidate with what is known of them here, or why there is none."""

    id: int
    result: Result[Candidate]
    pools: Sequence[CopiedPool] = ()
    verdicts: Verdicts = NONE

    @property
    def candidate(self) -> Candidate | None:
        return self.result.data


@dataclass(frozen=True)
class Fact:
    """One row. `kind` is how its values are shown: one for each column, None for a
    candidate who could not be read."""

    kind: str
    title: "StrOrPromise"
    values: tuple[Any, ...]

    @property
    def known(self) -> list[Any]:
        return [value for value in self.values if value is not None]

    @property
    def is_empty(self) -> bool:
        return not any(value or value == 0 for value in self.known)

    @property
    def differs(self) -> bool:
        return any(value != self.known[0] for value in self.known)


def asked_ids(typed: Iterable[str]) -> list[int]:
    """The ids in an address, each once: repeated, or with commas between."""
    ids = (parse.identity(one.strip()) for text in typed for one in text.split(","))
    return list(dict.fromkeys(id for id in ids if id is not None))


def read_compared(request: HttpRequest, ids: Sequence[int]) -> list[Compared]:
    """The candidates, read side by side. Raises `RecruspaceError` if nobody can be
    shown, or if the key was refused."""
    client = request.recruspace
    reading = [beside(client, partial(_look_up, candidate_id=id)) for id in ids]
    results = [try_read(one.result) for one in reading]
    raise_if_all_failed(*results)
    for result in results:
        if result.data:
            live.saw_candidate(result.data)
    there = [id for id, one in zip(ids, results, strict=True) if one.data]
    verdicts = of_candidates(there, request.user.pk)
    pools = if_readable(lambda: _pools(read_copy(request), there)) or {}
    return [
        Compared(
            id,
            Result(one.data.candidate if one.data else None, one.error),
            pools.get(id, ()),
            verdicts.get(id, NONE),
        )
        for id, one in zip(ids, results, strict=True)
    ]


def facts_of(compared: Sequence[Compared]) -> list[Fact]:
    """The rows in which anything is known of anybody."""
    days = Days(timezone.now().date())
    facts = [
        Fact(kind, title, tuple(one.candidate and read(one) for one in compared))
        for kind, title, read in _facts(days)
    ]
    return [fact for fact in facts if not fact.is_empty]


Read = Callable[[Any], Any]


def _facts(days: Days) -> Iterable[tuple[str, "StrOrPromise", Read]]:
    """Of each row: how it is shown, its title, and what a column has in it."""
    yield "suitability", _("Suitability"), lambda one: one.candidate.suitability
    yield "score", _("Score"), lambda one: _or_nothing(one.candidate.score)
    yield "text", _("Stage"), lambda one: _stage(one.candidate)
    yield "verdicts", _("Verdict"), lambda one: list(map(_said, one.verdicts.all))
    yield "text", _("City"), lambda one: one.candidate.city
    yield "label", _("Source"), lambda one: one.candidate.source_platform
    added = pgettext_lazy("column", "Added")
    yield "text", added, lambda one: days.text(one.candidate.created_at)
    yield "tags", _("Tags"), lambda one: sorted(t.title for t in one.candidate.tags)
    yield "pools", _("Pools"), lambda one: list(one.pools)
    yield "phone", _("Phone"), lambda one: one.candidate.phone_number
    yield "email", _("E-mail"), lambda one: one.candidate.email
    yield "job", _("Job post"), lambda one: one.candidate.job_post or ""


def _look_up(client: RecruspaceClient, candidate_id: int) -> Found:
    return client.candidates.look_up(candidate_id=candidate_id)


def _or_nothing(score: float | int | None) -> float | int | str:
    return "" if score is None else score


def _stage(one: Candidate) -> str:
    """`Interview · Phone call`"""
    return " · ".join(filter(None, dict.fromkeys([one.stage, one.substage])))


def _said(given: Given) -> tuple[str, str]:
    return given.verdict, str(given)


def _pools(copy: Copy | None, ids: Sequence[int]) -> dict[int, Sequence[CopiedPool]]:
    if copy is None:
        return {}
    search = copy.search()
    known = {
        id: copied for id, copied in ids_of(ids).items() if copied in search.visible
    }
    pools = search.pools_of(known.values())
    return {
        id: sorted_pools(
            copy, [pool for pool, there in pools.items() if copied in there]
        )
        for id, copied in known.items()
    }
