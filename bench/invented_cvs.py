"""Texts of CVs for a copy whose candidates are invented."""

import time
from random import Random

SYLLABLES = [f"{one}{two}" for one in "bdfgklmnpr" for two in ("a", "en", "i", "ol")]


def fill_cvs(letters: int) -> str:
    """Keeps an invented text for each CV but one of twenty, which has none; says what
    it took."""
    from recruspace_dashboard.library import cv_rows
    from recruspace_dashboard.library.cv_text.claims import HAS_CV
    from recruspace_dashboard.library.indexing import bitmaps
    from recruspace_dashboard.library.models import CvText
    from recruspace_dashboard.library.writing import writing

    random = Random(7)  # noqa: S311 (it is invented)
    ids = list(bitmaps([HAS_CV])[HAS_CV])
    before, began = size_of_copy(), time.perf_counter()
    inventing = 0.0
    for start in range(0, len(ids), 24):
        some = ids[start : start + 24]
        at = time.perf_counter()
        texts = {id: invent_text(letters, random) for id in some if id % 20}
        inventing += time.perf_counter() - at
        CvText.objects.bulk_create(
            CvText(id=id, file='[1, "", null]', lease_owner="bench") for id in some
        )
        outcomes = [
            cv_rows.Outcome(id, cv_rows.State.READ, '[1, "", null]', texts[id])
            if id in texts
            else cv_rows.Outcome(id, cv_rows.State.PICTURES, '[1, "", null]')
            for id in some
        ]
        with writing() as changes:
            cv_rows.put(outcomes, "bench", changes)
    seconds = time.perf_counter() - began - inventing
    more = (size_of_copy() - before) / max(1, len(ids))
    return (
        f"\n{len(ids):,} CVs of {letters:,} letters were written in {seconds:.0f} s, "
        f"and take {more:,.0f} bytes each."
    )


def size_of_copy() -> int:
    """Its bytes on the disk."""
    from django.db import connections

    connection = connections["library"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
                "WHERE relname LIKE 'library%' AND relkind = 'r'"
            )
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            )
        [size] = cursor.fetchone()
    return int(size)


def invent_text(letters: int, random: Random) -> str:
    """What CVs say, and between it words that few have."""
    from recruspace_dashboard.sandbox import careers

    kinds = [careers.BACKEND, careers.SALES, careers.OPERATIONS, careers.DESIGN]
    career, parts, length = random.choice(kinds), [], 0
    while length < letters:
        rare = int(30_000 ** random.random())
        part = random.choice(
            [
                random.choice(career.achievements),
                random.choice(career.skills),
                random.choice(careers.EMPLOYERS),
                f"{SYLLABLES[rare % 40]}{SYLLABLES[rare // 40 % 40]}{rare}",
                f"{SYLLABLES[rare // 7 % 40]}{SYLLABLES[rare % 37]} in the team",
            ]
        )
        parts.append(part)
        length += len(part) + 1
    return "\n".join(parts)
