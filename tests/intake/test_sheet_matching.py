"""Rows find their files by a sign that only they have; nothing is guessed."""

from recruspace_dashboard.intake.sheets.candidates import Candidate
from recruspace_dashboard.intake.sheets.matching import CVFile, match
from tests.each_case import each_case


def rows(*told: str) -> list[Candidate]:
    """Each as "first|last|email|file"."""
    made = []
    for line, one in enumerate(told, 2):
        first, last, email, file = [*one.split("|"), "", "", ""][:4]
        made.append(Candidate(line, first, last, email, file=file))
    return made


def files(*told: str) -> list[CVFile]:
    """Each as "name|email"."""
    parts = (one.partition("|") for one in told)
    return [
        CVFile(at, name, email) for at, (name, _bar, email) in enumerate(parts, 101)
    ]


@each_case(
    ("row", "file"),
    [
        # The file that the row names: case, folder and extension are forgiven.
        ("|||cv1.pdf", "cv1.pdf"),
        ("|||CV1.PDF", "cv1.pdf"),
        ("|||C:\\Adaylar\\İŞIL.pdf", "işıl.pdf"),
        ("|||adaylar/işıl", "ISIL.docx"),
        ("|||isil.doc", "Işıl.PDF"),
        ("|||ada_lovelace", "ada-lovelace.pdf"),
        # The address, in the file's name or in its text.
        ("||Ada@Example.com", "CV_ada@example.com.pdf"),
        ("||ada-king@example.com", "cv-new-ada-king@example.com.pdf"),
        ("||ada.l@example.co.uk", "ada.l@example.co.uk.docx"),
        ("||ada@example.com", "scan 1.pdf|ADA@example.com"),
        ("||ada@example.com|missing.pdf", "scan 1.pdf|ada@example.com"),
        # The candidate's name in the file's.
        ("Ada|Lovelace", "ada lovelace.pdf"),
        ("Işıl|Şahin", "CV_Sahin_ISIL_2026.pdf"),
        ("Işıl|Şahin", "IşılŞahin.pdf"),
        ("Ayşe Nur|Yılmaz", "ayse-nur-yilmaz-ozgecmis (2).pdf"),
        ("Ayşe|Yılmaz", "Backend Engineer - Ayşe Yılmaz - 2026.docx"),
        ("Jürgen|Groß", "Lebenslauf Gross, Juergen.pdf".replace("ue", "u")),
        # An address in it may be an old one where nothing else is in the name.
        ("Ada|Lovelace|new@example.com", "Ada Lovelace.pdf|old@example.com"),
    ],
)
def test_a_row_finds_its_file(row, file):
    matching = match(rows(row), files("other.pdf", file, "Grace Hopper.pdf|g@b.com"))
    assert (matching.files, matching.unclear, matching.without) == ({2: 102}, {}, [])


@each_case(
    ("row", "file"),
    [
        ("|||ada.pdf", "ada2.pdf"),
        ("||ada@example.com", "nada@example.com.pdf|bo@example.com"),
        ("||ada@example.com", "ada@example.com.tr.pdf"),
        ("||king@example.com", "ada-king@example.com.pdf"),
        ("Ada|", "ada.pdf"),
        ("Al|An", "Alan.pdf"),
        ("Can|Ali", "Candan Alim.pdf"),
        ("Ada|Lovelace", "Lovelace and Ada King.pdf"),
        # One with one more name, whose CV tells another address.
        ("Ali|Kaya|ali@example.com", "Mehmet Ali Kaya.pdf|mehmet@example.com"),
        ("|||", ".pdf"),
        ("", "cv.pdf"),
    ],
)
def test_a_row_without_a_file_is_listed(row, file):
    matching = match(rows(row), files(file))
    assert (matching.files, matching.unclear, matching.without) == ({}, {}, [2])


@each_case(
    ("told", "there", "matched", "unclear", "without"),
    [
        # Two files of one name, two rows of one file.
        (["|||cv.pdf"], ["cv.pdf", "CV.pdf"], {}, {2: [101, 102]}, []),
        (["|||cv.pdf"], ["cv.pdf", "cv.docx"], {2: 101}, {}, []),
        (["|||cv"], ["cv.pdf", "cv.docx"], {}, {2: [101, 102]}, []),
        (["|||a.pdf", "|||A.pdf"], ["a.pdf"], {}, {2: [101], 3: [101]}, []),
        (["||a@b.de"], ["1.pdf|a@b.de", "a@b.de.pdf"], {}, {2: [101, 102]}, []),
        (["Ali|Can", "Can|Ali"], ["ali can.pdf"], {}, {2: [101], 3: [101]}, []),
        # The same name twice: the address tells them apart.
        (
            ["Ali|Can|a@b.de", "Ali|Can|c@d.de"],
            ["1.pdf|a@b.de", "2.pdf|c@d.de"],
            {2: 101, 3: 102},
            {},
            [],
        ),
        # The whole name wins over a part of one.
        (
            ["Ali|Kaya", "Mehmet Ali|Kaya"],
            ["mehmet ali kaya.pdf", "ali kaya.pdf"],
            {2: 102, 3: 101},
            {},
            [],
        ),
        # A stronger sign takes the file; the weaker one finds nothing more.
        (["Ada|King", "|||ada king.pdf"], ["ada king.pdf"], {3: 101}, {}, [2]),
        # What may be of a row is of no other.
        (
            ["||a@b.de", "Ada|King"],
            ["ada king.pdf|a@b.de", "x.pdf|a@b.de"],
            {},
            {2: [101, 102]},
            [3],
        ),
        # A file without a row is not spoken of.
        (["Ada|King"], ["ada king.pdf", "x.pdf"], {2: 101}, {}, []),
        ([], ["x.pdf"], {}, {}, []),
        (["Ada|King"], [], {}, {}, [2]),
    ],
)
def test_what_is_not_clear_is_not_guessed(told, there, matched, unclear, without):
    matching = match(rows(*told), files(*there))
    assert (matching.files, matching.unclear) == (matched, unclear)
    assert matching.without == without


def test_each_file_has_one_row_at_most():
    told = [f"Ada{at % 7}|Lovelace|a{at % 5}@b.de|{at % 11}.pdf" for at in range(60)]
    there = [f"{at % 13}.pdf|a{at % 9}@b.de" for at in range(60)]
    found = match(rows(*told), files(*there))
    assert len(set(found.files.values())) == len(found.files)
    lines = [*found.files, *found.unclear, *found.without]
    assert sorted(lines) == list(range(2, 62))
