"""A CSV or XLSX of candidates is read as it is, or it is said why it is not."""

import datetime
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest

from recruspace_dashboard.documents import process
from recruspace_dashboard.intake.sheets.reading import read
from recruspace_dashboard.intake.sheets.table import NoTable, Problem, Row
from tests.documents.hostile_papers import docx, paragraph
from tests.each_case import each_case
from tests.intake import hostile_sheets
from tests.intake.hostile_sheets import HEAD, book, saved, shared
from tests.sample_files import OLE

TEXT = "Ad;Soyad;Şehir\nIşıl;Öztürk;İstanbul\nÇağrı;Şahin;Iğdır\nJosé;Muñoz;Köln\n"
ROWS = [
    ("Işıl", "Öztürk", "İstanbul"),
    ("Çağrı", "Şahin", "Iğdır"),
    ("José", "Muñoz", "Köln"),
]


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read(content).rows]


def refused(content: bytes) -> Problem:
    with pytest.raises(NoTable) as raised:
        read(content)
    return raised.value.problem


@pytest.mark.parametrize("name", hostile_sheets.CONTAINED)
def test_a_hostile_xlsx_says_why_it_is_not_read(name: str):
    content, problem = hostile_sheets.CONTAINED[name]
    assert refused(content()) is problem


@pytest.mark.slow
def test_a_million_columns_end_only_the_child():
    cells = "<c><v>1</v></c>" * 1_000_000
    assert refused(hostile_sheets.of_xml(f"<row>{cells}</row>")) in Problem


@each_case(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b" \n\n", Problem.EMPTY),
        (b"%PDF-1.7\n1;2\n3;4", Problem.NO_TABLE),
        (bytes(range(256)) * 4, Problem.NO_TABLE),
        (docx(paragraph("Hello")), Problem.NO_TABLE),
        (OLE + bytes(600), Problem.NO_TABLE),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), Problem.OTHER_KIND),
        (b"<html><table><tr><td>Ad</td></tr></table>", Problem.OTHER_KIND),
        (b"Dear all,\nhere is\nwhat you wanted\nto read.\n", Problem.NO_TABLE),
        (b"Name\nAda\nGrace\n", Problem.NO_TABLE),
        (b"Name;Mail\n", Problem.EMPTY),
        (b"Ada;ada@example.com\nBo;bo@example.com\n", Problem.NO_HEADINGS),
        (b"Ada,+90 532 123 45 67\nBo,+90 532 123 45 68\n", Problem.NO_HEADINGS),
        (b"Ada\tada.pdf\nBo\tbo.pdf\n", Problem.NO_HEADINGS),
        (b"a;b\n" + b"1;2\n" * 2001, Problem.ROWS),
        (b"a;b\n" + b"1;2\n" * 1_000_000, Problem.ROWS),
        (b"a;b\n" + b"1;" * 100 + b"2\n", Problem.COLUMNS),
        (b"a;b\n" + b";" * 5_000_000, Problem.TOO_MUCH),
        (b"a;b\n1;" + b"x" * 10_001, Problem.CELL),
        (b'a;b\n1;"' + b"x\n" * 2_000_000, Problem.CELL),
        (b"a;b\n" + b"1;2\n" * (10 * 1024 * 1024 // 4), Problem.TOO_LARGE),
    ],
)
def test_what_is_no_table_of_candidates_says_so(content, problem):
    assert refused(content) is problem


def test_an_open_document_is_to_be_saved_as_another_kind():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert refused(out.getvalue()) is Problem.OTHER_KIND


@each_case(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1254", "iso8859-9"],
)
def test_letters_are_right_in_each_encoding(encoding):
    assert cells(TEXT.encode(encoding)) == ROWS


def test_other_letters_of_western_windows_are_right():
    content = "Ad;Şehir\nŽofia;Köln\n".replace("Ş", "S").encode("cp1252")
    assert cells(content) == [("Žofia", "Köln")]


def test_a_wrong_byte_spoils_only_its_own_letter():
    assert cells(TEXT.encode() + b"Ay\xff;Kaya;\xc4\xb0zmir\n")[:3] == ROWS


