"""Deletes the API keys of users who were deactivated by an earlier version."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def delete_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("accounts", "ApiKey").objects.filter(user__is_active=False).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_account")]

    operations = [migrations.RunPython(delete_keys, migrations.RunPython.noop)]
