"""Tables in Markdown, and the part of `docs/benchmarks.md` that is written anew."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DOCUMENT = BASE_DIR / "docs" / "benchmarks.md"
HEAD = "## "
# What stands before it is written by hand.
MARK = "<!-- What follows is written by `make bench`. -->\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The first column is text, the others are numbers."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


class Report:
    """Prints each section as it is measured; `write` stores them all, in the place of
    those of the same titles."""

    def __init__(self) -> None:
        self._sections: dict[str, str] = {}

    def add(self, title: str, text: str, body: str) -> None:
        section = f"{HEAD}{title}\n\n{text}\n\n{body}"
        self._sections[title] = section
        sys.stdout.write(f"{section}\n")
        sys.stdout.flush()

    def write(self) -> None:
        before, _mark, stored = DOCUMENT.read_text().partition(MARK)
        sections = _by_title(stored) | self._sections
        DOCUMENT.write_text(before + MARK + "\n" + "\n".join(sections.values()))


def _by_title(text: str) -> dict[str, str]:
    sections = [HEAD + one for one in f"\n{text}".split(f"\n{HEAD}")[1:]]
    return {
        one.partition("\n")[0].removeprefix(HEAD): one.rstrip("\n") + "\n"
        for one in sections
    }
