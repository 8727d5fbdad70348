from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recruspace_dashboard.operations.running import hold_lock
from recruspace_dashboard.work.loop import run


class Command(BaseCommand):
    help = (
        "Works in the background: keeps the copy of the pools true. Any number of "
        "these may run. Ends with SIGTERM or Ctrl-C."
    )

    def handle(self, **options: Any) -> None:
        try:
            hold_lock()
        except BlockingIOError:
            raise CommandError("A backup is being restored.") from None
        except OSError as error:
            raise CommandError(
                f"No file in DATA_DIR can be locked: {error.strerror}."
            ) from None
        run()