@each_case(
    ("text", "row"),
    [
        ("Name,Note\nAda,a;b;c\nBo,d;e;f\n", ("Ada", "a;b;c")),
        ("Name;Score\nAda;1,5\nBo;2,5\n", ("Ada", "1,5")),
        ("Name\tNote\nAda\ta, b; c\n", ("Ada", "a, b; c")),
        ("sep=|\nName|Note\nAda|a, b; c\n", ("Ada", "a, b; c")),
        (
            'Name;Note\n"Ada";"first\nsecond; ""third"""\n',
            ("Ada", 'first\nsecond; "third"'),
        ),
        ("Name,Note\r\nAda,x\r\n", ("Ada", "x")),
        ("Name,Note\rAda,x\r", ("Ada", "x")),
        ("Name;Note;;;\nAda;x;;;\n", ("Ada", "x")),
        ("Name;Note\n\n ; \n Ada ; x \n", ("Ada", "x")),
        ("Our candidates\n\nName;Note\nAda;x\n", ("Ada", "x")),
    ],
)
def test_the_delimiter_is_told_by_the_file(text, row):
    assert cells(text.encode())[0] == row


def test_a_row_is_as_wide_as_the_table_and_has_its_line():
    table = read(b"First,Last\nAda,Lovelace,extra\n\nBo\n")
    assert table.headings == ("First", "Last", "")
    assert table.rows == (Row(2, ("Ada", "Lovelace", "extra")), Row(4, ("Bo", "", "")))


def test_values_of_an_xlsx_are_as_one_would_type_them():
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.append(["Ad", "Telefon", "Oran", "Tarih", "Saat", "Evet", "Formül", "Hata"])
    sheet.append(["Işıl Şahin", 905321234567.0, 1.5, datetime.date(2026, 3, 1)])
    sheet["E2"] = datetime.datetime(2026, 3, 1, 9, 30)
    sheet["F2"], sheet["G2"], sheet["H2"] = True, "=1+1", "#N/A"
    sheet["C3"] = " last_x000D_\n "
    assert cells(saved(made)) == [
        (
            *("Işıl Şahin", "905321234567", "1.5", "2026-03-01"),
            # Nobody has worked out the formula, and what is not available is nothing.
            *("2026-03-01 09:30", "True", "", ""),
        ),
        ("", "", "last", "", "", "", "", ""),
    ]


def test_of_a_formula_the_kept_value_is_read():
    row = hostile_sheets.row(
        2,
        hostile_sheets.cell("A2", "Ada"),
        '<c r="B2" t="str"><f>A2</f><v>Kept</v></c>',
    )
    assert cells(hostile_sheets.of_xml(hostile_sheets.HEADS + row)) == [("Ada", "Kept")]


def test_texts_that_cells_share_are_read():
    assert cells(shared([("Ad", "Şehir"), ("Işıl", "Iğdır")])) == [("Işıl", "Iğdır")]


def test_a_cell_that_is_far_away_costs_nothing():
    made = openpyxl.Workbook()
    made.active.append(HEAD)
    made.active.append(["Ada", "Lovelace", "ada@example.com"])
    made.active["A1048576"] = "far"
    assert [row.number for row in read(saved(made)).rows] == [2, 1048576]


def test_the_first_sheet_that_is_seen_and_not_empty_is_read():
    made = openpyxl.Workbook()
    made.active.append(["hidden", "sheet"])
    made.active.sheet_state = "hidden"
    made.create_sheet("Empty")
    shown = made.create_sheet("Adaylar")
    shown.append(HEAD)
    shown.append(["Ada", "Lovelace", "ada@example.com"])
    made.create_sheet("Other").append(["no", "more"])
    table = read(saved(made))
    assert (table.sheet, table.headings) == ("Adaylar", tuple(HEAD))
    assert read(book([HEAD, ["A", "B", "C"]])).sheet == ""


def test_2000_rows_of_100_columns_are_read():
    table = read(book([["x"] * 100] * 2 + [["1"] * 12] * 1999))
    assert (len(table.rows), len(table.headings)) == (2000, 100)


def test_while_too_many_files_are_read_it_says_to_try_again(monkeypatch):
    monkeypatch.setattr(process, "WAIT_SECONDS", 0)
    turns = [process._turns.acquire() for _ in range(process.AT_ONCE)]
    try:
        assert refused(hostile_sheets.WHOLE) is Problem.BUSY
    finally:
        for _turn in turns:
            process._turns.release()


@each_case(
    "said",
    [
        [],
        [({"lines": "no"}, b"")],
        [({"lines": [[1, "no"]]}, b"")],
        [({"lines": [["1", ["no"]]]}, b"")],
        [({"lines": [[1, [2, 3]]]}, b"")],
        [({"fault": {}}, b"")],
    ],
)
def test_a_child_that_says_nonsense_has_read_nothing(monkeypatch, said):
    monkeypatch.setattr(process, "ask", lambda *_words, **_content: said)
    assert refused(hostile_sheets.WHOLE) is Problem.DAMAGED
