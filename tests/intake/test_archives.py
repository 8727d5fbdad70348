"""Archives that lie, nest, hide or are only untidy: each of their files is told."""

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile, ZipInfo

import pytest

from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake import archives
from recruspace_dashboard.intake.models import IntakeFile
from tests.each_case import each_case
from tests.intake.bringing import brought, mail, outcomes, pdf, stored, zipped
from tests.sample_files import DOC, PDF, docx

MEGABYTE = 1024 * 1024
# 11 MB that take a few KB.
BLOWN_UP = PDF + bytes(11 * MEGABYTE)


def encrypted() -> bytes:
    """Two files of which the first claims to have a password."""
    content = bytearray(stored({"secret.pdf": pdf(1), "open.pdf": pdf(2)}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def with_nul() -> bytes:
    name = b"cv.pdf_.exe"
    return stored({name.decode(): pdf()}).replace(name, b"cv.pdf\0.exe")


def lying_about_size() -> bytes:
    """Its directory says that 11 MB are 10 bytes."""
    content = bytearray(zipped({"cv.pdf": BLOWN_UP}))
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, 10)
    return bytes(content)


def wrong_sum() -> bytes:
    return stored({"cv.pdf": pdf(1), "b.pdf": pdf(2)}).replace(b"% 1", b"% 3", 1)


def many_members() -> bytes:
    return stored({f"{number}.txt": b"" for number in range(1001)})


def large_directory() -> bytes:
    """Its end says that the directory is nearly all of it."""
    content = bytearray(stored({"cv.pdf": pdf(size=3 * MEGABYTE)}))
    struct.pack_into("<L", content, len(content) - 10, 3 * MEGABYTE)
    return bytes(content)


def other_directory() -> bytes:
    """It has the directory of a large archive too, which may be anywhere."""
    content = zipped({"cv.pdf": pdf()})
    return content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:]


def folder() -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr(ZipInfo("cvs/"), b"")
        archive.writestr("cvs/2026/cv.pdf", pdf())
        archive.writestr("__MACOSX/cvs/._cv.pdf", b"junk")
        for name in (".DS_Store", "Thumbs.db", "desktop.ini", "._cv.pdf"):
            archive.writestr(f"cvs/{name}", b"junk")
    return held.getvalue()


def in_turkish(codec: str) -> bytes:
    """The name as programs write it that do not say how."""
    name = "Işıl Şahin.pdf".encode(codec)
    place = b"x" * len(name)
    return stored({place.decode(): pdf()}).replace(place, name)


def without_name() -> bytes:
    """Its only member has no name, which even the library does not expect."""
    content = stored({"x": pdf()})
    local, listed = content.index(b"x%PDF"), content.rindex(b"xPK")
    content = bytearray(
        content[:local] + content[local + 1 : listed] + content[listed + 1 :]
    )
    for place, length in ((26, 0), (content.index(b"PK\x01\x02") + 28, 0)):
        struct.pack_into("<H", content, place, length)
    struct.pack_into(
        "<LL", content, len(content) - 10, 46, content.index(b"PK\x01\x02")
    )
    return bytes(content)


LONG = "n" * 300
WHOLE = [
    ("damaged", zipped({"cv.pdf": pdf()})[:-30], [("cvs.zip", "archive")]),
    ("nothing but its start", b"PK\x03\x04", [("cvs.zip", "archive")]),
    ("empty", zipped({}), [("cvs.zip", "empty")]),
    ("only junk", zipped({".DS_Store": b"junk"}), [("cvs.zip", "empty")]),
    ("too many members", many_members(), [("cvs.zip", "archive")]),
    ("a large directory", large_directory(), [("cvs.zip", "archive")]),
    ("another directory", other_directory(), [("cvs.zip", "archive")]),
    ("a spreadsheet", docx("xl/workbook.xml"), [("cvs.zip", "kind")]),
]
MEMBERS = [
    ("a bomb", {"cv.pdf": BLOWN_UP, "b.pdf": pdf()}, ["too_large", "arrived"]),
    ("up", {"../cv.pdf": pdf(1), "a/../../b.pdf": pdf(2)}, ["name", "name"]),
    ("from the root", {"/etc/cv.pdf": pdf(1), "//x/b.pdf": pdf(2)}, ["name"] * 2),
    ("of Windows", {"C:\\cv.pdf": pdf(1), "..\\b.pdf": pdf(2)}, ["name", "name"]),
    ("a folder of Windows", {"cvs\\cv.pdf": pdf()}, ["arrived"]),
    ("in archives", {"b.zip": zipped({"cv.pdf": pdf()})}, ["nested"]),
    ("mails", {"a.eml": mail({"cv.pdf": pdf()}), "b": mail()}, ["nested"] * 2),
    ("documents", {"a.docx": docx(), "b.doc": DOC, "c": PDF}, ["arrived"] * 3),
    ("unsafe", {"a.docx": docx(more={"word/vbaProject.bin": b""})}, ["unsafe"]),
    ("spreadsheets", {"a.xlsx": docx("xl/workbook.xml")}, ["kind"]),
    ("twice", {"a.pdf": pdf(), "b/a.pdf": pdf()}, ["arrived", "twice"]),
    (
        "others",
        {"a.txt": b"CV", "b.pdf": b"", "c.exe": b"MZ"},
        ["kind", "empty", "kind"],
    ),
]


