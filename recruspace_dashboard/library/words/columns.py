"""What the full-text index holds of a candidate."""

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    NAME = "name_words"
    EMAIL = "email_words"
    PHONE = "phone_words"


@dataclass(frozen=True)
class RowWords:
    """The folded words of a row, with spaces between them."""

    id: int
    name: str
    email: str
    phone: str
