"""Moves the rows of the app that was called `submissions`: sent forms, and drafts."""

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# By the table that may be there from before.
MOVES = {
    "submissions_draft": (
        "INSERT INTO writes_draft (id, path, sealed, created_at, shown_at, owner_id) "
        "SELECT id, path, sealed, created_at, shown_at, owner_id "
        "FROM submissions_draft",
        "DROP TABLE submissions_draft",
    ),
    "submissions_submission": (
        "INSERT INTO writes_submission "
        "(id, form_id, state, sealed_address, digest, sent_at, created_at, user_id) "
        "SELECT "
        "id, form_id, state, sealed_address, digest, sent_at, created_at, user_id "
        "FROM submissions_submission",
        "DROP TABLE submissions_submission",
    ),
}


def move_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    models = [apps.get_model("writes", name) for name in ("Submission", "Draft")]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for statements in (MOVES[table] for table in MOVES if table in tables):
            for statement in statements:
                cursor.execute(statement)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("writes", "0001_initial")]

    operations = [migrations.RunPython(move_rows, migrations.RunPython.noop)]
