"""The number beside the outbox in the navigation."""

import pytest
from django.contrib.auth.models import User

from recruspace_dashboard.outbox.listing import waiting_for
from recruspace_dashboard.writes.models import Batch, Write
from tests.each_case import each_case

UNKNOWN, DONE = Write.State.UNKNOWN, Write.State.DONE


def batch_of(owner: User, state: str, *writes: str) -> None:
    batch = Batch.objects.create(owner=owner, sealed_for=owner.pk, state=state)
    for each in writes:
        write_of(owner, each, batch=batch)


def write_of(owner: User, state: str, action: str = "tag", **more: object) -> None:
    Write.objects.create(
        owner=owner, sealed_for=owner.pk, state=state, action=action, **more
    )


def test_nothing_waits_at_first(user: User):
    assert waiting_for(user) == 0


@each_case(
    ("state", "writes", "counts"),
    [
        # Nobody was left to send it for: the outbox does not list it.
        (Batch.State.DRAFT, [], 0),
        (Batch.State.DRAFT, [Write.State.STAGED], 1),
        (Batch.State.RUNNING, [DONE, UNKNOWN, UNKNOWN], 1),
        (Batch.State.PAUSED, [Write.State.WAITING], 1),
        (Batch.State.ENDED, [DONE], 0),
        (Batch.State.ENDED, [DONE, UNKNOWN, UNKNOWN], 1),
    ],
)
def test_a_batch_waits_until_its_end_or_a_decision(
    user: User, state: str, writes: list[str], counts: int
):
    Batch.objects.all().delete()
    batch_of(user, state, *writes)
    assert waiting_for(user) == counts


@each_case(
    ("state", "action", "counts"),
    [
        (UNKNOWN, "tag", 1),
        (DONE, "tag", 0),
        (Write.State.SENDING, "tag", 0),
        # Of an older version: the outbox does not list it.
        (UNKNOWN, "", 0),
    ],
)
def test_a_single_write_waits_while_its_outcome_is_unknown(
    user: User, state: str, action: str, counts: int
):
    Write.objects.all().delete()
    write_of(user, state, action)
    assert waiting_for(user) == counts


def test_only_ones_own_are_counted_all_together(user: User, superuser: User):
    for owner, times in ((user, 2), (superuser, 3)):
        for _ in range(times):
            batch_of(owner, Batch.State.RUNNING, Write.State.WAITING)
            batch_of(owner, Batch.State.ENDED, UNKNOWN)
            write_of(owner, UNKNOWN)
    assert (waiting_for(user), waiting_for(superuser)) == (6, 9)


@pytest.mark.parametrize("number", [0, 2])
def test_the_navigation_shows_it(browse, user: User, number: int):
    for _ in range(number):
        write_of(user, UNKNOWN)
    page = browse.get("/account/").content.decode()
    assert (">2<" in page.split("</header>")[0]) == bool(number)
