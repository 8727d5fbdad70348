"""Makes the copy anew where its file is damaged, or tables are missing.

Nothing is lost but time: the next sync fills it. Only workers and commands do so, as
pages could not wait for it.
"""

import logging
from pathlib import Path

from django.apps import apps
from django.db import DatabaseError, connections

from recruspace_dashboard.library import schema, words
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.operations.databases import is_damage

logger = logging.getLogger(__name__)

# SQLite's own files beside the database.
BESIDE = ("-wal", "-shm")


def after(error: DatabaseError) -> bool:
    """Whether the copy was made anew, as `error` came from its damage.

    A database that is locked, full or away is left as it is.
    """
    try:
        return _repair(thorough=is_damage(error))
    except (DatabaseError, OSError) as failure:
        logger.warning("The copy could not be repaired: %s", failure)
        return False


def check() -> None:
    """Looks for damage that nothing has met yet. Takes long for a large copy."""
    try:
        _repair(thorough=True)
    except (DatabaseError, OSError) as failure:
        logger.warning("The copy could not be checked: %s", failure)


def find_missing() -> bool:
    """Makes the copy anew if tables of it are missing; returns whether it did."""
    state = schema.ensure()
    if _tables() <= set(connections[ALIAS].introspection.table_names()):
        return False
    logger.error("The copy of %s lacks tables, and is made anew", state.origin)
    schema.make()
    return True


def _repair(*, thorough: bool) -> bool:
    connection = connections[ALIAS]
    try:
        if find_missing():
            return True
        if not thorough or connection.vendor != "sqlite" or _is_sound():
            return False
    except DatabaseError as error:
        if not is_damage(error) or connection.vendor != "sqlite":
            raise
    logger.error("The file of the copy is damaged, and is made anew")
    connection.close()
    _delete_files(Path(str(connection.settings_dict["NAME"])))
    schema.ensure()
    return True


def _tables() -> set[str]:
    models = apps.get_app_config("library").get_models()
    return {model._meta.db_table for model in models} | words.TABLES


def _is_sound() -> bool:
    """Whether SQLite finds nothing wrong; it may raise as well."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [found] = cursor.fetchone()
        words.check(connections[ALIAS])
    return bool(found == "ok")


def _delete_files(path: Path) -> None:
    """Programs that have it open go on with what they have until they close it."""
    for name in ("", *BESIDE):
        path.with_name(path.name + name).unlink(missing_ok=True)
