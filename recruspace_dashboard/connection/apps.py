from collections.abc import Iterator
from datetime import timedelta

from django.apps import AppConfig


class ConnectionConfig(AppConfig):
    name = "recruspace_dashboard.connection"

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        """Deletes what counts no more: keys that are used no longer leave some."""
        from django.db.models.functions import Now

        from recruspace_dashboard.connection.gate.rules import WINDOW_SECONDS
        from recruspace_dashboard.connection.models import CountedCall, Refusal

        calls = CountedCall.objects.filter(
            at__lt=Now() - timedelta(seconds=WINDOW_SECONDS)
        )
        yield CountedCall._meta.label, calls.delete()[0]
        yield Refusal._meta.label, Refusal.objects.filter(until__lt=Now()).delete()[0]
