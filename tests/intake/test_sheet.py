"""A table of candidates on its page: it comes in, its columns are said, and its rows
fill what is known of the CVs."""

import json

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES
from recruspace_dashboard.intake.models import (
    Intake,
    IntakeFile,
    RememberedColumns,
    Sheet,
)
from recruspace_dashboard.intake.sheets import applying
from tests.each_case import each_case
from tests.http import text
from tests.intake.bringing import brought
from tests.intake.hostile_sheets import CONTAINED, book
from tests.intake.test_worker import paper, read_all
from tests.sample_files import PDF

HEADS = ["Ad", "Soyad", "E-posta", "Cep", "Dosya", "Etiketler", "Not"]
ROWS = [
    ["Işıl", "Şahin", "isil@example.com", "905321234567", "", "go, sql", ""],
    ["Can", "Kaya", "can@example.com", "", "CV-2.pdf", "", "Aranacak"],
    ["Ada", "Lovelace", "ada@example.com", "", "missing.pdf", "", ""],
]
TABLE = "\n".join(";".join(row) for row in [HEADS, *ROWS]).encode()
# What the form says: as it is proposed.
SAID = ["first_name", "last_name", "email", "phone_number", "file", "tags", "note"]


def said(*columns: str) -> dict[str, str]:
    return {f"column-{place}": one for place, one in enumerate(columns)}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def intake(user: User) -> Intake:
    made = Intake(owner=user)
    made.sealed_for_all = made.seal({"tags": ["Spring"], "note": "For all"})
    made.save()
    return made


@pytest.fixture
def page(intake: Intake) -> str:
    return f"/intake/{intake.pk}/sheet/"


def add(intake: Intake, name: str, **fields: str) -> IntakeFile:
    """A file that was read."""
    number = intake.files.count() + 1
    row = IntakeFile(intake=intake, sealed_for=intake.owner_id, number=number)
    row.sealed_name = row.seal({"name": name, "inside": ""})
    told = {one: {"value": fields[one], "certainty": "likely"} for one in fields}
    row.sealed_fields = row.seal(told)
    row.state = IntakeFile.State.READ
    row.file = waiting.put(intake.owner, [PDF + b"%d" % number], MAX_UPLOAD_BYTES)
    row.save()
    return row


@pytest.fixture
def files(intake: Intake) -> list[IntakeFile]:
    return [
        add(intake, "scan.pdf", email="isil@example.com", first_name="Isil"),
        add(intake, "cv-2.pdf", email="old@example.com", last_name="Kaya"),
        add(intake, "other.pdf", email="other@example.com"),
    ]


@pytest.fixture
def sheet(browse: Client, intake: Intake, page: str, files) -> Sheet:
    """A table whose columns were said."""
    browse.post(f"{page}file/", {"sheet": upload("adaylar.csv", TABLE)})
    assert browse.post(page, said(*SAID)).status_code == 303
    return Sheet.objects.get()


def values(file: IntakeFile) -> dict[str, str]:
    file.refresh_from_db()
    told = {name: one["value"] for name, one in file.fields.items()}
    return {name: value for name, value in told.items() if value}


def test_a_strangers_table_is_not_there(sheet, page, keyless, sandbox):
    ApiKey.store(keyless, sandbox.keys[0])
    theirs = Client()
    theirs.force_login(keyless)
    for address in (page, f"{page}file/", f"{page}delete/"):
        assert theirs.get(address).status_code == 404
        assert (
            theirs.post(address, {"sheet": upload("a.csv", TABLE)}).status_code == 404
        )
    assert Client().get(page).status_code == 302
    assert Sheet.objects.get().name == "adaylar.csv"


def test_without_a_file_it_asks_for_one(browse, page):
    assert browse.get(page).status_code == 200
    answer = browse.post(f"{page}file/", {})
    assert (answer.status_code, "Choose a file." in text(answer)) == (422, True)
    assert browse.get(f"{page}file/").url == page
    assert not Sheet.objects.exists()


