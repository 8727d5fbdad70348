"""The rows of candidates, written in bulk.

Plain SQL, the same for both databases: model instances and the ORM's statement for a
hundred rows take longer than the database itself.
"""

from collections.abc import Collection, Mapping

from django.db import connections

from recruspace_dashboard.library import words
from recruspace_dashboard.library.filing import Filed, Given
from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.quick import fetch_in
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.words import RowWords

TABLE = CopiedCandidate._meta.db_table
COLUMNS = (
    "payload",
    "digest",
    "name_words",
    "email_words",
    "phone_words",
    "name_en",
    "name_tr",
    "email_key",
    "phone_key",
    "created_at",
)
# Not `INSERT OR REPLACE`: a row keeps its id.
UPSERT = (
    f"INSERT INTO {TABLE} (candidate_id, {', '.join(COLUMNS)}) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * (len(COLUMNS) + 1))}) "
    "ON CONFLICT (candidate_id) DO UPDATE SET "
    + ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)
)
KNOWN = f"SELECT candidate_id, id, digest FROM {TABLE} WHERE candidate_id IN"  # noqa: S608


def known(candidate_ids: Collection[int]) -> dict[int, tuple[int, bytes]]:
    """The id and digest of rows that are there, by the id of the candidate."""
    rows = fetch_in(ALIAS, KNOWN, candidate_ids)
    return {candidate_id: (id, bytes(digest)) for candidate_id, id, digest in rows}


def upsert(filed: Collection[tuple[Given, Filed]]) -> None:
    """Writes rows, new ones and others, without their words in the index."""
    connection = connections[ALIAS]
    adapt = connection.ops.adapt_datetimefield_value
    rows = [
        (
            given.candidate_id,
            given.text,
            given.digest,
            one.name_words,
            one.email_words,
            one.phone_words,
            one.name_en,
            one.name_tr,
            one.email_key,
            one.phone_key,
            one.created_at and adapt(one.created_at),
        )
        for given, one in filed
    ]
    with connection.cursor() as cursor:
        cursor.executemany(UPSERT, rows)


def remove_words(ids: Collection[int]) -> None:
    """Takes rows out of the full-text index, before they are changed or deleted."""
    rows = CopiedCandidate.objects.filter(id__in=list(ids)).values_list(
        "id", "name_words", "email_words", "phone_words"
    )
    words.remove(connections[ALIAS], [RowWords(row[0], tuple(row[1:])) for row in rows])


def add_words(filed: Mapping[int, Filed]) -> None:
    """Puts rows into the full-text index, by their ids."""
    rows = [
        RowWords(id, (one.name_words, one.email_words, one.phone_words))
        for id, one in filed.items()
    ]
    words.add(connections[ALIAS], rows)