@each_case(("name", "content", "told"), WHOLE)
def test_what_is_no_archive_for_us_is_one_row(browse, name, content, told):
    intake = brought(browse, {"cvs.zip": content})
    assert outcomes(intake) == told
    assert not WaitingFile.objects.exists()


@each_case(("name", "members", "told"), MEMBERS)
def test_each_member_is_told(browse, name, members, told):
    intake = brought(browse, {"cvs.zip": zipped(members)})
    assert [problem for _name, problem in outcomes(intake)] == told
    assert WaitingFile.objects.count() == told.count("arrived")
    assert {row.inside for row in intake.files.all()} == {"cvs.zip"}
    intake.delete()
    WaitingFile.objects.all().delete()


@each_case(
    ("content", "told"),
    [
        (encrypted(), [("secret.pdf", "archive"), ("open.pdf", "arrived")]),
        (with_nul(), [("cv.pdf", "name")]),
        (lying_about_size(), [("cv.pdf", "archive")]),
        (wrong_sum(), [("cv.pdf", "archive"), ("b.pdf", "arrived")]),
        (folder(), [("cv.pdf", "arrived")]),
        (without_name(), [("file.pdf", "arrived")]),
        (zipped({"cv.pdf": pdf()}, ZIP_BZIP2), [("cv.pdf", "archive")]),
        (in_turkish("utf-8"), [("Işıl Şahin.pdf", "arrived")]),
        (in_turkish("cp857"), [("Işıl Şahin.pdf", "arrived")]),
        (zipped({f"{LONG}.pdf": pdf()}), [(f"{'n' * 96}.pdf", "arrived")]),
        (zipped({f"{LONG}.txt": b"CV"}), [(f"{'n' * 96}.txt", "kind")]),
        (
            zipped({"\u202efdp.exe": b"MZ", "\t": b"x"}),
            [("fdp.exe", "kind"), ("file", "kind")],
        ),
    ],
)
def test_a_member_that_lies_is_told_by_a_name_that_can_be_shown(browse, content, told):
    intake = brought(browse, {"cvs.zip": content})
    assert outcomes(intake) == told
    intake.delete()


def test_documents_that_are_only_stored_are_no_members(browse):
    """Each has a directory of its own, which is no part of that of the archive."""
    parts = {f"word/media/{number}": b"" for number in range(50)}
    members = {
        f"{number}.docx": docx(more=parts | {"n": b"%d" % number})
        for number in range(30)
    }
    content = stored(members)
    assert content.count(b"PK\x01\x02") > archives.MOST_MEMBERS
    intake = brought(browse, {"cvs.zip": content})
    assert {problem for _name, problem in outcomes(intake)} == {"arrived"}
    assert intake.files.count() == 30


def test_an_archive_is_unpacked_up_to_a_multiple_of_its_size(browse, monkeypatch):
    """As many small bombs, each of which might be a file."""
    monkeypatch.setattr(archives, "FREE_BYTES", 3 * MEGABYTE)
    monkeypatch.setattr(archives, "MOST_RATIO", 1)
    members = {f"{number}.pdf": pdf(number, size=MEGABYTE) for number in range(5)}
    intake = brought(browse, {"cvs.zip": zipped(members)})
    assert [problem for _, problem in outcomes(intake)] == [
        *(["arrived"] * 3),
        *(["archive"] * 2),
    ]


def test_a_bomb_takes_no_more_memory_than_a_file_may(browse):
    bomb = zipped({"cv.pdf": PDF + bytes(200 * MEGABYTE)})
    tracemalloc.start()
    try:
        brought(browse, {"cvs.zip": bomb})
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert outcomes() == [("cv.pdf", "too_large")]
    assert most < 40 * MEGABYTE


@pytest.mark.parametrize("name", ["cv.docx", "cv.pdf", "cv.pages"])
def test_what_is_called_a_document_is_never_opened(browse, name):
    intake = brought(browse, {name: zipped({"cv.pdf": pdf()})})
    assert outcomes(intake) == [(name, "kind")]


def test_a_document_without_an_ending_stays_a_document(browse):
    intake = brought(browse, {"cv": docx()})
    assert outcomes(intake) == [("cv.docx", "arrived")]
    assert IntakeFile.objects.get().content_type.endswith("wordprocessingml.document")


def test_a_large_document_is_not_opened_as_an_archive(browse):
    large = docx(more={"word/media/photo.png": pdf(size=11 * MEGABYTE)})
    padded = stored(
        {"[Content_Types].xml": b"", "word/document.xml": bytes(11 * MEGABYTE)}
    )
    assert len(large) < MEGABYTE < len(padded)
    for name in ("cv.docx", "cv"):
        intake = brought(browse, {name: padded})
        assert outcomes(intake) == [(name, "too_large")]


def test_the_bombs_above_are_some():
    assert len(zipped({"cv.pdf": BLOWN_UP})) < MEGABYTE
