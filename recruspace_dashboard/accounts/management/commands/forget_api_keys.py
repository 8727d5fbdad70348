from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.accounts.models import ApiKey


class Command(BaseCommand):
    help = "Deletes all stored API keys. Users then enter theirs again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-input",
            "--noinput",
            action="store_false",
            dest="interactive",
            help="Do not ask for confirmation.",
        )

    def handle(self, *, interactive: bool, **options: Any) -> None:
        question = f"Delete all stored API keys ({ApiKey.objects.count()})? [yes/no] "
        if interactive and input(question) != "yes":
            raise CommandError("Nothing was deleted.")
        deleted, _ = ApiKey.objects.all().delete()
        self.stdout.write(f"API keys deleted: {deleted}")
