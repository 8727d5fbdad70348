"""`manage.py sandbox`: the same as `python -m recruspace_dashboard.sandbox`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from recruspace_dashboard.sandbox.cli import add_arguments, serve


class Command(BaseCommand):
    help = "Serve a stand-in Recruspace API with invented candidates, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        serve(options, self._write)

    def _write(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
