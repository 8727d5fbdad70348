"""Which column of a table is what: by what was said of it before, by its heading in
Turkish, English, German or Spanish, else by its values."""

from collections.abc import Callable, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.intake.sheets.table import Table
from recruspace_dashboard.intake.sheets.values import is_email, is_file_name, is_phone
from recruspace_dashboard.library.folding import words


class Column(TextChoices):
    """What a column says of a candidate."""

    IGNORED = "", _("Not used")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    NAME = "name", _("First and last name")
    LAST_FIRST = "last_first", _("Last and first name")
    EMAIL = "email", _("E-mail")
    PHONE_NUMBER = "phone_number", _("Phone")
    FILE = "file", _("File of the CV")
    TAGS = "tags", _("Tags")
    NOTE = "note", _("Note")


# Folded, with the words of `ADDED` left out: "Adayın adı" is "adi".
HEADINGS = {
    Column.FIRST_NAME: (
        "first name, firstname, given name, given names, forename, fname, on ad, onad, "
        "ilk ad, ilk adi, ilk isim, vorname, vornamen, rufname, nombre de pila, "
        "primer nombre, nombres, prenom"
    ),
    Column.LAST_NAME: (
        "last name, lastname, surname, family name, lname, second name, soyad, soyadi, "
        "soy ad, soy adi, soyisim, soyismi, soy isim, nachname, familienname, zuname, "
        "apellido, apellidos, primer apellido"
    ),
    Column.NAME: (
        "full name, fullname, first and last name, first last name, name surname, "
        "name and surname, candidate, applicant, ad soyad, adi soyadi, ad soyadi, "
        "adsoyad, ad ve soyad, isim soyisim, ismi soyismi, isim soyad, tam ad, "
        "tam adi, aday, vor und nachname, vorname nachname, vorname und nachname, "
        "vorname name, vollstandiger name, bewerber, nombre y apellido, "
        "nombre y apellidos, nombre completo, nombre apellidos, candidato"
    ),
    Column.LAST_FIRST: (
        "surname name, last name first name, last first name, soyad ad, soyadi adi, "
        "soyisim isim, nachname vorname, name vorname, apellidos y nombre, "
        "apellidos nombre"
    ),
    Column.EMAIL: (
        "email, e mail, mail, eposta, e posta, posta, e mail adres, elektronik posta, "
        "emailadresse, mailadresse, e mailadresse, correo, correo electronico"
    ),
    Column.PHONE_NUMBER: (
        "phone, telephone, tel, mobile, mobile phone, cell, cell phone, cellphone, "
        "gsm, telefon, cep, cep tel, cep telefon, cep telefonu, telefonu, ceptel, "
        "handy, mobil, mobiltelefon, mobilnummer, telefonnummer, handynummer, "
        "rufnummer, "
        "telefono, movil, celular, telefono movil, whatsapp, phone mobile, tel no"
    ),
    Column.FILE: (
        "file, filename, file name, cv, cv file, cv filename, cv file name, resume, "
        "resume file, resume file name, attachment, document, curriculum, "
        "curriculum vitae, dosya, dosya ad, dosya adi, cv dosya, cv dosyasi, cv adi, "
        "cv dosya adi, cv dosyasinin adi, dosyasi, ozgecmis, ozgecmisi, "
        "ozgecmis dosyasi, ek, belge, "
        "datei, dateiname, cv datei, lebenslauf, lebenslauf datei, anhang, unterlagen, "
        "archivo, nombre del archivo, nombre de archivo, fichero, nombre del fichero, "
        "hoja de vida, adjunto, documento"
    ),
    Column.TAGS: (
        "tag, tags, label, labels, keywords, etiket, etiketler, etiketi, "
        "anahtar kelimeler, schlagwort, schlagworte, schlagworter, stichworte, "
        "etiqueta, etiquetas, palabras clave"
    ),
    Column.NOTE: (
        "note, notes, comment, comments, remark, remarks, not, notlar, notu, aciklama, "
        "degerlendirme, degerlendirme notu, gorusme notu, gorusme notlari, "
        "aciklamalar, yorum, yorumlar, notiz, notizen, bemerkung, bemerkungen, "
        "anmerkung, anmerkungen, kommentar, kommentare, "
        "nota, notas, comentario, comentarios, observaciones"
    ),
}
# What stands beside such a word without changing it.
ADDED = frozenset(
    words(
        "the of a s candidate candidates applicant applicants aday adayin adaylar "
        "basvuran basvuranin bewerber bewerberin bewerbers der des "
        "candidato candidata de del address adres adresi adresse direccion "
        "number no numara numarasi nr nummer numero optional"
    )
)
KNOWN = {
    " ".join(words(heading)): column
    for column, headings in HEADINGS.items()
    for heading in headings.split(",")
}
# A first or a last name if the other one is there, else both.
ONE_NAME = frozenset({"name", "names", "ad", "adi", "isim", "ismi", "nombre"})
# So many of a column's values are looked at, and so many of them must be alike.
SAMPLE = 100
ALIKE = 0.6
BY_VALUES: dict[Column, Callable[[str], bool]] = {
    Column.EMAIL: is_email,
    Column.FILE: is_file_name,
    Column.PHONE_NUMBER: is_phone,
}


def key_of(heading: str) -> str:
    """By which a column is remembered."""
    return " ".join(words(heading))[:200]


def propose(table: Table, remembered: Mapping[str, str]) -> list[Column]:
    """What each column is, each thing at most once."""
    keys = [key_of(heading) for heading in table.headings]
    found: dict[int, Column] = {}

    def take(place: int, column: Column | None) -> None:
        again = column and column in found.values()
        if column is not None and place not in found and not again:
            found[place] = column

    for place, key in enumerate(keys):
        take(place, _remembered(remembered.get(key) if key else None))
    for place, key in enumerate(keys):
        take(place, _by_heading(key))
    for place, key in enumerate(keys):
        take(place, _one_name(key, set(found.values())))
    for column, is_one in BY_VALUES.items():
        for place in range(len(keys)):
            if column not in found.values() and _alike(table, place, is_one):
                take(place, column)
    return [found.get(place, Column.IGNORED) for place in range(len(keys))]


def _remembered(value: str | None) -> Column | None:
    return Column(value) if value in Column.values else None


def _by_heading(key: str) -> Column | None:
    return KNOWN.get(key) or KNOWN.get(_bare(key))


def _one_name(key: str, found: set[Column]) -> Column | None:
    if key not in ONE_NAME and _bare(key) not in ONE_NAME:
        return None
    if Column.LAST_NAME in found:
        return Column.FIRST_NAME
    return Column.LAST_NAME if Column.FIRST_NAME in found else Column.NAME


def _bare(key: str) -> str:
    return " ".join(word for word in key.split() if word not in ADDED)


def _alike(table: Table, place: int, is_one: Callable[[str], bool]) -> bool:
    values = [row.cells[place] for row in table.rows[:SAMPLE] if row.cells[place]]
    return bool(values) and sum(map(is_one, values)) >= ALIKE * len(values)
