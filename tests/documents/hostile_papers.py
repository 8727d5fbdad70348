"""DOCX and DOC files that lie, each with why it is not shown."""

import struct
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from recruspace_dashboard.documents.render import Fault
from recruspace_dashboard.sandbox.cv_doc import doc
from tests.sample_files import OLE

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(
    body: str, head: str = "", more: dict[str, bytes | str] | None = None
) -> bytes:
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {NAMES}><w:body>{body}</w:body>"
        "</w:document>",
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in (parts | (more or {})).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def link(address: str) -> bytes:
    """A paragraph that leads there."""
    return docx(
        '<w:p><w:hyperlink r:id="l"><w:r><w:t>Look</w:t></w:r></w:hyperlink></w:p>',
        more={
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships">'
                f'<Relationship Id="l" Type="{OFFICE}/hyperlink" Target="{address}" '
                'TargetMode="External"/></Relationships>'
            )
        },
    )


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>'


def with_password() -> bytes:
    content = bytearray(docx(paragraph("Secret")))
    # The flag in the directory of the archive.
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def changed(content: bytes, place: int, form: str, *values: int) -> bytes:
    """A DOC with other numbers in its head, which stands after three sectors."""
    out = bytearray(content)
    struct.pack_into(form, out, out.index(b"\xec\xa5\xc1\x00") + place, *values)
    return bytes(out)


PLAIN = doc("Hello\r" * 30)


def chained_to_nowhere() -> bytes:
    out = bytearray(PLAIN)
    # The second sector of each stream is far outside.
    struct.pack_into("<I", out, 512 + 4 * 2, 0xFFFFFF)
    struct.pack_into("<I", out, 512 + 4 * 10, 0xFFFFFF)
    return bytes(out)


def bomb(name: str) -> bytes:
    return docx("", more={name: bytes(300 * 1024 * 1024)})


# What takes long to make is made when it is wanted.
CONTAINED: dict[str, tuple[bytes | Callable[[], bytes], Fault | None]] = {
    "DOCX: a bomb": (lambda: bomb("word/document.xml"), Fault.TOO_LARGE),
    "DOCX: a bomb beside": (lambda: bomb("a.bin"), Fault.TOO_LARGE),
    "DOCX: too many parts": (
        lambda: docx("", more={f"{number}.xml": b"" for number in range(2_100)}),
        Fault.TOO_LARGE,
    ),
    "DOCX: names that grow": (docx(paragraph("&l9;"), laughs()), Fault.DAMAGED),
    "DOCX: a file of ours": (
        docx(
            paragraph("&x;"),
            '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        ),
        Fault.DAMAGED,
    ),
    "DOCX: deep": (docx("<w:p>" * 100_000), Fault.DAMAGED),
    "DOCX: deep and closed": (
        docx("<w:tbl><w:tr><w:tc>" * 9_000 + "</w:tc></w:tr></w:tbl>" * 9_000),
        Fault.DAMAGED,
    ),
    "DOCX: no document": (b"PK\x03\x04" + bytes(100), Fault.DAMAGED),
    "DOCX: cut off": (docx(paragraph("Hello"))[:-40], Fault.DAMAGED),
    "DOCX: not XML": (
        docx("", more={"word/document.xml": "<<<>>>"}),
        Fault.DAMAGED,
    ),
    "DOCX: a table of numbers": (
        docx("", more={"_rels/.rels": "<a/>", "xl/workbook.xml": "<a/>"})[:-10],
        Fault.DAMAGED,
    ),
    "DOCX: a password": (with_password(), Fault.ENCRYPTED),
    "DOC: nothing but its mark": (OLE, Fault.DAMAGED),
    "DOC: cut off": (PLAIN[:1500], Fault.DAMAGED),
    "DOC: a password": (changed(PLAIN, 0x0A, "<H", 0x1300), Fault.ENCRYPTED),
    "DOC: another table": (changed(PLAIN, 0x0A, "<H", 0x1000), Fault.DAMAGED),
    "DOC: a table beyond": (
        changed(PLAIN, 0x1A2, "<II", 0xFFFFFFF0, 21),
        Fault.DAMAGED,
    ),
    "DOC: before Word 97": (changed(PLAIN, 0x02, "<H", 0x65), Fault.DAMAGED),
    "DOC: chained to nowhere": (chained_to_nowhere(), Fault.DAMAGED),
    "an empty file": (b"", Fault.UNKNOWN),
    "a page of a site": (b"<html><script>alert(1)</script>", Fault.UNKNOWN),
    "rich text": (b"{\\rtf1 Hello}", Fault.UNKNOWN),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), Fault.UNKNOWN),
}
