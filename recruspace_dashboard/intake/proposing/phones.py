"""All phone numbers of a text that may be a candidate's, and the best of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import phonenumbers
from phonenumbers import (
    Leniency,
    PhoneNumberFormat,
    PhoneNumberMatch,
    PhoneNumberMatcher,
)

from . import regions
from .emails import Address
from .labels import kind_of
from .reading import Line, Reading, Section
from .values import Proposed

# Lines with so many digits that a number may be among them.
MAX_LINES, LEAST_DIGITS = 150, 7
TOP_LINES = 30
DIGIT = re.compile(r"\d")
# What stands right before a number that is no phone number of the candidate.
OTHER_NUMBER = re.compile(
    r"(?:\biban\b|\bbic\b|konto(?:nummer|nr)?|hesap|\bt\.?\s?c\.?\b.{0,20}|kimlik|\btckn|"
    r"\bdni\b|\bnif\b|\bnie\b|\bcif\b|\bnuip\b|c[eé]dula|\bcurp|\brfc|\brut\b|ausweis|"
    r"pa(?:ss|saporte)|reisepass|pasaport|steuer|sozialversicherung|"
    r"versicherungs(?:nummer|nr)|\bssn\b|\bsgk|sicil|vergi|\bmatrikel|\bid\b|\bisbn|"
    r"\bissn|\borcid|seguridad social|afiliaci[oó]n|ehliyet no|license no|licence no|"
    r"registration|\bref(?:erence)?\.? ?(?:no|nr|num)|sertifika no|belge no|"
    r"zertifikat(?:s)?(?:nummer|nr)|certificate no|öğrenci no|student (?:id|no|number))"
    r"[^\d+]{0,24}\Z",
    re.I,
)
FAX = re.compile(r"(?:faks|fax|telefax|belgegeçer)\W{0,6}\Z", re.I)
FAX_LETTER = re.compile(r"(?:\A|\s)F[.:]\s?\Z")
OF_MOBILE = re.compile(
    r"(?:cep|gsm|mobile?|mobil(?:telefon|nummer|funk)?|handy(?:nummer)?|m[oó]vil|"
    r"cell(?:ular)?|celular|whats ?app|cep tel(?:efonu)?|cell phone|mobile phone)"
    r"\W{0,8}(?:no|nr|tel)?\W{0,4}\Z",
    re.I,
)
OF_PHONE = re.compile(
    r"(?:tel|telefon|telefonu|telefonnummer|telephone|phone|tel[eé]fono|tlf|tfno|fon|ph|"
    r"\bt|\bp|☎|numara(?:sı|m)?|\bno|number|nummer)\W{0,6}\Z",
    re.I,
)
# Of others than the candidate, or not in use for them.
OF_OTHERS = re.compile(
    r"\b(?:acil|emergency|notfall|emergencia)|"
    r"\b(?:anne|baba|eşi?|mother|father|spouse|vater|mutter|ehefrau|ehemann|madre|padre|"
    r"esposa|esposo|cónyuge|referan[sz]|referen[czk]\w*|supervisor|vorgesetzte\w*|firma|"
    r"company|empresa|şirket|office|ofis|santral|zentrale|arbeit|dienstlich|work|iş|büro|"
    r"işyeri|oficina|trabajo|manager|yönetici)"
    r" ?(?:tel\w*|phone|no|nr|nummer|numarası)?\.? ?[:)(]\W{0,3}\Z",
    re.I,
)
DATES = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    r"|\d{1,2}[./-](?:19|20)\d\d)(?!\d)"
)
YEARS = re.compile(r"(?:19|20)\d\d\s?[-–—/]\s?(?:(?:19|20)\d\d|\d\d)\b")
# Neither a code nor marks between its digits: other numbers look like it, too.
BARE = re.compile(r"[1-9]\d+\Z")


@dataclass(frozen=True)
class Phone:
    raw: str
    value: str
    line: Line
    sure_of_region: bool
    mobile: bool
    labelled: bool
    labelled_mobile: bool


def phones_of(reading: Reading, addresses: Iterable[Address]) -> list[Phone]:
    told = regions.told_regions(reading, addresses)
    found: list[Phone] = []
    looked = 0
    before = ""
    for line in reading.lines:
        if len(DIGIT.findall(line.text)) >= LEAST_DIGITS and looked < MAX_LINES:
            looked += 1
            found += _on_line(line, before, reading, told)
        before = line.text
    return found


def choose(phones: list[Phone], reading: Reading, near: Sequence[Line]) -> Proposed:
    of_referees = {
        one.value for one in phones if one.line.section is Section.REFERENCES
    }
    own = [phone for phone in phones if phone.value not in of_referees]
    if not own:
        return Proposed()
    rated = sorted(own, key=lambda one: -_rating(one, reading, near))
    best = rated[0]
    if _rating(best, reading, near) < 0:
        return Proposed()
    rivals = {
        one.value
        for one in rated[1:]
        if one.value != best.value
        and _rating(one, reading, near) > 0
        and (one.mobile or not best.mobile)
        and not (best.labelled_mobile and not one.labelled_mobile)
    }
    placed = _is_placed(best, reading, near)
    at_work = (
        best.line.section is Section.WORK and best.line.text not in reading.repeated
    )
    sure = best.sure_of_region and placed and not rivals and not at_work
    bare = bool(BARE.match(best.raw)) and not best.labelled
    return Proposed.of(best.value, sure=sure and not bare)


def _rating(phone: Phone, reading: Reading, near: Sequence[Line]) -> float:
    rating = 4 * phone.mobile + 3 * phone.labelled_mobile + 2 * phone.labelled
    if _is_placed(phone, reading, near):
        rating += 10
    elif not phone.labelled or phone.line.section is Section.WORK:
        rating -= 8
    if phone.raw.startswith("+"):
        rating += 2
    return rating - phone.line.at / 1000


def _is_placed(phone: Phone, reading: Reading, near: Sequence[Line]) -> bool:
    line = phone.line
    if line.section is Section.WORK and line.text not in reading.repeated:
        return line in near
    if line.section is Section.CONTACT or line.text in reading.repeated:
        return True
    if line.section is Section.TOP and line.at < TOP_LINES:
        return True
    return line in near or (phone.labelled and line.left < 3)


def _on_line(
    line: Line, before: str, reading: Reading, told: Counter[str]
) -> Iterator[Phone]:
    text = YEARS.sub(_blank, DATES.sub(_blank, line.text))
    taken: set[int] = set()
    for region in regions.order(reading, told):
        for match in PhoneNumberMatcher(text, region, Leniency.VALID, max_tries=20):
            if taken & {match.start, match.end - 1} or _goes_before(text, match, taken):
                continue
            phone = _phone(match, region, line, before, reading, told)
            if phone:
                taken |= {*range(match.start, match.end)}
                yield phone
    if "+" in text and not taken:
        yield from _unknown(text, line)


def _goes_before(text: str, match: PhoneNumberMatch, taken: set[int]) -> bool:
    """Whether it is only the end of a longer number."""
    begin = text[: match.start].rstrip(" ().-")
    return DIGIT.match(begin[-1:]) is not None and len(begin) - 1 not in taken


def _unknown(text: str, line: Line) -> Iterator[Phone]:
    """Numbers with the code of a country that are not in use there, as far as is
    known."""
    for match in PhoneNumberMatcher(text, None, Leniency.POSSIBLE, max_tries=5):
        raw = match.raw_string
        before = text[max(0, match.start - 40) : match.start]
        if raw.startswith("+") and not FAX.search(before):
            yield Phone(raw, raw, line, False, False, False, False)


def _blank(found: re.Match[str]) -> str:
    """Letters, as a number beside blanks would seem longer or shorter."""
    return "x" * len(found[0])


def _phone(
    match: PhoneNumberMatch,
    region: str,
    line: Line,
    above: str,
    reading: Reading,
    told: Counter[str],
) -> Phone | None:
    raw = match.raw_string
    before = line.text[max(0, match.start - 40) : match.start]
    if re.search(r"[^\W\d_][a-z]\Z", before):
        return None
    if not before.strip(" :+(\t") and _is_label(above):
        before = f"{above} {before}"
    if OTHER_NUMBER.search(before) or FAX.search(before) or FAX_LETTER.search(before):
        return None
    if OF_OTHERS.search(before[-32:]):
        return None
    after = line.text[match.end : match.end + 6]
    if after[:1].isalpha() and BARE.match(raw):
        return None
    own_code = raw.lstrip("( ").startswith(("+", "00"))
    labelled_mobile = bool(OF_MOBILE.search(before))
    labelled = labelled_mobile or bool(OF_PHONE.search(before))
    if not own_code and not _is_written_so(raw, region, labelled=labelled):
        return None
    number = match.number
    kind = phonenumbers.number_type(number)
    sure = own_code or regions.is_sure(raw, region, reading, told)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(
        raw,
        e164 if sure else raw,
        line,
        sure,
        kind in regions.MOBILE,
        labelled,
        labelled_mobile,
    )


def _is_label(above: str) -> bool:
    return len(above) < 32 and (
        above.endswith(":") or kind_of(above) == "other" or bool(FAX.search(above))
    )


def _is_written_so(raw: str, region: str, *, labelled: bool) -> bool:
    """Whether numbers of the region are written so, without the code of a country."""
    digits = "".join(DIGIT.findall(raw))
    if digits[0] == "0":
        return region not in {"US", "ES", "MX", "CO", "PE", "CL"}
    match region:
        case "TR":
            return len(digits) == 10 or (len(digits) == 12 and digits[:3] == "905")
        case "ES" | "CO" | "PE" | "CL" | "MX" | "AR":
            return labelled or (digits[0] in "6793" and len(digits) >= 9)
        case "US":
            return len(digits) in {10, 11} and (labelled or not BARE.match(raw))
    # Elsewhere they begin with 0.
    return digits[:2] in {"49", "43", "41", "44"} and len(digits) > 10
