"""Moves the rows of the app that was formerly called `submissions`."""

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = {
    "submissions_submission": (
        "id, form_id, state, sealed_address, digest, sent_at, created_at, user_id"
    ),
    "submissions_draft": "id, path, sealed, created_at, shown_at, owner_id",
}


def move_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)) & TABLES.keys()
        for old in sorted(there):
            new, columns = old.replace("submissions", "writes"), TABLES[old]
            cursor.execute(
                f"INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}"  # noqa: S608
            )
            cursor.execute(f"DROP TABLE {old}")
        models = [apps.get_model("writes", name) for name in ("Submission", "Draft")]
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("writes", "0001_initial")]

    operations = [migrations.RunPython(move_rows, migrations.RunPython.noop)]
