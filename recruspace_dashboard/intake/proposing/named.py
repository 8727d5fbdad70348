"""A name that may be the candidate's, and how much speaks for it."""

from dataclasses import dataclass, field

from .agreement import Agrees
from .folding import fold
from .lists import is_given, is_surname
from .reading import Line


@dataclass
class Named:
    given: tuple[str, ...]
    last: tuple[str, ...]
    line: Line | None = None
    label: bool = False
    head: bool = False
    after_title: bool = False
    whole_line: bool = True
    place: bool = False
    later: bool = False
    company: bool = False
    # Its case, its border or its reading may be otherwise.
    doubtful: bool = False
    guessed: bool = False
    agrees: Agrees = Agrees.NOT
    file: Agrees = Agrees.NOT
    repeated: bool = False
    # On the first page.
    above_a_job: bool = False
    # The first of two lines is nothing but given names.
    two_lines: bool = False
    known: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.known = bool(self.given) and is_given(self.given[0])

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(sorted(map(fold, (*self.given, *self.last))))

    @property
    def rating(self) -> float:
        by_local = {Agrees.WHOLLY: 50, Agrees.MOSTLY: 35, Agrees.PARTLY: 12}
        rating = 60.0 * self.label + by_local.get(self.agrees, 0)
        rating += 50 * (self.file is Agrees.WHOLLY) + 8 * (self.file is Agrees.PARTLY)
        rating += 30 * self.head + 15 * self.after_title + 10 * self.repeated
        rating += 18 * self.known + 5 * is_surname(self.last[-1])
        rating += 8 * (self.deep_heading and not self.head)
        rating += 14 * self.two_lines
        rating += (
            6 * self.whole_line - 30 * self.company - 20 * (self.place + self.later)
        )
        rating -= 4 * self.doubtful + 12 * self.guessed
        return rating - (min(self.line.at, 40) if self.line else 10)

    @property
    def deep_heading(self) -> bool:
        """Where a column stands before it: a line of nothing but a known name."""
        known = self.known or is_surname(self.last[-1])
        clean = self.whole_line and not (self.place or self.company)
        return known and clean and self.above_a_job

    @property
    def supported(self) -> bool:
        deep = not (self.head or self.label or self.repeated)
        least = Agrees.WHOLLY if deep else Agrees.MOSTLY
        by_file = self.file is Agrees.WHOLLY and not deep
        return self.agrees >= least or by_file
