"""What a person's session remembers, so that no call is made to show it again: the
titles of tags and the names of pools that were seen, and a note just added.
"""

from collections.abc import Iterable

from django.contrib.sessions.backends.base import SessionBase

from recruspace_dashboard.services.records import Candidate, Note, TalentPool

TAGS, POOLS, NOTE = "seen_tags", "seen_pools", "added_note"
MOST = 200
LONGEST = 100


def remember_page(
    session: SessionBase, pool: TalentPool, users: Iterable[Candidate]
) -> None:
    """Remembers a page of a pool."""
    remember_tags(session, (tag.title for one in users for tag in one.tags))
    remember_pool(session, pool)


def remember_pool(session: SessionBase, pool: TalentPool) -> None:
    names, name = session.get(POOLS, {}), pool.name[:LONGEST]
    if names.get(str(pool.id)) != name:
        names[str(pool.id)] = name
        session[POOLS] = dict(list(names.items())[-MOST:])


def remember_tags(session: SessionBase, titles: Iterable[str]) -> None:
    known = tags(session)
    fitting = (title for title in titles if len(title) <= LONGEST)
    new = [title for title in dict.fromkeys(fitting) if title not in known]
    # A changed session is written: only where there is something new.
    if new:
        session[TAGS] = [*known, *new][-MOST:]


def tags(session: SessionBase) -> list[str]:
    found: list[str] = session.get(TAGS, [])
    return found


def pool_name(session: SessionBase, pool_id: int) -> str:
    """The name of a pool that was opened before, else nothing."""
    name: str = session.get(POOLS, {}).get(str(pool_id), "")
    return name


def has_seen_pool(session: SessionBase, pool_id: int) -> bool:
    """Whether it was opened before, and so is one of this person's company."""
    return str(pool_id) in session.get(POOLS, {})


def keep_note(session: SessionBase, candidate_id: int, note: Note) -> None:
    """Keeps a note for the next page, as the API has no call to read it back."""
    created_at = note.created_at.isoformat() if note.created_at else None
    payload = {"id": note.id, "text": note.text, "created_at": created_at}
    session[NOTE] = {"candidate_id": candidate_id, "note": payload}


def take_note(session: SessionBase, candidate_id: int) -> Note | None:
    """The note that was just added to this candidate, once."""
    if session.get(NOTE, {}).get("candidate_id") != candidate_id:
        return None
    return Note.from_payload(session.pop(NOTE)["note"])
