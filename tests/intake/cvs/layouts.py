"""How CVs look: each layout turns facts into rows, in the order of drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.intake.cvs.lists import TEXTS, Country
from tests.intake.cvs.model import Row, Truth, rows

Page = list[list[Row]]


@dataclass(frozen=True)
class Facts:
    random: Random
    country: Country
    truth: Truth
    title: str
    address: str
    city: str
    referee: str
    referee_email: str
    referee_phone: str

    @property
    def name(self) -> str:
        return f"{self.truth.first_name} {self.truth.last_name}"

    @property
    def phone(self) -> str:
        return self.truth.phone_written

    def say(self, key: str) -> str:
        return self.random.choice(TEXTS[self.country.language][key].split("|"))

    def all_of(self, key: str) -> list[str]:
        return TEXTS[self.country.language][key].split("|")

    def place(self) -> str:
        return f"{self.address}, {self.city}"

    def employer(self) -> str:
        return self.random.choice(self.country.employers.split()).replace("_", " ")

    def contact(self) -> list[str]:
        return [each for each in (self.truth.email, self.phone) if each]

    def upper(self, text: str) -> str:
        if self.country.language == "tr":
            text = text.translate(str.maketrans("ıi", "Iİ"))
        return text.upper()


def body(facts: Facts, *, short: bool = False) -> list[Row]:
    did = facts.all_of("did")
    found = rows(
        facts.say("profile"),
        *_wrapped(facts.all_of("about")[0]),
        facts.say("work"),
        f"2019 – {facts.say('today')}",
        facts.employer(),
        facts.title,
        *(f"• {one}" for one in did[:2]),
        "03/2015 – 02/2019",
        facts.employer(),
        f"• {did[2]}",
        facts.say("studies"),
        "2010 - 2014",
        *facts.all_of("school"),
    )
    if not short:
        found += rows(
            facts.say("skills"),
            *facts.all_of("skill"),
            facts.say("languages"),
            *facts.all_of("language"),
        )
    return found


def references(facts: Facts) -> list[Row]:
    return rows(
        facts.say("references"),
        facts.referee,
        facts.employer(),
        facts.referee_email,
        facts.referee_phone,
    )


def _wrapped(text: str) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 70:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def plain(facts: Facts) -> list[Page]:
    head = rows(facts.name, facts.title, *facts.contact(), facts.place())
    return [[head + body(facts)]]


def one_line(facts: Facts) -> list[Page]:
    mark = facts.random.choice([" | ", " • ", " · ", "  ", " – "])
    head = rows(facts.name, facts.title, mark.join([*facts.contact(), facts.city]))
    return [[head + body(facts) + references(facts)]]


def titled(facts: Facts) -> list[Page]:
    head = rows(facts.say("cv"), facts.name, facts.place(), *facts.contact())
    return [[head + body(facts)]]


def capitals(facts: Facts) -> list[Page]:
    head = rows(
        facts.upper(facts.name),
        facts.upper(facts.title),
        facts.place(),
        " / ".join(facts.contact()),
    )
    return [[head + body(facts)]]


def labels(facts: Facts) -> list[Page]:
    head = rows(
        facts.say("cv"),
        facts.say("contact"),
        f"{facts.say('name')}: {facts.name}",
        f"{facts.say('birth')}: {facts.say('born')}",
        f"{facts.say('address')}: {facts.place()}",
    )
    if facts.phone:
        head += rows(f"{facts.say('phone')}: {facts.phone}")
    if facts.truth.email:
        head += rows(f"{facts.say('email')}: {facts.truth.email}")
    return [[head + body(facts) + references(facts)]]


def table(facts: Facts) -> list[Page]:
    head = rows(
        facts.say("contact"),
        (facts.say("first"), facts.truth.first_name),
        (facts.say("last"), facts.truth.last_name),
        (facts.say("birth"), facts.say("born")),
        (facts.say("address"), facts.place()),
    )
    if facts.phone:
        head += rows((facts.say("phone"), facts.phone))
    if facts.truth.email:
        head += rows((facts.say("email"), facts.truth.email))
    return [[head + body(facts)]]


def sidebar_first(facts: Facts) -> list[Page]:
    side = rows(
        facts.say("contact"),
        *facts.contact(),
        facts.city,
        facts.say("skills"),
        *facts.all_of("skill"),
        facts.say("languages"),
        *facts.all_of("language"),
    )
    return [[side, rows(facts.name, facts.title) + body(facts, short=True)]]


def sidebar_last(facts: Facts) -> list[Page]:
    side = rows(facts.say("contact"))
    for key, value in (("phone", facts.phone), ("email", facts.truth.email)):
        if value:
            side += rows(facts.say(key), value)
    side += rows(facts.say("address"), facts.address, facts.city)
    main = rows(facts.name, facts.title) + body(facts) + references(facts)
    return [[main, side]]


def repeated(facts: Facts) -> list[Page]:
    head = rows(f"{facts.name} – {facts.say('cv')}", " | ".join(facts.contact()))
    first, second = body(facts), references(facts)
    foot = [[*head, *rows("1 / 2")], [*head, *rows("2 / 2")]]
    return [[foot[0], first], [foot[1], second]]


def spread(facts: Facts) -> list[Page]:
    """The name is set apart letter by letter."""
    apart = "   ".join(" ".join(word) for word in facts.upper(facts.name).split())
    head = rows(apart, facts.title, *facts.contact(), facts.place())
    return [[head + body(facts)]]


def spaced_type(facts: Facts) -> list[Page]:
    """Spread by the type setter: the text has no spaces."""
    head = [Row((facts.upper(facts.name),), 18, 6)]
    return [[head + rows(facts.title, *facts.contact(), facts.place()) + body(facts)]]


def europass(facts: Facts) -> list[Page]:
    head = rows(
        "Europass",
        facts.say("contact"),
        (f"{facts.say('name')}", facts.name),
        (facts.say("address"), facts.place()),
    )
    if facts.phone:
        head += rows((facts.say("phone"), facts.phone))
    if facts.truth.email:
        head += rows(("E-mail", facts.truth.email))
    head += rows((facts.say("birth"), facts.say("born")))
    return [[head + body(facts)], [rows(f"{facts.name} 2 / 2", facts.say("skills"))]]


def many_addresses(facts: Facts) -> list[Page]:
    """With those of employers and referees."""
    head = rows(facts.name, facts.title, facts.place(), *facts.contact())
    work = rows(
        f"{facts.employer()}, info@firma-{facts.random.randint(10, 99)}.com",
        f"Kontakt: {facts.referee}, {facts.referee_email}",
    )
    return [[head + body(facts) + work + references(facts)]]


def two_lines(facts: Facts) -> list[Page]:
    """Given names and surnames in lines of their own."""
    upper = facts.random.random() < 0.5
    first, last = facts.truth.first_name, facts.truth.last_name
    if upper:
        first, last = facts.upper(first), facts.upper(last)
    head = rows(first, last, facts.title, *facts.contact(), facts.place())
    return [[head + body(facts)]]


def surname_in_capitals(facts: Facts) -> list[Page]:
    head = rows(
        f"{facts.truth.first_name} {facts.upper(facts.truth.last_name)}",
        facts.title,
        facts.place(),
        *facts.contact(),
    )
    return [[head + body(facts)]]


LAYOUTS: dict[str, Callable[[Facts], list[Page]]] = {
    one.__name__.replace("_", " "): one
    for one in (
        plain,
        one_line,
        titled,
        capitals,
        labels,
        table,
        sidebar_first,
        sidebar_last,
        repeated,
        spread,
        spaced_type,
        europass,
        many_addresses,
        two_lines,
        surname_in_capitals,
    )
}
