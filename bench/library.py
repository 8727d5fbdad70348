"""Times of lists from the copy, beside a pool's page: `python -m bench.library SIZE`.

Writes so many invented candidates with the library's own writer, asks twenty queries of
the list of all candidates, and prints a table in Markdown. It all runs in this process,
through all middleware: the figures are the server's time for a whole page of 25. What
counts is their ratio to the pool's page, of the same run.

`--cvs N` gives each candidate with a CV a text of so many letters, 3,000 if not told,
in a copy of at most 100,000 candidates.
`--processor` measures the processor's time in place of the clock's, which on SQLite is
all that there is, and does not count what else runs on the machine.

`TEST_DATABASE_URL` names a PostgreSQL server, else it is SQLite in a folder of its own.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.core.management import call_command

from bench.invented_cvs import fill_cvs
from recruspace_dashboard.operations.generated_secrets import (
    new_encryption_key,
    new_secret_key,
)
from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

REPEATS = 31
# More of them would be written for hours.
MOST_WITH_CVS = 100_000
# With the share of candidates that it finds in the invented data, roughly.
QUERIES = {
    "nothing asked": "",
    "a name": "isil",
    "a common first letter": "a",
    "a word that all have": "example",
    "a city": "istanbul",
    "a city as a field": "city:istanbul",
    "no word of anybody": "zzqq",
    "two words": "python istanbul",
    "three filters": "istanbul suitability:suitable score:>70",
    "a phrase": '"ayse yilmaz"',
    "without a word": "-python",
    "one or the other": "tag:python OR tag:go",
    "brackets": "(istanbul OR ankara) -tag:java",
    "a phone number": "0532",
    "an address": "email:yilmaz",
    "added lately": "added:<30d",
    "a month": "added:2026-03",
    "new": "is:new",
    "without a CV": "no:cv",
    "a pool and a score": "pool:backend score:60..80",
    "a word of CVs": "kubernetes",
    "the beginning of many words": "con",
    "two letters": "in",
    "a phrase in CVs": 'cv:"process design"',
    "a word of CVs and a city": "kubernetes istanbul",
    "a CV without text": "no:cvtext",
}


# What measures; another one if the arguments say so.
clock = [time.perf_counter]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[20_000])
    parser.add_argument("--cvs", type=int, default=3_000)
    parser.add_argument("--processor", action="store_true")
    options = parser.parse_args()
    if options.processor:
        clock[0] = time.process_time
    with TemporaryDirectory() as folder, Sandbox(Options(rate=0), port=0) as sandbox:
        prepare(folder, sandbox)
        for size in options.sizes:
            bench(size, sandbox, options.cvs)


def prepare(folder: str, sandbox: Sandbox) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "recruspace_dashboard.settings",
        "DATA_DIR": folder,
        "DATABASE_URL": os.environ.get(
            "TEST_DATABASE_URL", f"sqlite:///{Path(folder, 'dashboard.sqlite3')}"
        ),
        "DEBUG": "off",
        "SECRET_KEY": new_secret_key(),
        "ENCRYPTION_KEYS": new_encryption_key(),
        "RECRUSPACE_API_URL": sandbox.url,
        "RECRUSPACE_CACHE_SECONDS": "3600",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def bench(size: int, sandbox: Sandbox, letters: int) -> None:
    from django.contrib.auth.models import User
    from django.db import connections
    from django.test import Client

    from recruspace_dashboard.accounts.models import ApiKey
    from recruspace_dashboard.library import schema
    from recruspace_dashboard.library.models import CopiedPool

    schema.make()
    user, _ = User.objects.get_or_create(username="bench")
    ApiKey.store(user, sandbox.keys[0])
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    # Asks which pools the key lists.
    client.get("/candidates/")
    pools = list(CopiedPool.objects.values_list("id", flat=True))
    seconds = fill(size, pools, sandbox)
    if letters and size <= MOST_WITH_CVS:
        say(fill_cvs(letters))
    if connections["library"].vendor == "postgresql":
        # As its autovacuum does within minutes.
        with connections["library"].cursor() as cursor:
            cursor.execute("ANALYZE")
    CopiedPool.objects.update(as_of=datetime.now(UTC), due=False)
    measure(client, f"/pools/{pools[0]}/", size, seconds)


def measure(client: Any, pool: str, size: int, seconds: float) -> None:
    from django.db import connections

    from recruspace_dashboard.library import values

    live, _ = by_turns(client, pool, pool)
    vendor = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    say(
        f"\n### {size:,} candidates on {vendor[connections['library'].vendor]}\n\n"
        f"Written in {seconds:.0f} s. A pool's page from cached answers: "
        f"{live:.1f} ms.\n"
    )
    say("| query | found | first time | p50 | to the pool's page | filters' counts |")
    say("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, query in QUERIES.items():
        address = "/candidates/", {"q": query}
        values.forget()
        first, page = once(client, *address)
        beside, p50 = by_turns(client, pool, *address)
        counts = median(client, address[0], address[1] | {"filters": "1"}, htmx=True)
        found = int(page.partition('data-total="')[2].partition('"')[0] or 0)
        asked = f"{name}: `{query}`".replace("|", "\\|") if query else name
        say(
            f"| {asked} | {found:,} | {first:.1f} | {p50:.1f} | {p50 / beside:.2f} "
            f"| {counts:.1f} |"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"\nTimes in milliseconds. Most memory of the process: {peak:.0f} MB.")


def fill(size: int, pools: list[int], sandbox: Sandbox) -> float:
    """Writes invented candidates into the pools; returns the seconds that it took."""
    from recruspace_dashboard.connection.client import Purpose, client_for
    from recruspace_dashboard.library.writing import write_candidates

    client = client_for(sandbox.keys[0], Purpose.BACKGROUND)
    templates = [
        dict(payload)
        for pool in pools
        for page in client.talent_pools.walk_candidates(pool_id=pool)
        for payload in page.payloads
    ]
    random, made = Random(5), 0  # noqa: S311 (it is invented)
    began = time.perf_counter()
    invented = invent(templates, random)
    while made < size:
        rows = [next(invented) for _ in range(min(500, size - made))]
        write_candidates(random.choice(pools), rows)
        made += len(rows)
    return time.perf_counter() - began


def invent(templates: list[dict[str, Any]], random: Random) -> Iterator[dict[str, Any]]:
    """Candidates with the data of one and the name of others, without an end."""
    from recruspace_dashboard.library.folding import words

    firsts = [one["first_name"] for one in templates if one.get("first_name")]
    lasts = [one["last_name"] for one in templates if one.get("last_name")]
    number = 10**6
    while True:
        number += 1
        first, last = random.choice(firsts), random.choice(lasts)
        local = f"{''.join(words(first))}.{''.join(words(last))}{number % 997}"
        added = datetime.now(UTC) - timedelta(days=random.random() ** 2 * 540)
        yield random.choice(templates) | {
            "id": number,
            "first_name": first,
            "last_name": last,
            "email": f"{local}@{random.choice(['example.com', 'example.org'])}",
            "phone_number": f"+90 5{random.randrange(10**9):09d}",
            "created_at": added.isoformat(),
            "user": None,
        }


def by_turns(
    client: Any, pool: str, path: str, query: dict[str, str] | None = None
) -> tuple[float, float]:
    """The medians of a pool's page and of a list, asked one after the other."""
    once(client, pool), once(client, path, query)
    pairs = [
        (once(client, pool)[0], once(client, path, query)[0]) for _ in range(REPEATS)
    ]
    times = list(zip(*pairs, strict=True))
    return statistics.median(times[0]), statistics.median(times[1])


def median(
    client: Any, path: str, query: dict[str, str] | None = None, *, htmx: bool = False
) -> float:
    once(client, path, query, htmx=htmx)
    times = [once(client, path, query, htmx=htmx)[0] for _ in range(REPEATS)]
    return statistics.median(times)


def once(
    client: Any, path: str, query: dict[str, str] | None = None, *, htmx: bool = False
) -> tuple[float, str]:
    """The milliseconds that an answer takes, and the answer."""
    began = clock[0]()
    answer = client.get(path, query, headers={"HX-Request": "true"} if htmx else {})
    milliseconds = (clock[0]() - began) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{path} {query}: {answer.status_code}")
    return milliseconds, answer.content.decode()


if __name__ == "__main__":
    main()
