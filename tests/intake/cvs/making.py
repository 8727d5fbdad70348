"""Invents CVs: the same seed always gives the same ones."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import cast

import phonenumbers

from recruspace_dashboard.sandbox.names import LETTERS, TURKISH_LETTERS
from tests.intake.cvs.layouts import LAYOUTS, Facts, Page
from tests.intake.cvs.lists import COUNTRIES, Country
from tests.intake.cvs.model import Cv, Truth

Layouts = Mapping[str, Callable[[Facts], list[Page]]]
# Of each layout and language.
EACH = 5
SCANS = 4


def invented(
    seed: int,
    layouts: Layouts = LAYOUTS,
    countries: tuple[Country, ...] = COUNTRIES,
    each: int = EACH,
) -> Iterator[Cv]:
    for country in countries:
        for layout, make in layouts.items():
            for number in range(each):
                random = Random(f"{seed} {country.language} {layout} {number}")  # noqa: S311
                yield _cv(random, country, layout, make, number)
        for number in range(SCANS):
            random = Random(f"{seed} {country.language} scan {number}")  # noqa: S311
            cv = _cv(random, country, "plain", layouts[next(iter(layouts))], 0)
            cv.layout, cv.scan, cv.file_name = "scan", True, f"Scan_{number:04}.pdf"
            cv.truth = Truth("", "", "", "")
            yield cv


def _cv(
    random: Random,
    country: Country,
    layout: str,
    make: Callable[[Facts], list[Page]],
    number: int,
) -> Cv:
    facts, cv = facts_of(random, country, number)
    cv.layout, cv.pages = layout, make(facts)
    return cv


def facts_of(random: Random, country: Country, number: int = 0) -> tuple[Facts, Cv]:
    """Some of them without a phone number or an address, by their number."""
    rare = random.random() < 0.35
    first = _pick(random, country.rare_given if rare else country.given)
    last = _pick(random, country.surnames)
    phone, written = ("", "") if number == EACH - 2 else _phone(random, country)
    email = _email(random, country, first, last)
    if number == EACH - 1 and random.random() < 0.5:
        email = ""
    truth = Truth(first, last, email, phone, written)
    other = first, last
    while first == other[0] or last == other[1]:
        other = _pick(random, country.given), _pick(random, country.surnames)
    facts = Facts(
        random,
        country,
        truth,
        title=_pick(random, country.titles),
        address=_pick(random, country.streets),
        city=_pick(random, country.cities),
        referee=" ".join(other),
        referee_email=_email(random, country, *other),
        referee_phone=_phone(random, country)[1],
    )
    return facts, Cv(country.language, "", _file_name(random, first, last), truth)


def _pick(random: Random, words: str) -> str:
    return random.choice(words.split()).replace("_", " ")


def _phone(random: Random, country: Country) -> tuple[str, str]:
    """In E.164 and as it is written; only those that exist."""
    while True:
        pattern = _pick(random, country.phones)
        written = "".join(
            str(random.randint(0, 9)) if one == "#" else one for one in pattern
        )
        number = phonenumbers.parse(written, country.region)
        if phonenumbers.is_valid_number(number):
            e164 = phonenumbers.PhoneNumberFormat.E164
            return phonenumbers.format_number(number, e164), written


def plain(text: str, language: str) -> str:
    letters = TURKISH_LETTERS if language == "tr" else LETTERS
    decomposed = unicodedata.normalize("NFKD", text.translate(letters))
    return "".join(one for one in decomposed.lower() if one.isascii())


def _email(random: Random, country: Country, first: str, last: str) -> str:
    names = [
        "".join(
            one for one in plain(name, country.language) if one.isalpha() or one == " "
        )
        for name in (first, last)
    ]
    given, family = (name.split() for name in names)
    year, host = random.randint(70, 99), _pick(random, country.mail_hosts)
    local = random.choice(
        [
            f"{given[0]}.{family[0]}",
            f"{given[0]}.{family[-1]}",
            f"{''.join(given)}.{''.join(family)}",
            f"{given[0][0]}.{family[-1]}",
            f"{given[0][0]}{family[0]}{year}",
            f"{given[0]}_{family[0]}{year}",
            f"{family[0]}.{given[0]}",
            f"{given[0]}{family[0]}",
            f"{given[0]}{year}",
            f"{family[-1]}{year}",
            random.choice(["cooldude", "kelebek", "sonnenschein", "gatita", "bluesky"])
            + str(year),
        ]
    )
    return cast(str, f"{local}@{host}")


def _file_name(random: Random, first: str, last: str) -> str:
    ascii_name = f"{plain(first, 'tr').title()}_{plain(last, 'tr').title()}".replace(
        " ", "_"
    )
    return random.choice(
        [
            "cv.pdf",
            "CV_2024_final.pdf",
            "document (3).pdf",
            "scan0001.pdf",
            "Lebenslauf.pdf",
            "ozgecmis.pdf",
            "CV_neu.docx",
            f"CV_{ascii_name}.pdf",
            f"{first} {last} CV.pdf",
            f"Lebenslauf {last}.docx",
            f"{ascii_name}_Resume.pdf".replace("_", "-"),
        ]
    )
