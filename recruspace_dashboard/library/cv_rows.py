"""The rows of CV texts, and their words in the full-text index of CVs.

All of it happens within a write of the copy (`writing.py`).
"""

import json
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from recruspace_dashboard.library import words
from recruspace_dashboard.library.filing import value_key
from recruspace_dashboard.library.folding import words as words_in
from recruspace_dashboard.library.indexing import Changes
from recruspace_dashboard.library.models import CvText
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.words import RowWords
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records.candidates import StoredFile

State = CvText.State

# What is kept of one CV. PostgreSQL counts words to 16,383, and its index takes a
# megabyte.
MOST_CHARACTERS = 100_000
MOST_WORDS = 15_000
MOST_BYTES_OF_WORDS = 400_000
FIELDS = (
    *("state", "file", "stale", "failures", "not_before", "digest"),
    *("lease_owner", "lease_until", "text", "words"),
)
KEYS = [value_key("cvtext", state) for state in State.values]


@dataclass(frozen=True)
class Outcome:
    """What became of a CV that a worker had taken. One that is to be read later is
    `LATER`, with the time of the next try."""

    id: int
    state: str
    file: str
    text: str = ""
    stale: bool = False
    failures: int = 0
    not_before: datetime | None = None
    digest: str = ""


def file_of(payload: Payload) -> StoredFile | None:
    """The CV that a candidate has."""
    return StoredFile.from_payload(parse.mapping(payload.get("cv")))


def mark_of(file: StoredFile, length: int | None = None) -> str:
    """What tells a file from the one that takes its place. `length` is what came, where
    it was fetched: it may be another one than was told."""
    return json.dumps([file.id, file.name, file.size, length])


def is_same(mark: str, file: StoredFile) -> bool:
    """Whether nothing that is known of both is different: not all answers say all."""
    id, name, *sizes = json.loads(mark)
    known = {size for size in sizes if size}
    return (
        (not id or not file.id or id == file.id)
        and (not name or not file.name or name == file.name)
        and (not known or not file.size or file.size in known)
    )


def forget_replaced(payloads: Mapping[int, Payload], changes: Changes) -> None:
    """Deletes what was read of files that are not those of the candidates any more."""
    marks = CvText.objects.filter(id__in=list(payloads)).values_list("id", "file")
    gone = []
    for id, mark in marks:
        file = file_of(payloads[id])
        if file is None or not is_same(mark, file):
            gone.append(id)
    forget(gone, changes)


def forget(ids: Collection[int], changes: Changes) -> None:
    """Deletes texts, as if their files had never been read."""
    if ids:
        changes.remove(KEYS, ids)
        remove(ids, changes)


def remove(ids: Collection[int], changes: Changes) -> None:
    """Deletes the rows and their words; not more than `indexing.BATCH` at a time."""
    rows = CvText.objects.filter(id__in=list(ids))
    indexed = [
        RowWords(id, (found,)) for id, found in rows.values_list("id", "words") if found
    ]
    if indexed:
        words.remove(connections[ALIAS], indexed, words.CVS)
        changes.cvs = True
    rows.delete()


def put(outcomes: Iterable[Outcome], owner: str, changes: Changes) -> None:
    """Stores what became of CVs that `owner` still has. Their rows have no words yet:
    they are deleted where the file is replaced."""
    by_id = {one.id: one for one in outcomes}
    mine = CvText.objects.filter(id__in=list(by_id), lease_owner=owner)
    rows = []
    for row in mine.only("id").select_for_update():
        one = by_id[row.id]
        row.state, row.file, row.stale = one.state, one.file, one.stale
        row.failures, row.not_before = one.failures, one.not_before
        row.digest = one.digest
        row.lease_owner, row.lease_until = "", None
        row.text, row.words = pack(one.text), words_of(one.text)
        row.save(update_fields=FIELDS)
        rows.append(row)
        changes.remove(KEYS, [row.id])
        changes.add([value_key("cvtext", one.state)], [row.id])
    indexed = [RowWords(row.id, (row.words,)) for row in rows if row.words]
    words.add(connections[ALIAS], indexed, words.CVS)


def cleaned(text: str) -> str:
    """The text as it is kept: letters with their accents, no more than one blank."""
    text = unicodedata.normalize("NFC", text[: 2 * MOST_CHARACTERS])
    pages = [
        "\n".join(" ".join(line.split()) for line in page.split("\n") if line.strip())
        for page in _without_unseen(text).split("\f")
    ]
    return "\f".join(pages)[:MOST_CHARACTERS]


def words_of(text: str) -> str:
    """Its folded words with spaces between them, as many as are kept."""
    found = " ".join(words_in(text)[:MOST_WORDS])
    if len(found) * 4 <= MOST_BYTES_OF_WORDS:
        return found
    cut = found.encode()[:MOST_BYTES_OF_WORDS].decode(errors="ignore")
    return cut.rpartition(" ")[0] if len(cut) < len(found) else cut


def pack(text: str) -> bytes:
    return zlib.compress(text.encode()) if text else b""


def unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode() if packed else ""


def _without_unseen(text: str) -> str:
    """Soft hyphens and the like would part a word."""
    if text.isascii():
        return text
    return "".join(one for one in text if unicodedata.category(one) != "Cf")
