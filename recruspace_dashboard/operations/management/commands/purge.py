from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from recruspace_dashboard.operations.retention import purge, purge_all


class Command(BaseCommand):
    help = "Deletes rows and cached responses past their retention. Run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action="store_true",
            help="Delete all sessions, failed sign-ins, drafts, cached responses, the "
            "copy of the pools, files that wait to be sent, the history of what was "
            "sent, and all batches, whatever their age. What a batch has not sent "
            "yet, also one that is being sent, is never sent then. All users must "
            "sign in again; accounts and API keys stay.",
        )

    def handle(self, *, all: bool, **options: Any) -> None:
        try:
            for label, count in purge_all() if all else purge():
                self.stdout.write(f"{label}: {count} deleted")
        except DatabaseError as error:
            raise CommandError(f"The database is busy. Try again. {error}") from None
