"""New candidates with tags and notes, whatever becomes of the API and of the workers:
nobody is there twice, and no tag of anybody who is there is lost."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from secrets import randbelow
from typing import Any

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.state import Company, Pool
from tests.clock import wait_until
from tests.project.served import working
from tests.work.faulty_api import FaultySandbox
from tests.work.outbox import Outbox, outbox

pytestmark = pytest.mark.slow

NUMBER, KILLS = 30, 6
OPEN = "state IN ('staged', 'waiting', 'sending')"
NOT_LOOKED_FOR = (
    "state = 'unknown' AND action <> 'note' "
    "AND (looked_at IS NULL OR looked_at < ended_at)"
)
CHANCES = {
    "made, and the answer lost": 60,
    "made, and a 502": 40,
    "made, and it hangs": 2,
    "not made, and a reset": 40,
    "not made, and a 500": 40,
    "a limit": 5,
    "refused": 20,
}
STAGE = """
import sys, django
django.setup()
from django.contrib.auth.models import User
from recruspace_dashboard.files import waiting
from recruspace_dashboard.outbox.staging_new import NewCandidate, stage_new
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch
user, pool = User.objects.get(username="ayse"), int(sys.argv[1])
rows = [
    NewCandidate(
        "Ada", f"Ak{n}", f"new{n}@example.org",
        waiting.put(user, [b"%PDF-1.7 " + bytes(300_000)], 10**6),
        "cv.pdf", "application/pdf", talent_pool_id=pool, target="Newcomers",
        tags=(f"one {n}", f"two {n}"), note=f"Note on {n}",
    )
    for n in range(int(sys.argv[2]))
]
assert batches.start(stage_new(user, rows))
Batch.objects.update(not_before=None)
"""
# A worker's call that sends a file has ended after that time.
LOST = """
import sys, django
django.setup()
from datetime import timedelta
from django.db.models import F
from recruspace_dashboard.writes.models import Write
lost = Write.objects.filter(pk__in=map(int, sys.argv[1:]), state="sending")
lost.update(sent_at=F("sent_at") - timedelta(seconds=150))
"""
OUTCOMES = """
import json, django
django.setup()
from recruspace_dashboard.writes.models import Write
print(json.dumps([
    [one.action, one.candidate_id, one.arguments, one.state, bool(one.file_id)]
    for one in Write.objects.order_by("pk")
]))
"""


@pytest.fixture
def random() -> Random:
    """`SEED=7 pytest …` draws the same faults and kills again."""
    seed = int(os.environ.get("SEED") or randbelow(10**6))
    sys.stdout.write(f"SEED={seed}\n")
    return Random(seed)  # noqa: S311


@pytest.fixture
def api(random: Random) -> Iterator[FaultySandbox]:
    options = Options(candidates=60, rate=0, latency_ms=30)
    with FaultySandbox(options, random) as sandbox:
        sandbox.api.chances = CHANCES
        yield sandbox


@pytest.fixture
def box(tmp_path: Path, api: FaultySandbox) -> Iterator[Outbox]:
    with outbox(tmp_path, api) as found:
        yield found


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_again_and_again_nobody_is_there_twice(
    box: Outbox, api: FaultySandbox, random: Random, workers: int
) -> None:
    company = api.company(api.keys[0])
    pool = Pool(company.new_id(), "Newcomers", next(iter(company.members.values())))
    company.pools[pool.id] = pool
    box.run(STAGE, str(pool.id), str(NUMBER))
    with ExitStack() as stack:

        def start() -> Any:
            return stack.enter_context(working(box.data, **box.settings))

        started = [start() for _ in range(workers)]
        for number in range(KILLS):
            seen = posts(api)
            wait_until(lambda seen=seen: posts(api) > seen or not box.count(OPEN), 60)
            # Anywhere in a call, or between two.
            time.sleep(random.uniform(0, 0.4))
            killed = started[number % workers]
            killed.kill()
            killed.wait()
            left = being_sent(box)
            if left:
                box.run(LOST, *map(str, left))
            started[number % workers] = start()
        wait_until(lambda: not box.count(OPEN), 200)
        wait_until(lambda: not box.count(NOT_LOOKED_FOR), 60)
        # What was found has been followed.
        wait_until(lambda: not box.count(OPEN), 60)
        ended = "SELECT DISTINCT state FROM writes_batch"
        wait_until(lambda: box.query(ended) == [("ended",)], 60)
    check(box, api, company, pool)


def posts(api: FaultySandbox) -> int:
    return sum(one.method == "POST" for one in api.requests)


def being_sent(box: Outbox) -> list[int]:
    time.sleep(0.3)
    return [
        pk for (pk,) in box.query("SELECT id FROM writes_write WHERE state = 'sending'")
    ]


def check(box: Outbox, api: FaultySandbox, company: Company, pool: Pool) -> None:
    rows = json.loads(box.run(OUTCOMES))
    states = Counter(f"{action} {state}" for action, _, _, state, _ in rows)
    sys.stdout.write(f"{dict(api.api.faults)}\n{dict(sorted(states.items()))}\n")
    there = Counter(one.email for one in company.in_pool(pool))
    sent = Counter(
        one.form.get("email")
        for one in api.requests
        if one.path.endswith("/candidates/add/") and one.status != 429
    )
    new = [row for row in rows if row[0] == "candidate"]
    assert len(new) == NUMBER
    # One killed between storing the outcome and removing the file leaves it to `purge`.
    assert sum(row[3] == "done" and row[4] for row in new) <= KILLS
    followed = Counter(candidate for action, candidate, *_ in rows if action == "tag")
    noted = Counter(candidate for action, candidate, *_ in rows if action == "note")
    for _, candidate, arguments, state, has_file in new:
        email = arguments["email"]
        assert sent[email] <= 1, email
        assert there[email] == (state == "done"), (email, state)
        assert has_file or state == "done", (email, state)
        done = state == "done"
        assert (followed[candidate], noted[candidate]) == (2 * done, done), email
    for action, candidate, arguments, state, _ in rows:
        if action == "candidate":
            continue
        made, arrived = times_made(company, action, candidate, arguments), 0
        for one in api.requests:
            arrived += one.status != 429 and is_for(one.json, candidate, arguments)
        assert made <= 1, (action, candidate)
        assert arrived <= 1, (action, candidate)
        allowed = {
            "done": made == 1,
            "refused": made == 0,
            "unknown": made == 0 or action == "note",
        }
        assert allowed.get(state), (action, candidate, state, made)
    # It had to be shown at faults, and not by sending little.
    assert sum(api.api.faults.values()) > 5
    assert states["candidate done"] > NUMBER / 2


def is_for(body: Any, candidate: int, arguments: dict[str, Any]) -> bool:
    if not isinstance(body, dict) or body.get("candidate_id") != candidate:
        return False
    return all(body.get(name) == arguments.get(name) for name in ("title", "text"))


def times_made(
    company: Company, action: str, candidate: int, arguments: dict[str, Any]
) -> int:
    one = company.candidates[candidate]
    if action == "tag":
        return sum(tag.title == arguments["title"] for tag in one.tags)
    return sum(note.text == arguments["text"] for note in one.notes)
