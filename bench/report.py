"""Tables in Markdown, and the part of `docs/benchmarks.md` that is written anew."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
DOCUMENT = BASE_DIR / "docs" / "benchmarks.md"
# What stands before it is written by hand.
MARK = "<!-- What follows is written by `make bench`. -->\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The first column is text, the others are numbers."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


class Report:
    """Prints each section as it is measured; `write` stores them all."""

    def __init__(self) -> None:
        self._sections: list[str] = []

    def add(self, title: str, text: str, body: str) -> None:
        section = f"## {title}\n\n{text}\n\n{body}"
        self._sections.append(section)
        sys.stdout.write(f"{section}\n")
        sys.stdout.flush()

    def write(self) -> None:
        before = DOCUMENT.read_text().partition(MARK)[0]
        DOCUMENT.write_text(before + MARK + "\n" + "\n".join(self._sections))