@each_case(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "This table has no rows."),
        ("a.pdf", PDF, "This is not a CSV or XLSX file with a table."),
        ("a.xlsx", CONTAINED["a password of Excel"][0](), "This table has a password."),
        ("a.csv", b"Ad;E-posta\n" + b"x;y\n" * 2001, "more than 2,000 rows"),
        ("a.csv", b"x" * (MAX_UPLOAD_BYTES + 1), "too large: 10 MB at most"),
    ],
)
def test_what_is_no_table_is_kept_with_its_reason(browse, page, name, content, words):
    answer = browse.post(f"{page}file/", {"sheet": upload(name, content)}, follow=True)
    assert words in text(answer)
    assert "column-0" not in text(answer)
    assert Sheet.objects.get().sealed_table == ""


def test_its_columns_are_proposed_over_its_first_rows(browse, page, sandbox, user):
    sandbox.requests.clear()
    rows = [*ROWS, *[[f"Row {at}", "", "", "", "", "", ""] for at in range(4, 7)]]
    content = book([HEADS, *rows])
    answer = browse.post(f"{page}file/", {"file": upload("a.xlsx", content)})
    assert (answer.status_code, answer.url) == (303, page)
    shown = browse.get(page)
    form = shown.context["form"]
    assert [form[name].value() for name in form.fields] == SAID
    assert "Row 5" in text(shown)
    assert "Row 6" not in text(shown)
    assert "6 rows" in text(shown)
    # Nothing of it is said to anybody, nor asked.
    assert sandbox.requests == []


@each_case(
    ("columns", "words"),
    [
        (["email", "email"], "Another column is this already."),
        (["tags", "note"], "Choose by what a row finds its CV"),
        (["", ""], "Choose by what a row finds its CV"),
        (["no such"], "is not one of the available choices"),
    ],
)
def test_columns_that_make_no_sense_are_refused(browse, page, columns, words):
    browse.post(f"{page}file/", {"sheet": upload("a.csv", TABLE)})
    answer = browse.post(page, said(*columns))
    assert answer.status_code == 422
    assert words in text(answer)
    assert Sheet.objects.get().sealed_columns == ""
    assert not RememberedColumns.objects.exists()


def test_rows_fill_their_files_and_those_without_are_listed(browse, page, sheet, files):
    first, second, third = files
    assert values(first) == {
        "first_name": "Işıl",
        "last_name": "Şahin",
        "email": "isil@example.com",
        "phone_number": "+905321234567",
    }
    assert first.fields["first_name"] == {
        "value": "Işıl",
        "certainty": "sure",
        "cv": {"value": "Isil", "certainty": "likely"},
    }
    # The file that the row names says more than another address in the CV.
    assert values(second)["email"] == "can@example.com"
    assert values(third) == {"email": "other@example.com"}
    assert first.own == {"tags": ["Spring", "go", "sql"]}
    assert second.own == {"note": "For all\n\nAranacak"}
    shown = text(browse.get(page))
    assert "2 rows matched" in shown
    assert "1 without a file" in shown
    assert "ada@example.com" in shown
    intake_page = text(browse.get(page.removesuffix("sheet/")))
    assert "adaylar.csv" in intake_page
    assert "2 rows matched" in intake_page


def test_what_the_cv_says_is_shown_beside_what_the_table_says(browse, page, sheet):
    intake_page = page.removesuffix("sheet/")
    assert "In the CV: old@example.com" in text(browse.get(f"{intake_page}?at=2"))
    # Isil and Işıl are the same.
    assert "In the CV: Isil" not in text(browse.get(f"{intake_page}?at=1"))


def test_a_row_without_a_file_becomes_no_candidate(browse, page, sheet, sandbox):
    assert IntakeFile.objects.count() == 3
    assert not any(request.method != "GET" for request in sandbox.requests)


def test_what_the_user_has_confirmed_or_decided_stays(browse, page, sheet, files):
    confirmed, decided, _other = files
    IntakeFile.objects.filter(pk=confirmed.pk).update(confirmed=True)
    IntakeFile.objects.filter(pk=decided.pk).update(choice="skip")
    before = values(confirmed), values(decided)
    browse.post(page, said("", "", "", "", "file", "", ""))
    assert (values(confirmed), values(decided)) == before


