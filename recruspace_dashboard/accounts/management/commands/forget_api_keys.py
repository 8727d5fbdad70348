from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recruspace_dashboard.accounts.models import ApiKey


class Command(BaseCommand):
    help = "Forgets all stored API keys. People then enter theirs again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-input",
            "--noinput",
            action="store_false",
            dest="interactive",
            help="Do not ask first.",
        )

    def handle(self, *, interactive: bool, **options: Any) -> None:
        question = f"Forget all stored API keys ({ApiKey.objects.count()})? [yes/no] "
        if interactive and input(question) != "yes":
            raise CommandError("Nothing was forgotten.")
        forgotten, _ = ApiKey.objects.all().delete()
        self.stdout.write(f"API keys forgotten: {forgotten}")
