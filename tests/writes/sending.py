"""Batches, and a worker that sends them to the sandbox."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models.functions import Now
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sealing.key_ring import key_ring
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.services.raw_server import RawServer

TAG = {"title": "Remote"}


def draft(
    owner: User,
    candidates: Iterable[Any],
    action: str = "tag",
    arguments: Mapping[str, Any] = TAG,
) -> Batch:
    """A batch whose dry run is shown."""
    sealed = key_ring().seal(json.dumps(dict(arguments)), owner.pk)
    own = {"owner": owner, "sealed_for": owner.pk, "action": action}
    batch = Batch.objects.create(**own, sealed_arguments=sealed)
    for one in candidates:
        Write.objects.create(
            **own,
            batch=batch,
            candidate_id=one if isinstance(one, int) else one.id,
            state=Write.State.STAGED,
            sealed_arguments=sealed,
        )
    return batch


def running(*args: Any, **more: Any) -> Batch:
    """One that was sent, and whose time to undo is over."""
    batch = draft(*args, **more)
    assert batches.start(batch)
    rested(batch)
    return batch


def rested(*found: Batch) -> None:
    """What they waited for is over."""
    for batch in found:
        Batch.objects.filter(pk=batch.pk).update(not_before=None)
        batch.refresh_from_db()


def work(worker: OutboxWorker | None = None, steps: int = 1000) -> int:
    """Does what there is to do now; returns how many steps that were."""
    worker = worker or OutboxWorker()
    for number in range(steps):
        if not worker.step():
            return number
    return steps


def states(batch: Batch) -> list[str]:
    return list(batch.writes.order_by("pk").values_list("state", flat=True))


def now_of(batch: Batch) -> tuple[str, str, str]:
    batch.refresh_from_db()
    return batch.state, batch.pause, batch.waits_for


def calls(sandbox: Sandbox, method: str = "POST") -> list[tuple[str, Any]]:
    """The addresses and bodies of the calls that came in."""
    return [
        (one.path.removeprefix("/api/v1/client"), one.json)
        for one in sandbox.requests
        if one.method == method
    ]


def ago(seconds: float) -> Any:
    """By the database's clock."""
    return Now() - timedelta(seconds=seconds)


def colleague(name: str, key: str) -> User:
    user = User.objects.create_user(name)
    ApiKey.store(user, key)
    return user


def tagged(sandbox: Sandbox) -> list[int]:
    return [body["candidate_id"] for path, body in calls(sandbox) if "tag" in path]


def seconds_to_rest(batch: Batch) -> float:
    batch.refresh_from_db()
    return (
        (batch.not_before - timezone.now()).total_seconds() if batch.not_before else 0
    )


@contextmanager
def raw_api(settings: Any, *replies: Any) -> Iterator[RawServer]:
    """A server that gives these answers is the API."""
    server = RawServer(*replies)
    settings.RECRUSPACE_API_URL = server.url
    try:
        yield server
    finally:
        server.stop()
