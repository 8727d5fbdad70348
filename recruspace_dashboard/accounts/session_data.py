"""What a user has seen, stored in their session so that showing it again needs no API
call: titles of tags, names of pools, and the note just added.
"""

from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase

from recruspace_dashboard.services.records import Candidate, TalentPool

TAGS_KEY, POOLS_KEY = "seen_tags", "seen_pools"
MAX_ENTRIES = 200
MAX_LENGTH = 100


def add_seen_page(
    session: SessionBase, pool: TalentPool, candidates: Iterable[Candidate]
) -> None:
    """Adds a pool and the tags of the candidates on one of its pages."""
    titles = (tag.title for candidate in candidates for tag in candidate.tags)
    add_seen_tags(session, titles)
    add_seen_pool(session, pool)


def add_seen_pool(session: SessionBase, pool: TalentPool) -> None:
    add_seen_pools(session, [pool])


def add_seen_pools(session: SessionBase, pools: Iterable[TalentPool]) -> None:
    names: dict[str, str] = session.get(POOLS_KEY, {})
    seen = {str(pool.id): pool.name[:MAX_LENGTH] for pool in pools}
    if any(names.get(pool_id) != name for pool_id, name in seen.items()):
        session[POOLS_KEY] = dict(list((names | seen).items())[-MAX_ENTRIES:])


def add_seen_tags(session: SessionBase, titles: Iterable[str]) -> None:
    known = seen_tags(session)
    short = (title for title in titles if len(title) <= MAX_LENGTH)
    new = [title for title in dict.fromkeys(short) if title not in known]
    # Assigning makes Django write the session, so only assign if something is new.
    if new:
        session[TAGS_KEY] = [*known, *new][-MAX_ENTRIES:]


def seen_tags(session: SessionBase) -> list[str]:
    titles: list[str] = session.get(TAGS_KEY, [])
    return titles


def seen_pool_name(session: SessionBase, pool_id: int) -> str:
    """The name of a pool seen in this session; empty if it was not."""
    name: str = session.get(POOLS_KEY, {}).get(str(pool_id), "")
    return name


def has_seen_pool(session: SessionBase, pool_id: int) -> bool:
    """Whether the pool was seen in this session, so belongs to the user's company."""
    return str(pool_id) in session.get(POOLS_KEY, {})
