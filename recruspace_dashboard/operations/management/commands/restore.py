from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.operations.management import backups
from recruspace_dashboard.operations.running import dashboard_stopped


class Command(BaseCommand):
    help = (
        "Restores a file made by `backup`, ends all sessions and pauses all batches. "
        "Stop the dashboard first."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Replace the existing database.",
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        try:
            with dashboard_stopped():
                restored = backups.restore(file, replace_database=replace)
        except BlockingIOError:
            raise CommandError("The dashboard is running. Stop it first.") from None
        except (OSError, backups.BackupError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Restored: {', '.join(restored.names)}")
        self.stdout.write(restored.consequences)
        self.stdout.write("Now run `manage.py migrate` and start the dashboard.")
