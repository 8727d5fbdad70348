"""CVs in which others stand first: agencies, managers, referees, senders of mails."""

from collections.abc import Iterator
from random import Random

from tests.intake.cvs import held_out, making
from tests.intake.cvs.layouts import body, references
from tests.intake.cvs.lists import COUNTRIES, Country
from tests.intake.cvs.model import Cv, Row, rows

# Names of firms and places that look like those of candidates.
FIRMS = (
    "Peter Walters",
    "Anna Schneider Moden",
    "Carlos Tercero",
    "Deniz Yıldız",
    "Emre Metal",
    "Victoria Falls",
    "Robert Half",
    "Santiago Bernabéu",
    "Mercedes Benz",
    "Paul Hartmann",
    "Ali Baba",
    "Helena Rubinstein",
    "San Martín",
    "Florence Nightingale",
    "Lara Croft",
)
OTHERS = ("Recruiter", "Sachbearbeiter", "Danışman", "Consultor", "Talent Partner")


def adverse(seed: int, amount: int) -> Iterator[Cv]:
    countries = (*COUNTRIES, *held_out.COUNTRIES)
    for number in range(amount):
        random = Random(f"{seed} adverse {number}")  # noqa: S311
        country = random.choice(countries)
        yield _cv(random, country)


def _cv(random: Random, country: Country) -> Cv:
    facts, cv = making.facts_of(random, country)
    firm = random.choice(FIRMS)
    other = f"{facts.referee}"
    parts: list[list[Row]] = [
        rows(
            *random.sample(
                [
                    firm,
                    facts.city,
                    f"{other}, {random.choice(OTHERS)}",
                    "Confidential",
                    f"info@{firm.split()[0].lower()}.com",
                    "www.example.com",
                    "12.05.2024",
                ],
                k=random.randint(0, 3),
            )
        ),
        rows(
            *random.choice(
                [
                    [facts.name],
                    [facts.upper(facts.name)],
                    [facts.say("cv"), facts.name],
                    [f"{facts.say('cv')} {facts.name}"],
                    [f"{facts.say('name')}: {facts.name}"],
                    [f"{facts.truth.last_name}, {facts.truth.first_name}"],
                    [f"{facts.name}, {facts.city}"],
                    [facts.truth.first_name, facts.truth.last_name],
                    [f"{facts.name} - {facts.title}"],
                    [f"{facts.title} {facts.name}"],
                ]
            )
        ),
        rows(
            *random.sample(
                [facts.title, facts.place(), *facts.contact()],
                k=2 + len(facts.contact()),
            )
        ),
    ]
    if random.random() < 0.3:
        parts = [parts[0], parts[2], parts[1]]
    rest = body(facts, short=random.random() < 0.5)
    if random.random() < 0.6:
        rest += references(facts)
    if random.random() < 0.3:
        rest = (
            rest[:4]
            + rows(f"{other} ({facts.referee_email})", facts.referee_phone)
            + rest[4:]
        )
    if random.random() < 0.2:
        cv.file_name = f"{other.replace(' ', '_')}.pdf"
    cv.layout, cv.pages = "adverse", [[[row for part in parts for row in part], rest]]
    return cv