def test_other_columns_undo_what_the_first_ones_filled(browse, page, sheet, files):
    browse.post(page, said("", "last_name", "email", "", "", "", ""))
    assert values(files[0]) == {
        "first_name": "Isil",
        "last_name": "Şahin",
        "email": "isil@example.com",
    }
    assert values(files[1]) == {"email": "old@example.com", "last_name": "Kaya"}
    assert files[1].own == {}


def test_a_removed_table_leaves_what_was_read(browse, page, sheet, files):
    answer = browse.post(f"{page}delete/")
    assert answer.url == page.removesuffix("sheet/")
    assert not Sheet.objects.exists()
    assert values(files[0]) == {"email": "isil@example.com", "first_name": "Isil"}
    assert files[0].own == {}
    assert browse.post(f"{page}delete/").status_code == 302


def test_a_file_that_is_read_later_finds_its_row(intake, sheet):
    late = add(intake, "missing.pdf")
    applying.apply(intake)
    assert values(late)["email"] == "ada@example.com"
    assert Sheet.objects.get().found["without"] == []


def test_a_worker_fills_what_it_reads(browse):
    cv = paper("Ada Byron", "ada@example.com", "+90 532 123 45 67")
    table = b"Ad;Soyad;E-posta\nAda;Lovelace;ada@example.com"
    made = brought(browse, {"scan.docx": cv}, sheet=upload("a.csv", table))
    browse.post(f"/intake/{made.pk}/sheet/", said("first_name", "last_name", "email"))
    assert Sheet.objects.get().found["without"] == [2]
    read_all()
    assert Sheet.objects.get().found["without"] == []
    fields = made.files.get().fields
    assert fields["last_name"]["value"] == "Lovelace"
    assert fields["last_name"]["certainty"] == "sure"
    assert fields["last_name"]["cv"]["value"] == "Byron"
    assert fields["phone_number"]["value"].endswith("5321234567")


def test_two_workers_that_read_at_once_lose_nothing(intake, sheet, monkeypatch):
    """The second ends while the first still matches what it has read before."""
    first_match, late = applying.match, []

    def slow(*rows_and_files):
        matching = first_match(*rows_and_files)
        if not late:
            late.append(add(intake, "x.pdf", email="ada@example.com"))
            applying.apply(intake)
        return matching

    monkeypatch.setattr(applying, "match", slow)
    applying.apply(intake)
    assert Sheet.objects.get().found["files"]["4"] == late[0].pk
    assert values(late[0])["last_name"] == "Lovelace"


def test_what_is_typed_meanwhile_is_not_overwritten(intake, sheet, files, monkeypatch):
    first = files[0]
    typed = first.seal({"email": {"value": "typed@example.com", "certainty": "sure"}})
    match = applying.match

    def slow(*rows_and_files):
        IntakeFile.objects.filter(pk=first.pk).update(sealed_fields=typed)
        return match(*rows_and_files)

    IntakeFile.objects.update(sealed_fields="")
    monkeypatch.setattr(applying, "match", slow)
    applying.apply(intake)
    assert values(first) == {"email": "typed@example.com"}


def test_a_file_that_is_not_read_yet_is_matched_and_not_filled(intake, sheet):
    late = add(intake, "missing.pdf")
    IntakeFile.objects.filter(pk=late.pk).update(state=IntakeFile.State.ARRIVED)
    applying.apply(intake)
    assert values(late) == {}
    assert Sheet.objects.get().found["files"]["4"] == late.pk


def test_what_is_not_clear_is_listed_with_its_files(browse, page, intake, files):
    add(intake, "isil@example.com.pdf")
    browse.post(f"{page}file/", {"sheet": upload("a.csv", TABLE)})
    browse.post(page, said(*SAID))
    shown = browse.get(page)
    [row] = shown.context["outcome"].unclear.rows
    assert [file.name for file in row.files] == ["scan.pdf", "isil@example.com.pdf"]
    assert "1 not clear" in text(shown)
    assert values(files[0]) == {"email": "isil@example.com", "first_name": "Isil"}


