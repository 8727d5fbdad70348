"""What is proposed of invented CVs: right as often as was promised, and no wrong value
is called sure."""

from collections.abc import Callable, Iterable

import pytest

from recruspace_dashboard.documents import render
from recruspace_dashboard.intake.proposing import Certainty, Proposal, propose
from tests.each_case import each_case
from tests.intake.cvs import adverse, figures, files, held_out, making
from tests.intake.cvs.model import Cv
from tests.intake.cvs.nasty import NASTY, Nasty

SURE, NONE = Certainty.SURE, Certainty.NONE
PROMISED = {"email": 0.98, "phone": 0.95, "name": 0.90}
LANGUAGES = ("tr", "de", "es", "en")
# One more would be a file that cannot be read.
MAKERS: tuple[Callable[[Cv], bytes], ...] = (files.pdf, files.word, files.old_word)


def figures_of(seed: int, text: Callable[[Cv], str]) -> figures.Figures:
    cvs = making.invented(seed)
    return figures.of((cv, propose(text(cv), cv.file_name)) for cv in cvs)


def assert_promised(found: figures.Figures, least: int) -> None:
    told = f"\n{found.table()}\n" + "\n".join(found.wrong)
    assert found.wrong_sure == [], told
    for language in LANGUAGES:
        assert found.counts[language, "email", "all"] >= least
    for name, share in PROMISED.items():
        assert found.share(name) >= share, told


def test_proposals_are_right_as_often_as_promised_and_most_are_sure():
    found = figures_of(1, Cv.as_pdf)

    assert_promised(found, least=75)
    for name in PROMISED:
        assert found.share_of_told(name, "sure") >= 0.6, found.table()


def test_proposals_of_real_files_are_those_of_their_text():
    """A few of each format; the slow test takes all."""
    cvs = list(making.invented(3))
    for at, make in enumerate(MAKERS):
        for cv in cvs[at * 7 : 240 : 60]:
            assert_same(cv, make)


def test_proposals_of_cvs_that_the_rules_were_not_made_for_are_right():
    cvs = making.invented(5, held_out.LAYOUTS, held_out.COUNTRIES, each=3)

    found = figures.of((cv, propose(cv.as_pdf(), cv.file_name)) for cv in cvs)

    assert_promised(found, least=27)


def test_nobody_else_is_surely_taken_for_the_candidate():
    """Also where agencies, managers and referees stand first."""
    assert_none_wrong(adverse.adverse(1, 150))


@pytest.mark.slow
def test_nobody_else_is_surely_taken_for_one_of_many_candidates():
    assert_none_wrong(adverse.adverse(2, 1500))


@pytest.mark.slow
@each_case("text", (Cv.as_docx, Cv.as_doc))
def test_proposals_of_other_formats_are_right(text: Callable[[Cv], str]):
    assert_promised(figures_of(2, text), least=75)


@pytest.mark.slow
@each_case("make", MAKERS)
def test_proposals_of_all_real_files_are_right(make: Callable[[Cv], bytes]):
    found = figures.of(
        (cv, proposal_of(make(cv), cv)) for cv in making.invented(4) if not cv.scan
    )

    assert_promised(found, least=75)


def test_a_scan_tells_nothing():
    scan = next(cv for cv in making.invented(1) if cv.scan)

    assert render.text(files.pdf(scan)).strip() == ""
    assert propose("", scan.file_name) == Proposal()


@each_case("case", [pytest.param(case, id=name) for name, case in NASTY.items()])
def test_traps(case: Nasty):
    found = propose(case.text, case.file_name)

    said = (found.first_name, found.last_name, found.email, found.phone_number)
    for one, expected in zip(said, case[1:5], strict=True):
        if expected == "?":
            continue
        if expected.startswith("?"):
            assert one.certainty is not SURE or one.value in expected[1:], found
        else:
            assert one.value == expected, found
        assert (one.certainty is NONE) == (one.value == "")


@each_case(
    ("text", "sure"),
    [
        ("Ayşe Yılmaz\nYazılım Mühendisi\nayse.yilmaz@gmail.com\n0532 123 45 67", True),
        (
            "Hans Müller\nSoftwareentwickler\nhm@web.de\n0171 1234567\n10115 Berlin",
            True,
        ),
        ("Lucía García\nAdministrativa\nlucia@gmail.com\n612 345 678\nMadrid", True),
        ("John Smith\nAccountant\njs@gmail.com\n+44 7911 123456\nLondon", True),
        # Nothing else says that this is a name.
        ("Zyx Quux\nAccountant\nblue@gmail.com\n+44 7911 123456\nLondon", False),
        # Another given name in the address.
        ("John Smith\nAccountant\nmary@gmail.com\n+44 7911 123456\nLondon", False),
    ],
)
def test_a_usual_cv_is_sure_in_all(text: str, sure: bool):
    found = propose(text)

    said = (found.first_name, found.last_name, found.email, found.phone_number)
    assert all(one.value for one in said)
    assert all(one.certainty is SURE for one in said) is sure, found


def assert_none_wrong(cvs: Iterable[Cv]) -> None:
    found = figures.of((cv, propose(cv.as_pdf(), cv.file_name)) for cv in cvs)

    assert found.wrong_sure == []
    # They are hard, but not given up.
    assert found.share("name") >= 0.8
    assert found.share("email") >= 0.93


def proposal_of(content: bytes, cv: Cv) -> Proposal:
    text = render.text(content)
    assert isinstance(text, str), text
    return propose(text, cv.file_name)


def assert_same(cv: Cv, make: Callable[[Cv], bytes]) -> None:
    text = {files.pdf: cv.as_pdf, files.word: cv.as_docx}.get(make, cv.as_doc)
    assert proposal_of(make(cv), cv) == propose(text(), cv.file_name), cv
