"""All e-mail addresses of a text, however they are written, and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .folding import fold
from .lists import words
from .reading import Line, Reading, Section

# A longer local part is none.
MAX_ADDRESSES, LONGEST = 200, 100
# Where an address stands if nobody else's stands before it.
TOP_LINES = 30
AT = re.compile(r" {0,2}[\[({<] ?(?:at|ät|a|@|arroba|et) ?[\])}>] {0,3}", re.I)
DOT = re.compile(r" {0,2}[\[({<] ?(?:dot|punkt|nokta|punto|\.) ?[\])}>] ?", re.I)
IN_WORDS = re.compile(
    r"([\w.+-]{2,40}) (?:at|arroba) ([\w-]{2,40}) "
    r"(?:dot|punkt|punto|nokta) (\w{2,6})\b",
    re.I,
)
BEFORE = re.compile(r"[\w.%+'-]+\Z")
AFTER = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
AFTER_CUT = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}[.-]?\Z")
LETTER = re.compile("[a-z]")
GLUED = re.compile("([a-z]{2,})[A-Z]")
LABEL = re.compile(r"(?:mail|posta|correo|electr[oó]nico|adres[se]*i?)\W{0,4}\Z", re.I)
LOWER_TOKEN = re.compile(r"(?:\A|[\s:])([a-z0-9][a-z0-9._%+-]{0,63})\Z")
ALONE = re.compile(r"(?:[\w -]{0,20}:\s?)?\S+\Z")
# Of two letters: those of countries, all of them but few are in use.
COUNTRY = re.compile(r"[a-z]{2}\Z")
FREE = re.compile(
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|live|msn|icloud|me|mac|gmx|web|"
    r"t-online|freenet|posteo|mailbox|proton|protonmail|pm|yandex|mynet|aol|mail)"
    r"\.[a-z.]{2,6}\Z"
)


@dataclass(frozen=True)
class Address:
    value: str
    line: Line
    # Read across lines or spaces, or with odd letters: it may be another.
    doubtful: bool = False
    labelled: bool = False

    @property
    def local(self) -> str:
        return self.value.partition("@")[0]

    @property
    def domain(self) -> str:
        return self.value.partition("@")[2]

    @property
    def of_role(self) -> bool:
        return fold(self.local.rstrip("0123456789")) in words("role")

    @property
    def alone(self) -> bool:
        """Whether nobody else can be meant: no name stands before it."""
        return self.labelled or self.line.text == self.value

    @property
    def of_candidates(self) -> bool:
        return not self.of_role and self.line.section is not Section.REFERENCES

    @property
    def free(self) -> bool:
        return bool(FREE.match(self.domain))


def addresses_of(reading: Reading) -> list[Address]:
    found: list[Address] = []
    for number, line in enumerate(reading.lines):
        before = reading.lines[number - 1].text if number else ""
        after = (
            reading.lines[number + 1].text if number + 1 < len(reading.lines) else ""
        )
        for address in _on_line(line, before, after):
            found.append(address)
            if len(found) >= MAX_ADDRESSES:
                return found
    return found


def is_placed(address: Address, reading: Reading) -> bool:
    """Whether it stands where candidates write their own."""
    line = address.line
    if line.section in {Section.REFERENCES, Section.WORK}:
        return line.text in reading.repeated and line.section is Section.WORK
    if line.section is Section.CONTACT or line.text in reading.repeated:
        return True
    near_top = line.section is Section.TOP and line.at < TOP_LINES
    return near_top or address.labelled or line.left < 2


def _on_line(line: Line, before: str, after: str) -> Iterator[Address]:
    text = IN_WORDS.sub(r"\1@\2.\3", line.text)
    text = DOT.sub(".", AT.sub("@", text))
    hidden = text != line.text
    at = -1
    while (at := text.find("@", at + 1)) >= 0:
        yield from _around(text, at, line, before, after, hidden)


def _around(
    text: str, at: int, line: Line, before: str, after: str, hidden: bool
) -> Iterator[Address]:
    """The address around an @, or two where it may go on in the line above."""
    end, begin = at - (text[at - 1 : at] == " "), at + 1
    begin += text[begin : begin + 1] == " "
    spaced = end < at or begin > at + 1
    local = BEFORE.search(text[max(0, end - LONGEST) : end])
    if local and len(local[0]) == LONGEST:
        return
    start = end - len(local[0]) if local else end
    in_front = text[:start].strip()
    labelled = bool(LABEL.search((text[:start] if in_front else before)[-24:]))
    locals_ = _locals(local[0] if local else "", "" if in_front else before)
    for one, odd in locals_:
        for domain, odd_domain in _domains(text[begin:], after):
            if address := _address(one, domain):
                value, strange = address
                doubtful = hidden or spaced or odd or odd_domain or strange
                yield Address(value, line, doubtful, labelled)


def _locals(local: str, before: str) -> list[tuple[str, bool]]:
    """The local part, and with it the end of the line above where it may belong to
    it; whether each is doubtful."""
    token = LOWER_TOKEN.search(before)
    if token is None or not LETTER.search(token[1]) or "@" in before:
        return [(local, False)] if local else []
    if not local:
        return [(token[1], True)]
    if before[-1] in "._-+" or ALONE.match(before):
        return [(token[1] + local, True), (local, True)]
    return [(local, False)]


def _domains(rest: str, after: str) -> Iterator[tuple[str, bool]]:
    """What may stand behind the @, with what follows on the next line."""
    next_token = after.split(" ")[0].split("\t")[0] if after else ""
    whole = AFTER.match(rest)
    cut = AFTER_CUT.match(rest)
    if not rest:
        if AFTER.match(next_token):
            yield next_token, True
        return
    if whole and not _ends(whole[0].rstrip(".-").rpartition(".")[2]):
        glued = GLUED.match(whole[0].rpartition(".")[2])
        if glued and _ends(glued[1]):
            yield whole[0].rpartition(".")[0] + "." + glued[1], True
            return
    if cut and next_token and "@" not in next_token and not after.startswith("www."):
        joined = AFTER.match(rest + next_token)
        ends = bool(whole) and _ends(rest.rpartition(".")[2])
        goes_on = rest[-1] in ".-" or next_token[0] in ".-" or not ends
        ending = next_token.strip(".,;").rpartition(".")[2]
        short = len(next_token) <= 3 and next_token.isascii() and next_token.islower()
        if (
            joined
            and goes_on
            and _ends(joined[0].rpartition(".")[2])
            and ending.islower()
        ):
            yield joined[0], True
            return
        if whole and (goes_on or (short and len(after) <= 3)):
            yield whole[0], True
            return
    if whole:
        yield whole[0], False


def _ends(label: str) -> bool:
    label = label.lower()
    return label in words("ending of domains") or bool(COUNTRY.match(label))


def _address(local: str, domain: str) -> tuple[str, bool] | None:
    """The address in lower case, and whether something about it is odd."""
    local, domain = local.strip(".'-+_%"), domain.rstrip(".-_")
    odd = not local.isascii() or not domain.isascii()
    domain = domain.replace("İ", "i").replace("ı", "i").lower()
    local = local.replace("İ", "i").lower()
    ending = domain.rpartition(".")[2]
    if not local or ".." in local or not ending.isalpha() or len(ending) < 2:
        return None
    if (
        "_" in domain
        or local == "git"
        or any(not x or x[0] == "-" for x in domain.split("."))
    ):
        return None
    digits_before = len(local) > 9 and local[:7].isdigit()
    return f"{local}@{domain}", odd or digits_before or not _ends(ending)
