"""What the full-text indexes hold."""

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """The columns of the index of candidates."""

    NAME = "name_words"
    EMAIL = "email_words"
    PHONE = "phone_words"


class CvColumn(StrEnum):
    """The one column of the index of CVs."""

    CV = "words"


@dataclass(frozen=True)
class Index:
    """A full-text index over the columns of the table `content`. `at_once` is whether
    PostgreSQL writes words right into it: else it keeps a list of new ones, and each
    search of hundreds (`find_each`) reads it to its end."""

    table: str
    content: str
    columns: tuple[str, ...]
    at_once: bool = False


CANDIDATES = Index(
    "library_words", "library_copiedcandidate", tuple(Column), at_once=True
)
CVS = Index("library_cv_words", "library_cvtext", tuple(CvColumn))
INDEXES = (CANDIDATES, CVS)


@dataclass(frozen=True)
class Wanted:
    """What a column must have: one word of each group, in any order."""

    column: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class RowWords:
    """The folded words of a row, with spaces between them, in the order of the columns
    of its index."""

    id: int
    texts: tuple[str, ...]
