"""What is proposed of invented CVs: right as often as was promised, and no wrong value
is called sure."""

from collections.abc import Callable

import pytest

from recruspace_dashboard.documents import render
from recruspace_dashboard.intake.proposing import Certainty, Proposal, propose
from tests.each_case import each_case
from tests.intake.cvs import figures, files, making
from tests.intake.cvs.model import Cv
from tests.intake.cvs.nasty import NASTY, Nasty

SURE = Certainty.SURE
PROMISED = {"email": 0.98, "phone": 0.95, "name": 0.90}
LANGUAGES = {"tr", "de", "es", "en"}


def propositions(seed: int, text: Callable[[Cv], str]) -> figures.Figures:
    return figures.of(
        (cv, propose(text(cv), cv.file_name)) for cv in making.invented(seed)
    )


@each_case("seed", (1, 2, 3))
def test_proposals_are_right_as_often_as_promised_in_all_formats(seed: int):
    for text in (Cv.as_pdf, Cv.as_docx, Cv.as_doc):
        found = propositions(seed, text)

        assert found.counts["de", "email", "all"] >= 60
        assert found.wrong_sure == []
        for name, share in PROMISED.items():
            assert found.share(name) >= share, f"\n{found.table()}\n{found.wrong}"


def test_every_language_is_read_well():
    found = propositions(1, Cv.as_docx)

    for language in LANGUAGES:
        for name, share in PROMISED.items():
            assert found.share(name, language=language) >= share - 0.02, found.table()
