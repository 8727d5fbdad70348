"""Forms that were sent become rows of the one table of writes."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import recruspace_dashboard.writes.models.batch


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("writes", "0002_move_from_submissions"),
    ]

    operations = [
        migrations.RenameModel("Submission", "Write"),
        migrations.RemoveConstraint("Write", "one_row_of_a_form"),
        migrations.RenameField("Write", "user", "owner"),
        migrations.AlterField(
            "Write",
            "owner",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "Write",
            models.UniqueConstraint(
                fields=("owner", "form_id"), name="one_row_of_a_form"
            ),
        ),
        migrations.AddField(
            "Write", "sealed_for", models.BigIntegerField(default=0), False
        ),
        migrations.AlterField("Write", "form_id", models.UUIDField(default=uuid.uuid4)),
        migrations.AddField(
            model_name="write",
            name="action",
            field=models.CharField(
                blank=True,
                choices=[
                    ("note", "Note"),
                    ("tag", "Tag"),
                    ("pool", "Add to a pool"),
                    ("job", "Add to a job post"),
                    ("candidate", "New candidate"),
                    ("application", "Application"),
                    ("file", "File"),
                    ("new_pool", "New pool"),
                    ("renamed_pool", "Pool renamed"),
                    ("deleted_pool", "Pool deleted"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="write",
            name="already",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="write",
            name="api",
            field=models.CharField(
                default=recruspace_dashboard.writes.models.batch.this_api,
                max_length=200,
            ),
        ),
        migrations.AddField(
            model_name="write",
            name="attempts",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="write",
            name="candidate_id",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="write",
            name="ended_at",
            field=models.DateTimeField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="write",
            name="looked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="write",
            name="sealed_arguments",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="write",
            name="sealed_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="write",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="write",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="write",
            name="sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="write",
            name="state",
            field=models.CharField(
                choices=[
                    ("staged", "Not sent yet"),
                    ("waiting", "Waiting"),
                    ("sending", "Being sent"),
                    ("done", "Done"),
                    ("refused", "Refused"),
                    ("unknown", "Unclear"),
                    ("cancelled", "Cancelled"),
                ],
                default="sending",
                max_length=9,
            ),
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("sealed_for", models.BigIntegerField()),
                ("action", models.CharField(max_length=12)),
                ("sealed_arguments", models.TextField(blank=True)),
                ("sealed_left_out", models.TextField(blank=True)),
                (
                    "api",
                    models.CharField(
                        default=recruspace_dashboard.writes.models.batch.this_api,
                        max_length=200,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not sent yet"),
                            ("running", "Being sent"),
                            ("paused", "Paused"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=7,
                    ),
                ),
                (
                    "pause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_user", "Paused by hand."),
                            ("refused_key", "Recruspace refused the API key."),
                            (
                                "other_key",
                                "The API key was replaced since it was sent.",
                            ),
                            ("no_key", "No API key is stored."),
                            ("restored", "The database was restored from a backup."),
                        ],
                        max_length=11,
                    ),
                ),
                ("not_before", models.DateTimeField(null=True)),
                ("waits_for", models.CharField(blank=True, max_length=5)),
                ("faults", models.PositiveIntegerField(default=0)),
                ("served_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="write",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="writes",
                to="writes.batch",
            ),
        ),
        migrations.AddIndex(
            model_name="write",
            index=models.Index(fields=["batch", "state"], name="writes_of_batch"),
        ),
        migrations.AddIndex(
            model_name="write",
            index=models.Index(fields=["owner", "state"], name="writes_of_owner"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["state", "not_before"], name="batches_by_state"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["owner", "state"], name="batches_of_owner"),
        ),
        migrations.AddField(
            model_name="write",
            name="look_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="write",
            name="problem",
            field=models.CharField(
                blank=True,
                choices=[
                    ("not_found", "Recruspace does not know the candidate any more."),
                    ("forbidden", "The API key may not do this."),
                    (
                        "sealed",
                        "What was to be sent cannot be decrypted any more.",
                    ),
                ],
                max_length=9,
            ),
        ),
    ]
