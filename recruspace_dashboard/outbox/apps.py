from collections.abc import Iterator
from datetime import timedelta

from django.apps import AppConfig
from django.utils import timezone

# How long a batch that nobody sends is kept.
DRAFT_LIFETIME = timedelta(days=7)


class OutboxConfig(AppConfig):
    name = "recruspace_dashboard.outbox"

    def purge(self, *, everything: bool) -> Iterator[tuple[str, int]]:
        """Drafts have not ended, and so have no end to their retention."""
        from recruspace_dashboard.writes.models import Batch

        old = timezone.now() - DRAFT_LIFETIME
        drafts = Batch.objects.filter(state=Batch.State.DRAFT, created_at__lt=old)
        yield "drafts of batches", drafts.delete()[0]
