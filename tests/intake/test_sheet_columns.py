"""Each column of a table is known by what was said of it, its heading or its values."""

from recruspace_dashboard.intake.sheets.candidates import candidates_of
from recruspace_dashboard.intake.sheets.columns import Column, key_of, propose
from recruspace_dashboard.intake.sheets.table import Table
from tests.each_case import each_case


def table(*lines: str) -> Table:
    return Table.of(enumerate((line.split(";") for line in lines), 1))


def columns(heads: str, *rows: str, **remembered: str) -> str:
    found = propose(table(heads, *(rows or ("x;y",))), remembered)
    return " ".join(column or "-" for column in found)


@each_case(
    ("heads", "found"),
    [
        (
            "First name;Last name;E-mail;Phone",
            "first_name last_name email phone_number",
        ),
        ("Ad;Soyad;E-posta;Cep", "first_name last_name email phone_number"),
        (
            "ADI;SOYADI;E-POSTA ADRESİ;CEP TELEFONU",
            "first_name last_name email phone_number",
        ),
        ("Adayın Adı;Adayın Soyadı;Not", "first_name last_name note"),
        ("Vorname;Nachname;E-Mail-Adresse", "first_name last_name email"),
        ("Nombre;Apellidos;Correo electrónico", "first_name last_name email"),
        ("Nombre completo;Teléfono móvil", "name phone_number"),
        # Beside the other name it is one name, alone it is both.
        ("Name;Vorname", "last_name first_name"),
        ("Name;Surname", "first_name last_name"),
        ("Name;E-Mail", "name email"),
        ("Ad;E-posta", "name email"),
        ("İsim;Soyisim", "first_name last_name"),
        ("Ad Soyad;Telefon No", "name phone_number"),
        ("Nachname, Vorname;Tel.", "last_first phone_number"),
        ("Soyadı Adı;GSM", "last_first phone_number"),
        ("Dosya adı;Özgeçmiş", "file -"),
        ("File name;Name", "file name"),
        ("Dateiname;Name", "file name"),
        ("Nombre del archivo;Nombre", "file name"),
        ("CV;Etiketler;Açıklama", "file tags note"),
        ("Lebenslauf;Schlagwörter;Bemerkung", "file tags note"),
        ("Hoja de vida;Etiquetas;Observaciones", "file tags note"),
        # What belongs to something else is not the candidate's.
        ("Company name;Firma adı", "- -"),
        ("No;Salary", "- -"),
        # Each thing once.
        ("E-mail;Mail", "email -"),
    ],
)
def test_headings_are_known_in_four_languages(heads, found):
    assert columns(heads) == found


@each_case(
    ("heads", "rows", "found"),
    [
        ("Kontakt;Wer", ["ada@example.com;Ada"], "email -"),
        ("Contact;x", ["ada@example.com;1", "none;2", "bo@example.com;"], "email -"),
        ("Contact;x", ["ada@example.com;1", "none;2"], "- -"),
        ("a;b", ["+90 532 123 45 67;Ada.PDF"], "phone_number file"),
        ("a;b", ["05321234567;cv of ada.docx"], "phone_number file"),
        # Dates, years and small numbers are no phones.
        ("a;b", ["2026-01-02;12.03.2026 10:15"], "- -"),
        ("a;b", ["2026;123456"], "- -"),
        # A heading says more than values.
        ("E-mail;Other", ["none;ada@example.com"], "email -"),
        (";Name", ["ada@example.com;Ada L"], "email name"),
    ],
)
def test_values_tell_what_headings_do_not(heads, rows, found):
    assert columns(heads, *rows) == found


@each_case(
    ("remembered", "found"),
    [
        ({"wer": "name"}, "name email"),
        ({"wer": "name", "e mail": ""}, "name -"),
        ({"wer": "email"}, "email -"),
        ({"wer": "email", "e mail": "name"}, "email name"),
        ({"wer": "no such"}, "- email"),
        ({"wer": 7}, "- email"),
    ],
)
def test_what_was_said_of_a_column_before_wins(remembered, found):
    assert columns("WER?;E-mail", **remembered) == found


def test_a_column_is_remembered_by_its_folded_heading():
    assert key_of(" ÖZGEÇMİŞ_dosyası ") == key_of("özgeçmiş dosyası")
    assert len(key_of("x" * 9000)) <= 200


@each_case(
    ("heads", "row", "values", "sure"),
    [
        ("Ad;Soyad;Mail", "Işıl;Şahin;a@b.de", ("Işıl", "Şahin", "a@b.de"), True),
        (
            "Ad;Soyad;Mail",
            " Işıl  Su ;Şahin;<a@b.de>",
            ("Işıl Su", "Şahin", "a@b.de"),
            True,
        ),
        ("Name;Mail", "Ada Lovelace;a@b.de", ("Ada", "Lovelace", "a@b.de"), True),
        ("Name;Mail", "Lovelace, Ada;a@b.de", ("Ada", "Lovelace", "a@b.de"), True),
        (
            "Name;Mail",
            "Ada King Lovelace;a@b.de",
            ("Ada King", "Lovelace", "a@b.de"),
            False,
        ),
        ("Soyad Ad;Mail", "Şahin Işıl;a@b.de", ("Işıl", "Şahin", "a@b.de"), True),
        (
            "Soyad Ad;Mail",
            "Şahin Işıl Su;a@b.de",
            ("Işıl Su", "Şahin", "a@b.de"),
            False,
        ),
        ("Name;Mail", "Ada;a@b.de", ("", "Ada", "a@b.de"), False),
        ("Ad;Soyad;Mail", "Ada;;a@b.de", ("Ada", "", "a@b.de"), False),
    ],
)
def test_a_row_names_its_candidate(heads, row, values, sure):
    read = table(heads, row)
    [one] = candidates_of(read, propose(read, {}))
    assert (one.first_name, one.last_name, one.email) == values
    assert {"email"} | ({"first_name", "last_name"} if sure else set()) == one.sure


@each_case(
    ("heads", "value", "field", "read", "sure"),
    [
        ("Mail;x", "ada at example;", "email", "ada at example", False),
        ("Mail;x", "ada@example;", "email", "ada@example", False),
        ("Mail;x", "mailto:ada@example.com;", "email", "ada@example.com", True),
        ("Tel;x", "+90 532 123 45 67;", "phone_number", "+90 532 123 45 67", True),
        ("Tel;x", "none;", "phone_number", "none", False),
        ("Tags;x", "go, sql| go |;", "tags", ("go", "sql"), False),
        ("Note;x", "one\ntwo;", "note", "one\ntwo", False),
    ],
)
def test_other_values_are_read_as_they_are(heads, value, field, read, sure):
    whole = table(heads, value + "y")
    [one] = candidates_of(whole, propose(whole, {}))
    assert (getattr(one, field), field in one.sure) == (read, sure)


def test_no_two_columns_stand_for_the_same_by_default():
    found = propose(table("Ad;Ad;Soyad;Soyadı;Mail;E-posta", "a;b;c;d;e;f"), {})
    used = [column for column in found if column is not Column.IGNORED]
    assert len(used) == len(set(used))
