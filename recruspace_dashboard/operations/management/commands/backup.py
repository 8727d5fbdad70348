from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from recruspace_dashboard.operations.management import backups


class Command(BaseCommand):
    help = (
        "Backs up the database to one file. The dashboard may run meanwhile. The file "
        "contains accounts and encrypted API keys, and no sessions: store it safely."
    )
    # Invalid settings must not prevent a backup.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="The file to create. By default it is named after the current time.",
        )
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="Include secret_key and encryption_keys. Anyone who has the file can "
            "then read all API keys and sign in as any user.",
        )

    def handle(self, *, file: Path | None, with_secrets: bool, **options: Any) -> None:
        target = file or Path(f"dashboard-{timezone.now():%Y%m%d-%H%M%S}.tar.gz")
        try:
            backups.save(target, with_secrets=with_secrets)
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{target} ({target.stat().st_size:,} bytes)")
        self.stdout.write(
            "Secrets included: anyone who has this file can read all API keys."
            if with_secrets
            else "Secrets not included: back up encryption_keys separately."
        )
