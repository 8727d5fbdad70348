"""Which country a phone number without its code belongs to."""

from collections import Counter
from collections.abc import Iterable
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberType

from .emails import Address
from .folding import SPACES, phrase
from .lists import words
from .reading import Reading, Section

# By the language of the text, the most likely first.
OF_LANGUAGE = {
    "tr": ("TR",),
    "de": ("DE", "AT", "CH"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "en": ("GB", "US", "IE", "TR", "DE", "ES"),
    "": ("TR", "DE", "ES", "GB"),
}
TOLD = ("TR", "DE", "AT", "CH", "GB", "IE", "US", "ES", "MX", "AR", "CO", "CL", "PE")
# Where a candidate's own address stands.
TOP_LINES = 25
MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def told_regions(reading: Reading, addresses: Iterable[Address]) -> Counter[str]:
    """Countries that the head of the CV names, or a city of them."""
    told: Counter[str] = Counter()
    for line in reading.lines:
        near = line.section is Section.TOP and line.at < TOP_LINES
        if near or line.section is Section.CONTACT:
            told.update(_regions_in(line.text))
    for address in addresses:
        ending = address.domain.rpartition(".")[2].upper().replace("UK", "GB")
        if address.of_candidates and ending in TOLD and ending != "CO":
            told[ending] += 1
    return told


def _regions_in(text: str) -> set[str]:
    folded = f" {phrase(SPACES.sub(' ', text.translate(_parts())))} "
    return {
        region
        for region in TOLD
        if any(f" {place} " in folded for place in words(f"region {region}"))
    }


@cache
def _parts() -> dict[int, str]:
    return str.maketrans(dict.fromkeys(",;/|()-–—·•:\t", " "))


def order(reading: Reading, told: Counter[str]) -> list[str]:
    """The regions to try, the likeliest first."""
    of_language = OF_LANGUAGE[reading.language]
    named = [region for region, _ in told.most_common()]
    return list(dict.fromkeys([*named, *of_language]))


def is_sure(raw: str, region: str, reading: Reading, told: Counter[str]) -> bool:
    """Whether the number, as it is written, can be of no other region that is near."""
    near = {*OF_LANGUAGE[reading.language], *told, "TR"}
    if set(told) - {region}:
        near |= set(told)
    rivals = {one for one in near - {region} if _valid(raw, one)}
    mobile_rivals = {one for one in rivals if _is_mobile(raw, one)}
    if told and set(told) == {region}:
        # Others would be a mobile number where this is none.
        return not (mobile_rivals and not _is_mobile(raw, region)) and not (
            "TR" in rivals and region != "TR" and _is_mobile(raw, "TR")
        )
    if region in told or reading.language == "":
        return not rivals and region in told
    first = OF_LANGUAGE[reading.language][0]
    return not told and region == first and reading.language != "en" and not rivals


def _valid(raw: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(raw, region))
    except phonenumbers.NumberParseException:
        return False


def _is_mobile(raw: str, region: str) -> bool:
    if not _valid(raw, region):
        return False
    return phonenumbers.number_type(phonenumbers.parse(raw, region)) in MOBILE
