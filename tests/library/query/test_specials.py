"""Fields of the score, the day, what is there, and the number of a candidate."""

from datetime import date, timedelta

from recruspace_dashboard.library.entry import Part
from recruspace_dashboard.library.query.parse import parse
from recruspace_dashboard.library.query.tree import (
    Added,
    All,
    AnyOf,
    Double,
    Has,
    Ids,
    Node,
    Not,
    Score,
    Seen,
)
from tests.each_case import each_case
from tests.library.query.reading import TODAY, node, read


@each_case(
    ("asked", "meaning"),
    [
        (">70", Score(70, None, False, True)),
        (">=70", Score(70, None, True, True)),
        ("≥70", Score(70, None, True, True)),
        ("<80", Score(None, 80, True, False)),
        ("<=80", Score(None, 80, True, True)),
        ("60..80", Score(60, 80, True, True)),
        ("80..60", Score(60, 80, True, True)),
        ("60…80", Score(60, 80, True, True)),
        ("60..", Score(60, None, True, True)),
        ("..80", Score(None, 80, True, True)),
        ("70", Score(70, 70, True, True)),
        ("=70", Score(70, 70, True, True)),
        ("70.5", Score(70.5, 70.5, True, True)),
        (">0", Score(0, None, False, True)),
        ("70%", Score(70, 70, True, True)),
        (
            "<50,>90",
            AnyOf((Score(None, 50, True, False), Score(90, None, False, True))),
        ),
    ],
)
def test_scores(asked: str, meaning: Node) -> None:
    assert node(f"score:{asked}") == meaning
    assert node(f"Puan: {asked}") == meaning
    assert node(f"-score:{asked}") == Not(meaning)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@each_case(
    ("asked", "first", "last"),
    [
        ("<30d", ago(29), None),
        ("<=30d", ago(30), None),
        (">30d", None, ago(31)),
        (">=30d", None, ago(30)),
        ("30d", ago(29), None),
        ("<1d", TODAY, None),
        ("<30g", ago(29), None),
        ("<2w", ago(13), None),
        ("<2h", ago(13), None),
        ("<2m", ago(59), None),
        ("<2a", ago(59), None),
        ("<1y", ago(364), None),
        (">1Y", None, ago(366)),
        (">999999y", None, date.min),
        ("<999999y", date.min, None),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31)),
        ("2024-2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-03-12", date(2026, 3, 12), date(2026, 3, 12)),
        ("12.03.2026", date(2026, 3, 12), date(2026, 3, 12)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2026-01..2026-03", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-03..2026-01", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-01..", date(2026, 1, 1), None),
        ("..2026-03", None, date(2026, 3, 31)),
        ("1.1.2026..today", date(2026, 1, 1), TODAY),
        (">2026-03", date(2026, 4, 1), None),
        (">=2026-03", date(2026, 3, 1), None),
        ("<2026-03", None, date(2026, 2, 28)),
        ("<=2026-03", None, date(2026, 3, 31)),
        ("today", TODAY, TODAY),
        ("Bugün", TODAY, TODAY),
        ("yesterday", ago(1), ago(1)),
        ("dün", ago(1), ago(1)),
    ],
)
def test_days(asked: str, first: date | None, last: date | None) -> None:
    assert node(f"added:{asked}") == Added(first, last)
    assert node(f"Eklenme:{asked}") == Added(first, last)


def test_the_first_and_last_day_that_there_is() -> None:
    early = parse("is:new added:yesterday", today=date.min)
    assert early.node == All((Added(date.min, date.min),) * 2)
    late = parse("added:>9999", today=date.max)
    assert late.node == Added(date.max, None)


@each_case(
    ("text", "meaning"),
    [
        ("has:cv", Has(Part.CV, True)),
        ("no:cv", Has(Part.CV, False)),
        ("HAS:CV", Has(Part.CV, True)),
        ("-has:cv", Not(Has(Part.CV, True))),
        ("yok:cv", Has(Part.CV, False)),
        ("yok:özgeçmiş", Has(Part.CV, False)),
        ("var:fotoğraf", Has(Part.PHOTO, True)),
        ("var:FOTOĞRAF", Has(Part.PHOTO, True)),
        ("var:telefon", Has(Part.PHONE, True)),
        ("var:etiket", Has(Part.TAG, True)),
        ("var:ilan", Has(Part.JOB, True)),
        ("var:iş", Has(Part.JOB, True)),
        ("var:şehir", Has(Part.CITY, True)),
        ("var:puan", Has(Part.SCORE, True)),
        ("var:hata", Has(Part.ERROR, True)),
        ("has:cv,photo", AnyOf((Has(Part.CV, True), Has(Part.PHOTO, True)))),
        ("is:seen", Seen(True)),
        ("is:unseen", Seen(False)),
        ("is:double", Double()),
        ("durum:çift", Double()),
        ("is:new", Added(ago(1), TODAY)),
        ("durum:görüldü", Seen(True)),
        ("durum:görülmedi", Seen(False)),
        ("durum:yeni", Added(ago(1), TODAY)),
        ("is:seen,new", AnyOf((Seen(True), Added(ago(1), TODAY)))),
        ("id:1", Ids((1,))),
        ("id:1,2,3", Ids((1, 2, 3))),
        ("id:3, 1, 3", Ids((3, 1))),
        (f"id:{10**18 - 1}", Ids((10**18 - 1,))),
    ],
)
def test_parts_states_and_ids(text: str, meaning: Node) -> None:
    assert node(text) == meaning


@each_case("part", Part)
def test_every_part_can_be_asked_for(part: Part) -> None:
    assert node(f"has:{part} no:{part}") == All((Has(part, True), Has(part, False)))


@each_case(
    ("text", "rest", "word", "said"),
    [
        ("score:abc go", "go", "score:abc", "“score:abc” is not a number."),
        ("score:>", "", "score:>", "“score:>” is not a number."),
        ("score:..", "", "score:..", "“score:..” is not a number."),
        ("score:1..x", "", "score:1..x", "“score:1..x” is not a number."),
        ("score:1..2..3", "", "score:1..2..3", "“score:1..2..3” is not a number."),
        ("score:nan", "", "score:nan", "“score:nan” is not a number."),
        ("score:1e400", "", "score:1e400", "“score:1e400” is not a number."),
        ("score:5,x", "score:5", "score:x", "“score:x” is not a number."),
        ("id:1,x,2", "id:1,2", "id:x", "“id:x” is not a number."),
        ("id:-1", "", "id:-1", "“id:-1” is not a number."),
        (f"id:{10**18}", "", f"id:{10**18}", f"“id:{10**18}” is not a number."),
        ("puan:abc", "", "puan:abc", "“puan:abc” is not a number."),
        *[
            (
                f"added:{asked}",
                "",
                f"added:{asked}",
                f"“added:{asked}” is not a day, a month, a year or an age such as 30d.",
            )
            for asked in [
                *["abc", "2026-13", "2026-00", "2026-02-30", "0000", "30x", "<"],
                *["2026..x", "32.01.2026", "..", "1..30d"],
            ]
        ],
        (
            "has:dog",
            "",
            "has:dog",
            "“has:dog” is none of cv, cvtext, photo, phone, tag, job, city, score, "
            "error.",
        ),
        ("is:odd", "", "is:odd", "“is:odd” is none of seen, unseen, new, double."),
    ],
)
def test_what_makes_no_sense_is_said_and_the_rest_counts(
    text: str, rest: str, word: str, said: str
) -> None:
    query = read(text)
    assert query.node == node(rest)
    [problem] = query.problems
    assert (problem.word, str(problem.message)) == (word, said)
