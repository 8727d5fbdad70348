"""A text as the rules look at it: bounded, cleaned, in lines that know their
section."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from .folding import fold, phrase
from .lists import LANGUAGES, raw_words, words

# Of a text that may be very long, its begin and its end; of a line, its begin.
HEAD, TAIL = 40_000, 10_000
MAX_LINES, MAX_LINE = 1_500, 400
# What is written to be unseen: zero width, directions, controls, private glyphs.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffd]"
)
GLYPHS = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
SPACES = re.compile("[ \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# A hyphen at the end of a line is one of the address more often than not.
SOFT_IN_DOMAIN = re.compile(r"(@[\w.-]{0,60})\u00ad(?=\w)")
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x85\u2028\u2029]")
# TeX sets marks as characters of their own, before their letter.
MARKS = {
    **{"¨": "\u0308", "\u00b4": "\u0301", "˘": "\u0306"},
    **{"\u00b8": "\u0327", "˙": "\u0307"},
}
SET_MARK = re.compile("([¨\u00b4˘\u00b8˙])([A-Za-zı])")
MARKS_RUN = re.compile("([\u0300-\u036f]{3})[\u0300-\u036f]+")


class Section(StrEnum):
    TOP = "top"
    CONTACT = "contact"
    WORK = "work"
    OTHER = "other"
    REFERENCES = "references"


TITLED = (Section.REFERENCES, Section.CONTACT, Section.WORK, Section.OTHER)


@dataclass(frozen=True)
class Line:
    text: str
    page: int
    # Among all lines that are not empty, and among those of its page.
    at: int
    section: Section
    heads: bool = False
    # From the end of the page's lines: 0 is the last.
    left: int = 0
    # A word of it may have a hyphen that is not seen.
    soft: bool = False


class Reading:
    def __init__(self, text: str) -> None:
        self.lines = list(_lines(text))
        self.titled = any(line.heads for line in self.lines)

    def below(self, line: Line) -> Line | None:
        after = line.at + 1
        return self.lines[after] if after < len(self.lines) else None

    def above(self, line: Line) -> str:
        return self.lines[line.at - 1].text if line.at else ""

    @cached_property
    def words(self) -> frozenset[str]:
        """All words in lower case, with their marks."""
        return frozenset(
            word
            for line in self.lines
            for word in re.findall(r"[^\W\d_]{2,40}", line.text.lower())
        )

    @cached_property
    def spellings(self) -> frozenset[str]:
        """All words as they are written."""
        return frozenset(
            word
            for line in self.lines
            for word in re.findall(r"[^\W\d_]{2,40}", line.text)
        )

    @cached_property
    def by_fold(self) -> dict[str, frozenset[str]]:
        """Words that are written as names are, by their fold."""
        found: dict[str, set[str]] = {}
        for word in self.spellings:
            if word[:1].isupper() and word[1:].islower():
                found.setdefault(fold(word), set()).add(word)
        return {folded: frozenset(each) for folded, each in found.items()}

    @cached_property
    def language(self) -> str:
        """The language whose small words are met most often, or nothing."""
        counts: Counter[str] = Counter()
        for language in LANGUAGES:
            counts[language] = len(self.words & raw_words(f"language {language}"))
        (first, most), (_, next_most) = counts.most_common(2)
        return first if most > next_most else ""

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Lines that stand on several pages, as those of a page's head do."""
        pages: dict[str, set[int]] = {}
        for line in self.lines:
            pages.setdefault(line.text, set()).add(line.page)
        return frozenset(text for text, on in pages.items() if len(on) > 1)


def clean(line: str) -> str:
    line = SOFT_IN_DOMAIN.sub(r"\1-", line[:MAX_LINE])
    line = UNSEEN.sub("", GLYPHS.sub(" ", line))
    line = MARKS_RUN.sub(r"\1", line).replace("i\u0307", "i")
    line = SET_MARK.sub(lambda found: found[2] + MARKS[found[1]], line)
    line = unicodedata.normalize("NFKC", SPACES.sub(" ", line)).replace("i\u0307", "i")
    return line[:MAX_LINE].strip()


def _lines(text: str) -> Iterator[Line]:
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]}\n{text[-TAIL:]}"
    at, section, top = 0, Section.TOP, True
    for page, whole in enumerate(text.split("\f")[:200]):
        raw = LINE_ENDS.split(whole)
        told = [
            (each, "\u00ad" in one[:MAX_LINE]) for one in raw if (each := clean(one))
        ]
        for number, (each, soft) in enumerate(told):
            if at == MAX_LINES:
                return
            found = section_of(each)
            section = found or section
            top = top and not found
            left = len(told) - 1 - number
            yield Line(each, page, at, section, bool(found), left, soft)
            at += 1


def section_of(text: str) -> Section | None:
    """The section that a line begins, if it is its title."""
    if len(text) > 60 or not any(map(str.isalpha, text)):
        return None
    folded = phrase(text.replace("&", " ").strip(" :•-–—|·*#1234567890."))
    if (
        len(folded) > 1
        and folded.count(" ") > 1
        and all(len(part) == 1 for part in folded.split())
    ):
        folded = folded.replace(" ", "")
        for section in TITLED:
            if folded in {one.replace(" ", "") for one in words(f"section {section}")}:
                return section
        return None
    for section in TITLED:
        if folded in words(f"section {section}"):
            return section
    return None
