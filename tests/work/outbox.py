"""A thousand writes in batches of three users, and what has become of each."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from recruspace_dashboard.sandbox.server import RecordedRequest, Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company, Pool
from tests.project.processes import run
from tests.project.served import ADD_USERS, BASE_DIR, MIGRATE, environment, prepare

PASSWORD = "correct horse battery"
OWNERS = ("ayse", "can", "eva")
START = """
import json, sys, django
django.setup()
from django.contrib.auth.models import User
from recruspace_dashboard.sealing.key_ring import key_ring
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
for name, action, rows in json.load(open(sys.argv[1])):
    owner = User.objects.get(username=name)
    own = {"owner": owner, "sealed_for": owner.pk, "action": action}
    batch = Batch.objects.create(**own)
    seal = lambda told: key_ring().seal(json.dumps(told), owner.pk)
    Write.objects.bulk_create(
        Write(**own, batch=batch, candidate_id=number, state="staged",
              sealed_arguments=seal(arguments))
        for number, arguments in rows
    )
    assert batches.start(batch)
Batch.objects.update(not_before=None)
"""
OUTCOMES = """
import json, django
django.setup()
from recruspace_dashboard.writes.models import Write
print(json.dumps([
    [one.action, one.candidate_id, one.arguments, one.state, bool(one.looked_at)]
    for one in Write.objects.order_by("pk")
]))
"""


@dataclass(frozen=True)
class Row:
    """A write as it is stored at the end."""

    action: str
    candidate_id: int
    arguments: dict[str, Any]
    state: str
    looked: bool


class Outbox:
    """The folder and database of a dashboard, which `settings` name."""

    def __init__(self, data: Path, settings: dict[str, str]) -> None:
        self.data = data
        self.settings = settings

    def run(self, program: str, *words: str) -> str:
        env = environment(self.data, **self.settings)
        ran = run("-c", program, *words, cwd=BASE_DIR, env=env)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def add(self, planned: list[tuple[str, str, list[tuple[int, dict]]]]) -> None:
        plan = self.data / "plan.json"
        plan.write_text(json.dumps(planned))
        self.run(START, str(plan))

    def outcomes(self) -> list[Row]:
        return [Row(*row) for row in json.loads(self.run(OUTCOMES))]

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        if url := self.settings.get("DATABASE_URL"):
            import psycopg

            with psycopg.connect(url, autocommit=True) as connection:
                return connection.execute(statement).fetchall()
        path = self.data / "dashboard.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return database.execute(statement).fetchall()

    def count(self, condition: str) -> int:
        [[number]] = self.query(f"SELECT count(*) FROM writes_write WHERE {condition}")  # noqa: S608
        return number

    def batches(self) -> set[str]:
        """The states that they are in."""
        return {state for (state,) in self.query("SELECT state FROM writes_batch")}


@contextmanager
def outbox(data: Path, api: Sandbox) -> Iterator[Outbox]:
    """With a user for each key. On PostgreSQL, where `make test-postgresql` runs it."""
    users = [(name, PASSWORD, key) for name, key in zip(OWNERS, api.keys, strict=True)]
    plenty = {"RECRUSPACE_CALLS_PER_MINUTE": "1000000"}
    settings = {"RECRUSPACE_API_URL": api.url, **plenty}
    prepare(data, *users)
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        yield Outbox(data, settings)
        return
    import psycopg

    name = f"outbox_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = f"{server.rpartition('/')[0]}/{name}"
    found = Outbox(data, settings | {"DATABASE_URL": url})
    found.run(MIGRATE)
    found.run(ADD_USERS, *[word for user in users for word in user])
    try:
        yield found
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def thousand(api: Sandbox) -> list[tuple[str, str, list[tuple[int, dict]]]]:
    """Batches by owner and action; two users of one company, and one of another."""
    planned = []
    for name, key in zip(OWNERS, api.keys, strict=True):
        company = api.company(key)
        ids = list(company.candidates)
        if name == "eva":
            planned += [_tags(name, n, ids[:40]) for n in range(3)]
            planned += [_notes(name, n, ids[:40]) for n in range(2)]
        else:
            planned += [_tags(name, 0, ids[:150]), _notes(name, 0, ids[50:200])]
            planned.append(_to_pool(name, company, 100))
    assert sum(len(rows) for _, _, rows in planned) == 1000
    return planned


def _tags(name: str, number: int, ids: list[int]) -> tuple[str, str, list]:
    return name, "tag", [(one, {"title": f"{name} {number}"}) for one in ids]


def _notes(name: str, number: int, ids: list[int]) -> tuple[str, str, list]:
    return name, "note", [(one, {"text": f"{name} {number} on {one}"}) for one in ids]


def _to_pool(name: str, company: Company, number: int) -> tuple[str, str, list]:
    members = list(company.members.values())
    pool = Pool(company.new_id(), f"Of {name}", members[0])
    company.pools[pool.id] = pool
    by_email = {c.email: c for c in company.candidates.values() if c.cv}
    chosen = list(by_email.values())[:number]
    return name, "pool", [(one.id, _added(one, pool)) for one in chosen]


def _added(one: Candidate, pool: Pool) -> dict[str, Any]:
    return {
        "email": one.email,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "cv_id": one.cv.id if one.cv else 0,
        "talent_pool_id": pool.id,
    }


def arrivals(api: Sandbox, row: Row) -> list[RecordedRequest]:
    """The calls for this write that arrived, without those that a limit held back."""
    return [
        one
        for one in api.requests
        if one.method == "POST" and one.status != 429 and _is_for(one.json, row)
    ]


def _is_for(body: dict[str, Any], row: Row) -> bool:
    names = ("email", "talent_pool_id") if row.action == "pool" else ("title", "text")
    same = all(body.get(name) == row.arguments.get(name) for name in names)
    return same and body.get("candidate_id", row.candidate_id) == row.candidate_id


def times_made(api: Sandbox, row: Row) -> int:
    """How often the API has what a write was to make."""
    for company in api.api.world.companies:
        if row.candidate_id in company.candidates:
            break
    one = company.candidates[row.candidate_id]
    if row.action == "tag":
        return sum(tag.title == row.arguments["title"] for tag in one.tags)
    if row.action == "note":
        return sum(note.text == row.arguments["text"] for note in one.notes)
    pool = company.pools[row.arguments["talent_pool_id"]]
    return sum(c.email == row.arguments["email"] for c in company.in_pool(pool))
