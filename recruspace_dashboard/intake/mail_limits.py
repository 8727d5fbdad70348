"""What is read of a mail: to take its headers apart takes time that grows with the
square of their length, and each part and line takes memory."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from itertools import count
from typing import Any

# Longer headers are cut: lists of recipients, and nothing that names a file.
MOST_OF_HEADER = 4000
MOST_HEADERS, MOST_MESSAGES = 10_000, 2000
# In base64, the largest mail has 350,000.
MOST_LINES = 500_000
# Parts in parts: each line is compared with the boundaries of all it is in.
MOST_NESTED, MOST_COMPARED = 50, 4_000_000


class TooMuch(ValueError):
    """Nobody writes such mails."""


class _Limited(Compat32):
    # Policies take what is counted only as such a field.
    seen: Iterator[int] = count()

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        if next(self.seen) >= MOST_HEADERS:
            raise TooMuch
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MOST_OF_HEADER]


def read(content: bytes) -> Message:
    """Raises `TooMuch`, and whatever a broken mail makes of the reader."""
    nested, lines = _nested(content), max(map(content.count, (b"\n", b"\r")))
    if nested > MOST_NESTED or lines > MOST_LINES or nested * lines > MOST_COMPARED:
        raise TooMuch
    made = count()

    def new(**kwargs: Any) -> Message:
        if next(made) >= MOST_MESSAGES:
            raise TooMuch
        return Message(**kwargs)

    return message_from_bytes(content, new, policy=_Limited(seen=count()))  # type: ignore[call-arg]


def _nested(content: bytes) -> int:
    lower = content.lower()
    return lower.count(b"multipart/") + lower.count(b"message/")
