"""Phone numbers as they are typed: `+90 532 000 12 34`, `(0532) 000-12-34`."""

import re

# Fewer digits in free text are a word.
SHORTEST = 7
# Of E.164. More digits are two numbers, or none.
LONGEST = 15

_GROUP = r"(?:\([^\S\n]*\+?[0-9][0-9 ]*\)|[0-9]++)"
_GAP = r"(?:[-–./]+[^\S\n]*|[^\S\n]+(?:[-–./]+[^\S\n]+)?)?"
_END = r"(?=[\s),;]|\Z)"
RUN = re.compile(rf"\+?{_GROUP}(?:{_GAP}{_GROUP}){{0,30}}{_END}")
JOINED = re.compile(rf"\+?{_GROUP}(?:[-–./]*{_GROUP}){{0,30}}{_END}")
WHOLE = re.compile(r"[-+–.,/()\s0-9]+")


def end_of_run(text: str, start: int, shortest: int = SHORTEST) -> int | None:
    """Where a number ends that begins at `start`, with spaces if that makes sense."""
    for pattern in (RUN, JOINED):
        found = pattern.match(text, start)
        if found and shortest <= len(digits(found[0])) <= LONGEST:
            return found.end()
    return None


def digits(typed: str) -> str:
    """The digits, without the sign of an international number and its `(0)`."""
    only = re.sub(r"[^0-9]", "", typed)
    if typed.lstrip("( ").startswith("+") or only.startswith("00"):
        only = re.sub(r"[^0-9]", "", re.sub(r"\(\s*0\s*\)", "", typed))
        return only.removeprefix("00")
    return only


def whole(typed: str) -> str:
    """The digits of a text that is a number and nothing else, or an empty text."""
    return digits(typed) if WHOLE.fullmatch(typed) else ""
