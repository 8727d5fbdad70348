from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from recruspace_dashboard.operations.retention import purge, purge_all


class Command(BaseCommand):
    help = "Forgets what belongs to people and has had its time. Run it every day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="Forget all sessions, unfinished forms and kept answers, whatever "
            "their age. Everybody signs in again; accounts and API keys stay.",
        )

    def handle(self, *, all: bool, **options: Any) -> None:
        try:
            for what, count in purge_all() if all else purge():
                self.stdout.write(f"{what}: {count} forgotten")
        except DatabaseError as error:
            raise CommandError(f"The database is busy; run it again. {error}") from None
