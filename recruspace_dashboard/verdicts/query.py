"""What a query asks of verdicts: `verdict:yes`, `by:me`.

A verdict and a name that stand side by side are asked of one verdict: `verdict:yes
by:me` finds those to whom the user said yes. Nobody's verdict is `verdict:none`, and
`verdict:none by:me` finds those of whom the user has said nothing.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from itertools import product

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from recruspace_dashboard.library.bulk import ids_of
from recruspace_dashboard.library.folding import words
from recruspace_dashboard.library.query.extras import ExtraField, ExtraFields
from recruspace_dashboard.library.query.help import HelpLine
from recruspace_dashboard.library.query.names import plain
from recruspace_dashboard.library.query.tree import Extra
from recruspace_dashboard.verdicts.models import Verdict

VERDICT, BY = "verdict", "by"
NONE = "none"
# No name is folded to it.
ME = "@me"
# The other names of each, beside its own.
VALUES = {"yes": "evet", "maybe": "belki", "no": "hayır", NONE: "yok"}
MYSELF = {"me", "ben"}
HELP = HelpLine(
    _("verdict:yes by:me"),
    _(
        "A verdict given here: yes, maybe, no or none, and by whom. To have it in "
        "Recruspace, find it and add a tag to all."
    ),
)

_VALUE_NAMED = {
    plain(name): value
    for value, others in VALUES.items()
    for name in (value, *others.split())
}


def _read_user(typed: str) -> str | None:
    if plain(typed) in MYSELF:
        return ME
    return " ".join(words(typed)) or None


class VerdictFinder:
    """Finds in two statements whatever is asked, in one search of a user."""

    def __init__(self, user: int | None) -> None:
        self._user = user

    def find(self, asked: Sequence[Extra], everyone: BitMap) -> BitMap:
        verdicts = [one.values for one in asked if one.field == VERDICT]
        users = [one.values for one in asked if one.field == BY]
        found = everyone
        for values, names in product(verdicts or [()], users or [()]):
            found = found & self._having(values, names, everyone)
        return found

    def _having(
        self, values: tuple[str, ...], names: tuple[str, ...], everyone: BitMap
    ) -> BitMap:
        """Those with any of the verdicts by any of the users; without values any one,
        without names anybody's."""
        given = {
            key: ids
            for key, ids in self._given.items()
            if not names or any(self._is_named(key[0], name) for name in names)
        }
        wanted = values or Verdict.Choice.values
        found = BitMap().union(*(ids for key, ids in given.items() if key[1] in wanted))
        return (
            found | everyone - BitMap().union(*given.values())
            if NONE in values
            else found
        )

    def _is_named(self, user: int, name: str) -> bool:
        if name == ME:
            return user == self._user
        there = self._names[user]
        return all(any(one.startswith(part) for one in there) for part in name.split())

    @cached_property
    def _given(self) -> dict[tuple[int, str], BitMap]:
        """Who has which verdict, by the user and the verdict: the ids in the copy."""
        given = {row[:2]: json.loads(row[2]) for row in self._rows}
        ids = ids_of({one for numbers in given.values() for one in numbers})
        return {
            key: BitMap(ids[one] for one in numbers if one in ids)
            for key, numbers in given.items()
        }

    @cached_property
    def _names(self) -> dict[int, list[str]]:
        return {row[0]: words(" ".join(row[3:])) for row in self._rows}

    @cached_property
    def _rows(self) -> list[tuple[int, str, str, str, str, str]]:
        """A row for each user and verdict, with the candidates as a JSON list."""
        is_sqlite = connection.vendor == "sqlite"
        collect = "json_group_array(%s)" if is_sqlite else "json_agg(%s)::text"
        with connection.cursor() as cursor:
            cursor.execute(
                STATEMENT.format(collect % "candidate_id"),
                [settings.RECRUSPACE_API_URL],
            )
            rows: list[tuple[int, str, str, str, str, str]] = cursor.fetchall()
        return rows


STATEMENT = f"""
    SELECT users.id, verdict, {{}}, first_name, last_name, username
    FROM {Verdict._meta.db_table} JOIN {User._meta.db_table} users ON users.id = user_id
    WHERE origin = %s GROUP BY users.id, verdict
"""  # noqa: S608

FIELDS = ExtraFields(
    (
        ExtraField(
            VERDICT,
            "verdicts karar",
            lambda typed: _VALUE_NAMED.get(plain(typed)),
            _("“{word}” is none of yes, maybe, no, none."),
        ),
        ExtraField(BY, "kimden veren", _read_user, _("“{word}” is no name.")),
    ),
    VerdictFinder,
)
