"""Makes the tables of the copy, and makes them anew after a change of their form.

The copy is derived, so an old one is not migrated but dropped: the next sync fills the
new tables. The full-text indexes are the database's own (`words/`).
"""

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connections

from recruspace_dashboard.library import words
from recruspace_dashboard.library.models import CopiedCandidate, CopyState
from recruspace_dashboard.library.quick import row_of
from recruspace_dashboard.library.router import ALIAS

# To be raised with every change of a model or of the full-text indexes.
SCHEMA = 4
# Of the database, while tables are made; any other number would do.
LOCK = 7_265_637
SORT_KEYS = ("name_en", "name_tr", "email_key")


def ensure() -> CopyState:
    """The state of the copy. Makes its tables if they are missing or of another form,
    and an empty copy if it is of another API."""
    state = read()
    if state is not None:
        return state
    try:
        return make(if_missing=True)
    except DatabaseError:
        # Another process may have made them just now.
        state = read()
        if state is None:
            raise
        return state


def make(*, if_missing: bool = False) -> CopyState:
    """Makes empty tables, in place of those that are there; with `if_missing`, unless
    another process has just made them."""
    connection = connections[ALIAS]
    models = list(apps.get_app_config("library").get_models())
    # On SQLite, one process after the other.
    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
        tables = set(connection.introspection.table_names())
        # On PostgreSQL, a statement that fails would end the transaction.
        if if_missing and _has_its_columns():
            made = read()
            if made is not None:
                return made
        words.drop(connection)
        for model in models:
            if model._meta.db_table in tables:
                editor.delete_model(model)
            editor.create_model(model)
        if connection.vendor == "postgresql":
            # As SQLite does by itself: by code points, in any locale of the server.
            for column in SORT_KEYS:
                editor.execute(
                    f"ALTER TABLE {CopiedCandidate._meta.db_table} "
                    f'ALTER COLUMN {column} TYPE text COLLATE "C"'
                )
        words.create(connection)
        return CopyState.objects.create(
            pk=1, schema=SCHEMA, origin=settings.RECRUSPACE_API_URL
        )


def read() -> CopyState | None:
    """The state of the copy, or None if there is none of this form and this API."""
    try:
        state = row_of(CopyState, 1)
    except DatabaseError as error:
        # A copy that cannot be read just now is not to be made anew.
        if not _is_missing(error):
            raise
        if not _has_its_columns():
            return None
        # Another process has made it since.
        state = row_of(CopyState, 1)
    wanted = (SCHEMA, settings.RECRUSPACE_API_URL)
    if state is None or (state.schema, state.origin) != wanted:
        return None
    return state


def _is_missing(error: DatabaseError) -> bool:
    """Whether there is no such table or column. What has another reason is not looked
    at again: a table that is locked would be waited for twice."""
    if connections[ALIAS].vendor == "postgresql":
        return isinstance(error, ProgrammingError)
    return "no such" in str(error)


def _has_its_columns() -> bool:
    """Whether the table of the state is there, and not that of an older version."""
    connection, table = connections[ALIAS], CopyState._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    wanted = {str(field.column) for field in CopyState._meta.concrete_fields}
    return wanted <= {column.name for column in described}
