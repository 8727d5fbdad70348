"""A user with what nearly every page asks of them, in one statement.

It is compiled once: that takes the ORM much longer than the database takes to answer.
"""

from copy import copy
from functools import cache

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.query import get_related_populators


def read_user(user_id: int) -> User | None:
    return _statement().read(user_id)


@cache
def _statement() -> "_Statement":
    return _Statement()


class _Statement:
    """Does what the ORM does after it has compiled a query."""

    def __init__(self) -> None:
        query = User.objects.select_related(*settings.USER_ROWS).filter(pk=0).query
        self._compiled = query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, _ = self._compiled.as_sql()
        info, select = self._compiled.klass_info, self._compiled.select
        fields = info["select_fields"]
        self._own = slice(fields[0], fields[-1] + 1)
        self._names = [column.target.attname for column, *_ in select[self._own]]
        self._related = get_related_populators(  # type: ignore[call-arg]  # since 6.1
            info, select, DEFAULT_DB_ALIAS
        )
        # It belongs to a thread, and would stay open with this.
        del self._compiled.connection

    def read(self, user_id: int) -> User | None:
        compiled = copy(self._compiled)
        compiled.connection = connections[DEFAULT_DB_ALIAS]
        with compiled.connection.cursor() as cursor:
            cursor.execute(self._sql, [user_id])
            found = cursor.fetchall()
        for row in compiled.results_iter([found]):
            user = User.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for each in self._related:
                each.populate(row, user)
            return user
        return None
