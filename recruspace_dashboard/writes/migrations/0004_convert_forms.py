"""Gives the rows of forms that were sent before the names of today."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

STATES = {"pending": "sending", "failed": "refused"}


def convert(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("writes", "Write").objects.using(
        schema_editor.connection.alias
    )
    rows.update(sealed_for=F("owner_id"), attempts=1)
    for before, after in STATES.items():
        rows.filter(state=before).update(state=after)
    rows.exclude(state="sending").update(ended_at=F("sent_at"))


class Migration(migrations.Migration):
    dependencies = [("writes", "0003_write_is_a_row")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
