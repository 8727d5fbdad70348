"""Filters write the query: each choice adds a word to it, or takes it away.

Only the top level of the query is looked at, and what stands there stays as typed.
"""

from collections.abc import Iterable
from functools import lru_cache

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.folding import fold, words
from recruspace_dashboard.library.query.scan import BARE_VALUE
from recruspace_dashboard.library.query.shape import Shape, shape
from recruspace_dashboard.library.query.tree import Phrase, Text, Word
from recruspace_dashboard.library.query.values import finds

# Nothing, and a word cannot reach across it.
NOTHING = " ()"


def contains(text: str, token: str) -> bool:
    """Whether the query asks for this of all that it finds, however it is typed."""
    return bool(_places(text, token))


def add(text: str, token: str) -> str:
    """The query that asks for this too."""
    if not text.strip():
        return token
    if not token.strip() or contains(text, token):
        return text
    there = shape(text)
    if there.is_open:
        # Behind the text, the word would belong to what is open.
        return f"{token} {_in_brackets(text, there) if there.is_any_of else text}"
    text = text.rstrip()
    if there.is_any_of or there.is_emails or there.takes_next:
        text = f"{_in_brackets(text, there)})"
    return f"{text} {token}"


def remove(text: str, token: str) -> str:
    """The query that does not ask for this any more."""
    for start, end in reversed(_places(text, token)):
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if before and after and shape(before).takes_next:
            before += NOTHING
        text = f"{before} {after}".strip()
    return text


def token(field: Field, value: str, others: Iterable[str]) -> str:
    """The shortest word for the query that finds this value of the field and none of
    the others. Empty if there is no letter and no digit in the value."""
    asked = _asked_for(value)
    if asked is None:
        return ""
    written, meaning = asked
    is_enough = not any(
        finds(meaning, field, other) for other in others if other != value
    )
    return f"{field}:{'' if is_enough else '='}{written}"


# A page asks this for each word of its rows, and most come again and again.
@lru_cache(maxsize=2_000)
def _asked_for(value: str) -> tuple[str, Text] | None:
    """How the query asks for a value, and what that means; None if there is no letter
    and no digit in it."""
    found = tuple(words(value))
    if not found:
        return None
    written = fold(value)
    if BARE_VALUE.fullmatch(written) and not written.startswith("="):
        return written, Word(found)
    return f'"{" ".join(found)}"', Phrase(found)


def _places(text: str, token: str) -> list[tuple[int, int]]:
    wanted = shape(token).conjuncts
    if len(wanted) != 1 or wanted[0].meaning is None:
        return []
    return [
        (one.start, one.end)
        for one in shape(text).conjuncts
        if one.meaning == wanted[0].meaning
    ]


def _in_brackets(text: str, there: Shape) -> str:
    """The text after an opening bracket, without those that would close it."""
    for place in reversed(there.strays):
        text = f"{text[:place]}{NOTHING}{text[place + 1 :]}"
    return f"({text}"
