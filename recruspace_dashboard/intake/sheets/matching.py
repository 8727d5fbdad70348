"""Which row of a table is about which file: nothing is guessed.

By the name of the file that the row tells, else by the e-mail address, else by the name
of the candidate in the file's own name. A file belongs to one row at most.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from recruspace_dashboard.intake.sheets.candidates import Candidate
from recruspace_dashboard.library.folding import fold, words

EMAIL_IN_NAME = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
EXTENSION = re.compile(r"(\.(pdf|docx?))+$")
# A name that is written together: AyşeYılmaz, CV2026.
TOGETHER = re.compile(r"(?<=[^\W\d_A-ZÇĞİÖŞÜ])(?=[A-ZÇĞİÖŞÜ])|(?<=[^\W\d])(?=\d)")
MOST_PARTS = 20
# Words around a name that are none.
AROUND = frozenset(
    words(
        "cv resume curriculum vitae ozgecmis ozgecmisi lebenslauf hoja vida de del of "
        "der the new yeni neu final son copy kopya kopie tr en eng es ger deu "
        "bewerbung application basvuru candidate aday bewerber candidato updated "
        "guncel aktuell linkedin profile profil pdf doc docx"
    )
)


@dataclass(frozen=True)
class CVFile:
    """A file that rows may be about. `email` is what was read in it, if anything."""

    id: int
    name: str
    email: str = ""


@dataclass
class Matching:
    """`files` by the line of their row. `unclear` has what each row could be about."""

    files: dict[int, int] = field(default_factory=dict)
    unclear: dict[int, list[int]] = field(default_factory=dict)
    without: list[int] = field(default_factory=list)


Finds = Callable[[Candidate], set[int]]
T = TypeVar("T")


def match(rows: Sequence[Candidate], files: Sequence[CVFile]) -> Matching:
    matching = Matching()
    left = list(rows)
    for finds in (
        _by_file(files, _whole_name),
        _by_file(files, _bare_name),
        _by_email(files),
        _by_exact_name(files),
        _by_name(files),
    ):
        left = _take(left, finds, matching)
    unclear = set(matching.unclear)
    matching.without = [row.line for row in left if row.line not in unclear]
    return matching


def _take(rows: list[Candidate], finds: Finds, matching: Matching) -> list[Candidate]:
    """Matches what is found once, and has one row; returns the rows that are left.

    What a row could be about is taken by no other row by a weaker sign.
    """
    taken = {*matching.files.values(), *_all(matching.unclear.values())}
    found = {row.line: finds(row) - taken for row in rows}
    wanted: dict[int, int] = defaultdict(int)
    for ids in found.values():
        for one in ids:
            wanted[one] += 1
    left = []
    for row in rows:
        ids = found[row.line]
        if not ids:
            left.append(row)
        elif len(ids) == 1 and wanted[next(iter(ids))] == 1:
            matching.files[row.line] = next(iter(ids))
        else:
            matching.unclear[row.line] = sorted(ids)
    return left


def _all(groups: Iterable[Iterable[T]]) -> Iterable[T]:
    return (one for group in groups for one in group)


def _index(
    files: Sequence[CVFile], keys: Callable[[CVFile], Iterable[T]]
) -> dict[T, set[int]]:
    index: dict[T, set[int]] = defaultdict(set)
    for file in files:
        for key in keys(file):
            index[key].add(file.id)
    return dict(index)


def _by_file(files: Sequence[CVFile], form: Callable[[str], str]) -> Finds:
    index = _index(files, lambda file: filter(None, [form(file.name)]))
    return lambda row: index.get(form(row.file), set())


def _by_email(files: Sequence[CVFile]) -> Finds:
    index = _index(files, lambda file: {_email_in(file.name), fold(file.email)} - {""})
    return lambda row: index.get(fold(row.email), set()) if row.email else set()


def _by_exact_name(files: Sequence[CVFile]) -> Finds:
    """The file's name is the candidate's, apart from words such as CV."""
    index = _index(files, lambda file: filter(None, [_name_key(_parts(file.name))]))
    return lambda row: (
        index.get(_name_key(_names(row)), set()) if _names(row) else set()
    )


def _by_name(files: Sequence[CVFile]) -> Finds:
    """The candidate's name is in the file's, which says more than that.

    Not where the CV tells another address: it may be of somebody with one more name.
    """
    index = _index(files, lambda file: _runs(_parts(file.name)))
    emails = {file.id: fold(file.email) for file in files}

    def finds(row: Candidate) -> set[int]:
        first, last = words(row.first_name), words(row.last_name)
        if not (first and last):
            return set()
        found = index.get((*first, *last), set()) | index.get((*last, *first), set())
        return {one for one in found if not _differs(emails[one], fold(row.email))}

    return finds


def _runs(parts: Sequence[str]) -> set[tuple[str, ...]]:
    """All words that stand one after the other, two or more."""
    parts = parts[:MOST_PARTS]
    ends = range(2, len(parts) + 1)
    return {tuple(parts[begin:end]) for end in ends for begin in range(end - 1)}


def _differs(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _whole_name(name: str) -> str:
    """The last part of a path, folded."""
    return " ".join(fold(re.split(r"[/\\]", name)[-1]).split())


def _bare_name(name: str) -> str:
    return " ".join(words(EXTENSION.sub("", _whole_name(name))))


def _email_in(name: str) -> str:
    """The address in it, also after a word such as CV."""
    found = EMAIL_IN_NAME.search(EXTENSION.sub("", _whole_name(name)))
    address = found[0].lstrip("._-+") if found else ""
    while (first := re.match("[a-z]+[_-]", address)) and first[0][:-1] in AROUND:
        address = address[first.end() :]
    return address


def _parts(name: str) -> list[str]:
    """The words of a file's name that may be a candidate's."""
    last = re.split(r"[/\\]", name)[-1]
    stem = re.sub(EXTENSION.pattern, "", last, flags=re.IGNORECASE)
    return words(TOGETHER.sub(" ", stem.replace("_", " ")))


def _name_key(names: Iterable[str]) -> str:
    """In any order, with and without a space."""
    kept = [one for one in names if one not in AROUND and not one.isdigit()]
    return " ".join(sorted(kept))


def _names(row: Candidate) -> list[str]:
    first, last = words(row.first_name), words(row.last_name)
    return [*first, *last] if first and last else []