def test_columns_are_remembered_for_the_next_table(browse, page, user, files):
    heads = ["Kim?", "Nereden", "E-posta"]
    rows = [["Can Kaya", "cv-2.pdf", "x@example.com"]]
    content = "\n".join(";".join(row) for row in [heads, *rows]).encode()
    browse.post(f"{page}file/", {"sheet": upload("a.csv", content)})
    browse.post(page, said("name", "file", ""))
    # Other letters, another order: all is known, so nothing is to be said.
    heads = ["E-POSTA", "KİM", "nereden"]
    content = b";".join(map(str.encode, heads)) + b"\nx@example.com;Ece Su;CV-2.PDF"
    browse.post(f"{page}file/", {"sheet": upload("b.csv", content)})
    assert Sheet.objects.get().columns == ["", "name", "file"]
    assert values(files[1])["first_name"] == "Ece"
    # One that is new is asked for.
    browse.post(f"{page}file/", {"sheet": upload("c.csv", b"Kim;Yeni\nEce Su;1")})
    assert Sheet.objects.get().columns == []
    assert browse.get(page).context["form"]["column-0"].value() == "name"
    # Others have their own.
    assert RememberedColumns.objects.get().owner == user


def test_only_so_many_headings_are_remembered(browse, page, user, monkeypatch):
    monkeypatch.setattr("recruspace_dashboard.intake.sheets.keeping.MOST_REMEMBERED", 3)
    for heads in ("A;B;E-posta", "C;D;E-posta"):
        content = f"{heads}\n1;2;3".encode()
        browse.post(f"{page}file/", {"sheet": upload("a.csv", content)})
        browse.post(page, said("", "note", "email"))
    assert RememberedColumns.objects.get().columns == {
        "c": "",
        "d": "note",
        "e posta": "email",
    }


def test_nothing_of_it_is_readable_in_the_database(sheet):
    stored = json.dumps(
        [
            list(Sheet.objects.values_list()),
            list(RememberedColumns.objects.values_list()),
        ]
    )
    for secret in ("isil", "Lovelace", "adaylar", "e posta", "first_name"):
        assert secret not in stored


@each_case(
    ("posted", "kept", "number"),
    [
        ({"files": ["cv.pdf", "adaylar.csv"]}, "adaylar.csv", 1),
        ({"files": ["cv.pdf"], "sheet": "liste.csv"}, "liste.csv", 1),
        ({"sheet": "liste.csv"}, "liste.csv", 0),
        # A CV is one by its content; of two tables the second is no CV.
        ({"files": ["cv.pdf", "cv.csv.pdf"]}, None, 2),
        ({"files": ["PDF.csv"]}, None, 1),
        ({"files": ["one.csv", "two.csv"]}, "one.csv", 1),
    ],
)
def test_a_table_comes_with_its_cvs(browse, posted, kept, number):
    def made(name: str) -> SimpleUploadedFile:
        is_table = name.endswith(".csv") and name != "PDF.csv"
        return upload(name, TABLE if is_table else PDF + name.encode())

    data: dict[str, object] = {}
    if "files" in posted:
        data["files"] = [made(name) for name in posted["files"]]
    if "sheet" in posted:
        data["sheet"] = made(posted["sheet"])
    answer = browse.post("/intake/", data)
    intake = Intake.objects.latest("pk")
    assert (answer.status_code, answer.url) == (303, f"/intake/{intake.pk}/")
    assert intake.files.count() == number
    sheet = Sheet.objects.filter(intake=intake).first()
    assert (sheet.name if sheet else None) == kept
    if kept:
        assert "say what is in the columns" in text(browse.get(answer.url))


def test_a_table_comes_with_the_list_of_files_that_a_script_sends(browse):
    data = {"manifest": json.dumps([{"name": "cv.pdf", "size": 100}])}
    answer = browse.post("/intake/", {**data, "sheet": upload("a.csv", TABLE)})
    assert answer.status_code == 201
    assert Sheet.objects.get().intake.files.count() == 1


def test_it_goes_with_its_intake_and_what_is_remembered_with_the_account(
    browse, page, sheet, user
):
    browse.post(page.replace("sheet/", "delete/"))
    assert not Sheet.objects.exists()
    assert RememberedColumns.objects.exists()
    user.delete()
    assert not RememberedColumns.objects.exists()
