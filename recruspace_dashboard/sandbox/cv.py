"""CVs as PDF, written from the data of a candidate and a career."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from html import escape
from importlib.resources import as_file, files
from io import BytesIO
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from .careers import EMPLOYERS, Career
from .names import COUNTRIES, COUNTRY
from .state import Candidate

BLACK = HexColor("#1b1f24")
ACCENT = HexColor("#1f5673")
GREY = HexColor("#5f6b76")
LEVELS = ((9, "Principal"), (5, "Senior"), (2, ""), (0, "Junior"))

# Fonts in reportlab have state, which two documents at a time would share.
_lock = threading.Lock()


class Facts(NamedTuple):
    """All that a CV depends on: candidates with equal facts share one PDF."""

    email: str
    first_name: str
    last_name: str
    phone_number: str | None
    address: str | None
    city: str | None
    country: str | None
    year: int
    photo: bytes | None
    career: Career
    long: bool


def render(candidate: Candidate, career: Career, *, long: bool = False) -> bytes:
    """The CV of a candidate, always the same for the same e-mail address. A `long` one
    has two pages."""
    facts = Facts(
        email=candidate.email,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        phone_number=candidate.phone_number,
        address=candidate.address,
        city=candidate.city,
        country=candidate.country,
        year=candidate.created_at.year,
        photo=candidate.photo.content if candidate.photo else None,
        career=career,
        long=long,
    )
    return _pdf(facts)


@lru_cache(maxsize=128)
def _pdf(facts: Facts) -> bytes:
    with _lock:
        _register_fonts()
        out = BytesIO()
        name = f"{facts.first_name} {facts.last_name}"
        document = SimpleDocTemplate(
            out,
            pagesize=A4,
            leftMargin=22 * mm,
            rightMargin=22 * mm,
            topMargin=18 * mm,
            bottomMargin=18 * mm,
            title=f"CV of {name}",
            author=name,
            invariant=1,
        )
        document.build(_story(facts))
        return out.getvalue()


def font_file() -> BytesIO:
    return BytesIO(
        (files("ttf_opensans") / "ttf" / "OpenSans-Regular.ttf").read_bytes()
    )


@cache
def _register_fonts() -> None:
    # Open Sans, because reportlab's own fonts lack many Polish and Czech letters.
    folder = files("ttf_opensans") / "ttf"
    for weight in ("Regular", "SemiBold"):
        with as_file(folder / f"OpenSans-{weight}.ttf") as path:
            registerFont(TTFont(f"OpenSans-{weight}", str(path)))


def _text(
    text: str,
    size: float = 9.5,
    *,
    bold: bool = False,
    color: Color = BLACK,
    bullet: str | None = None,
    raw: bool = False,
) -> Paragraph:
    style = ParagraphStyle(
        "",
        fontName="OpenSans-SemiBold" if bold else "OpenSans-Regular",
        fontSize=size,
        leading=size * 1.4,
        textColor=color,
        leftIndent=10 if bullet else 0,
        bulletFontName="OpenSans-Regular",
    )
    return Paragraph(text if raw else escape(text), style, bulletText=bullet)


def _section(title: str, *content: Flowable) -> list[Flowable]:
    """A section whose title stays on the page of its first item."""
    heading = [
        Spacer(1, 5 * mm),
        _text(title.upper(), 9, bold=True, color=ACCENT),
        HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceAfter=5),
    ]
    first, *rest = content
    return [KeepTogether([*heading, first]), *rest]


def _dated(dates: str, *content: Flowable) -> Table:
    return Table(
        [[_text(dates, 9, color=GREY), list(content)]],
        colWidths=[32 * mm, None],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
    )


def _story(facts: Facts) -> list[Flowable]:
    random, career = Random(facts.email), facts.career
    country = COUNTRY.get(facts.country or "", COUNTRIES[0])
    years = random.randint(1, 15)
    skills = random.sample(career.skills, k=min(7, len(career.skills)))
    title = _title(career, years)
    summary = career.summary.format(
        title=title, years=years, skill=skills[0], other=skills[1]
    )
    university = country.pick(random, country.universities)
    graduation = facts.year - years
    languages = [*country.languages.split(), "English"]
    if career.title == "Account Executive" and "German" not in languages:
        languages.append("German")
    return [
        _header(facts, title),
        *_section("Summary", _text(summary)),
        *_section("Experience", *_experience(random, facts, years)),
        *_section(
            "Education",
            _dated(
                f"{graduation - 4} – {graduation}",
                _text(university, bold=True),
                _text(f"BSc {random.choice(career.majors)}"),
            ),
        ),
        *_section("Skills", _text("  •  ".join(skills))),
        *_section("Languages", _text("  •  ".join(dict.fromkeys(languages)))),
        *(_second_page(facts, university) if facts.long else []),
    ]


def _second_page(facts: Facts, university: str) -> list[Flowable]:
    career, year = facts.career, facts.year
    courses = [
        _dated(str(year - at), _text(f"{skill}: course and certificate"))
        for at, skill in enumerate(career.skills)
    ]
    projects = [_text(one, bullet="•") for one in career.achievements]
    site = f"https://portfolio.example.com/{facts.last_name.lower()}"
    link = (
        f'<a href="{escape(quote(site, safe=":/"))}" color="#1f5673">{escape(site)}</a>'
    )
    return [
        PageBreak(),
        *_section("Projects", *projects, Spacer(1, 2 * mm), _text(link, raw=True)),
        *_section("Courses", *courses),
        *_section("References", _text(f"Prof. Dr. Şule Öğüt-İğneci, {university}")),
    ]


def _title(career: Career, years: int) -> str:
    level = next(level for least, level in LEVELS if years >= least)
    return f"{level} {career.title}".strip()


def _header(facts: Facts, title: str) -> Table:
    contact = [facts.email, facts.phone_number]
    place = [facts.address, facts.city, facts.country]
    lines: list[Flowable] = [
        _text(f"{facts.first_name} {facts.last_name}", 22, bold=True),
        _text(title, 12, color=ACCENT),
        Spacer(1, 2 * mm),
        _text("  |  ".join(each for each in contact if each), color=GREY),
        _text(", ".join(each for each in place if each), color=GREY),
    ]
    photo: Flowable | str = ""
    if facts.photo:
        photo = Image(BytesIO(facts.photo), 28 * mm, 28 * mm)
    return Table(
        [[lines, photo]],
        colWidths=[None, 30 * mm],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("ALIGN", (1, 0), (1, 0), "RIGHT"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def _experience(random: Random, facts: Facts, years: int) -> list[Flowable]:
    """Positions of two to five years each, from today back to the graduation."""
    jobs: list[Flowable] = []
    end, start, career = facts.year, facts.year - years, facts.career
    employers = random.sample(EMPLOYERS, k=len(EMPLOYERS))
    achievements = random.sample(career.achievements, k=len(career.achievements))
    until = "today"
    while end > start:
        begin = max(start, end - random.randint(2, 5))
        done = [achievements.pop() for _ in range(min(2, len(achievements)))]
        jobs.append(
            _dated(
                f"{begin} – {until}",
                _text(_title(career, begin - start), bold=True),
                _text(employers.pop(), color=GREY),
                *[_text(achievement, bullet="•") for achievement in done],
            )
        )
        end, until = begin, str(begin)
    return jobs
