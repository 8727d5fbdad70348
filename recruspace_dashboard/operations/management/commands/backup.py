from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from recruspace_dashboard.operations import backups


class Command(BaseCommand):
    help = (
        "Makes one file with the database in it, while the dashboard runs. It holds "
        "people's accounts, sessions and sealed API keys: keep it as you keep those."
    )
    # What is wrong with the settings keeps nobody from saving the data.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="Where; by default in this folder."
        )
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="Put secret_key and encryption_keys in as well: whoever has the file "
            "can then read all API keys and sign in as anybody.",
        )

    def handle(self, *, file: Path | None, with_secrets: bool, **options: Any) -> None:
        made = file or Path(f"dashboard-{timezone.now():%Y%m%d-%H%M%S}.tar.gz")
        try:
            backups.save(made, with_secrets=with_secrets)
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{made} ({made.stat().st_size:,} bytes)")
        self.stdout.write(
            "With the secrets: who has this file can read all API keys."
            if with_secrets
            else "Without the secrets: keep a copy of encryption_keys apart from it."
        )
