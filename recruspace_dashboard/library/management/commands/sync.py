import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from recruspace_dashboard.library import repair
from recruspace_dashboard.library.sync import foreground
from recruspace_dashboard.library.sync.foreground import Report


class Command(BaseCommand):
    help = "Copies the pools that have changed, now. Exits with 1 if that failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", help="Only with the key of this user.")
        parser.add_argument(
            "--full", action="store_true", help="Also pools that have not changed."
        )

    def handle(self, *, user: str | None, full: bool, **options: Any) -> None:
        if not settings.LIBRARY:
            raise CommandError("LIBRARY is off: nothing is copied.")
        began = time.monotonic()
        try:
            report = self._sync(user, full=full)
        except DatabaseError as error:
            raise CommandError(f"The database is busy. Try again. {error}") from None
        spent = time.monotonic() - began
        self.stdout.write(
            f"{report.pools} pools: {report.walked} read in {spent:.0f} s, "
            f"{report.candidates} candidates, {report.changed} changed, "
            f"{report.calls} calls"
        )
        if report.problems:
            raise CommandError("\n".join(report.problems))

    def _sync(self, user: str | None, *, full: bool) -> Report:
        try:
            return foreground.sync(user, full=full)
        except DatabaseError as error:
            if not repair.after(error):
                raise
        self.stderr.write("The copy was damaged, and is made anew.")
        return foreground.sync(user, full=full)
