"""The verdicts on candidates, as a user is shown them: who may see a candidate may see
what everybody here thinks of them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections, router

from recruspace_dashboard.accounts.names import short_name
from recruspace_dashboard.library.search import LARGEST_ID
from recruspace_dashboard.sealing.key_ring import unseal_or_empty
from recruspace_dashboard.verdicts.models import Verdict


@dataclass(frozen=True)
class Given:
    """A verdict; `name` is the user's, as `Ayşe Y.`"""

    user_id: int
    name: str
    verdict: str
    sealed_reason: str
    made_at: datetime

    @property
    def label(self) -> str:
        return str(Verdict.Choice(self.verdict).label)

    @property
    def reason(self) -> str:
        return unseal_or_empty(self.sealed_reason, self.user_id)

    @property
    def words(self) -> str:
        """`Yes, good SQL`"""
        return ", ".join(filter(None, [self.label, self.reason]))

    def __str__(self) -> str:
        """`Ayşe Y.: Yes, good SQL`"""
        return f"{self.name}: {self.words}"


@dataclass(frozen=True)
class Verdicts:
    """What is thought of a candidate: by the user who looks, and by the others, the
    newest first."""

    mine: Given | None = None
    others: tuple[Given, ...] = ()

    @property
    def all(self) -> tuple[Given, ...]:
        return (self.mine, *self.others) if self.mine else self.others


NONE = Verdicts()
MADE_AT = Verdict._meta.get_field("made_at")


def of_candidate(candidate_id: int, user: int | None) -> Verdicts:
    return of_candidates([candidate_id], user).get(candidate_id, NONE)


def of_candidates(
    candidate_ids: Collection[int], user: int | None
) -> Mapping[int, Verdicts]:
    """The verdicts on each of the candidates on whom there are any, in one statement.
    `user` is the id of who looks: whether they may see the candidates is for the
    caller to know."""
    # The database cannot look for a larger one.
    numbers = [one for one in candidate_ids if one <= LARGEST_ID]
    found: dict[int, list[Given]] = defaultdict(list)
    for made_at, (number, user_id, verdict, reason, *names) in _rows(numbers):
        one = Given(user_id, short_name(*names), verdict, reason, made_at)
        found[number].append(one)
    return {number: _seen_by(user, given) for number, given in found.items()}


# Each page of a list asks this: the ORM takes ten times as long as the database.
STATEMENT = f"""
    SELECT made_at, candidate_id, user_id, verdict, sealed_reason,
        first_name, last_name, username
    FROM {Verdict._meta.db_table} verdicts
    JOIN {User._meta.db_table} users ON users.id = user_id
    WHERE origin = %s AND candidate_id IN ({{}})
    ORDER BY made_at DESC, verdicts.id DESC
"""  # noqa: S608


def _rows(candidate_ids: Sequence[int]) -> Iterator[tuple[datetime, Sequence[Any]]]:
    """When each verdict was made, and the other columns."""
    if not candidate_ids:
        return
    connection = connections[router.db_for_read(Verdict)]
    statement = STATEMENT.format(", ".join(["%s"] * len(candidate_ids)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [settings.RECRUSPACE_API_URL, *candidate_ids])
        rows = cursor.fetchall()
    # SQLite has no type for a moment.
    moment = MADE_AT.get_col(Verdict._meta.db_table)
    converters = connection.ops.get_db_converters(moment) if rows else ()
    for made_at, *others in rows:
        for convert in converters:
            made_at = convert(made_at, moment, connection)
        yield made_at, others


def _seen_by(user: int | None, given: Sequence[Given]) -> Verdicts:
    mine = next((one for one in given if one.user_id == user), None)
    return Verdicts(mine, tuple(one for one in given if one is not mine))
