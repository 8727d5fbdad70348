"""The words of a CV that is not laid out as most are, line by line."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from .careers import EMPLOYERS, Career
from .names import COUNTRIES, COUNTRY
from .state import Candidate

SUMMARY, WORK, STUDIES, SKILLS = "Summary", "Experience", "Education", "Skills"
IN_TURKISH = {
    SUMMARY: "Özet",
    WORK: "İş Deneyimi",
    STUDIES: "Öğrenim",
    SKILLS: "Yetkinlikler ve Diğer Bilgiler",
}


class Line(NamedTuple):
    """`kind` is `name`, `heading`, `text` or `item`."""

    kind: str
    text: str


def lines_of(candidate: Candidate, career: Career) -> list[Line]:
    """Always the same for the same e-mail address."""
    random = Random(candidate.email)  # noqa: S311
    country = COUNTRY.get(candidate.country or "", COUNTRIES[0])
    headings = IN_TURKISH if country.name in {"Türkiye"} else {}
    year, years = candidate.created_at.year, random.randint(3, 9)
    skills = random.sample(career.skills, k=min(6, len(career.skills)))
    summary = career.summary.format(
        title=career.title, years=years, skill=skills[0], other=skills[1]
    )
    place = [candidate.address, candidate.city, candidate.country]
    employers = random.sample(EMPLOYERS, k=2)
    done = random.sample(career.achievements, k=min(4, len(career.achievements)))

    def heading(text: str) -> Line:
        return Line("heading", headings.get(text, text))

    return [
        Line("name", f"{candidate.first_name} {candidate.last_name}"),
        Line("text", career.title),
        Line("text", candidate.email),
        *([Line("text", candidate.phone_number)] if candidate.phone_number else []),
        Line("text", ", ".join(one for one in place if one)),
        heading(SUMMARY),
        Line("text", summary),
        heading(WORK),
        Line("text", f"{year - years // 2} – today   {employers[0]}"),
        *(Line("item", one) for one in done[::2]),
        Line("text", f"{year - years} – {year - years // 2}   {employers[1]}"),
        *(Line("item", one) for one in done[1::2]),
        heading(STUDIES),
        Line("text", country.pick(random, country.universities)),
        Line("text", f"BSc {random.choice(career.majors)}"),
        heading(SKILLS),
        *(Line("item", one) for one in skills),
    ]
