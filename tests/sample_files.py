"""Small files of each kind, as users upload them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOC = OLE + bytes(1024) + "WordDocument".encode("utf-16-le") + bytes(512)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(
    document: str = "word/document.xml", more: dict[str, bytes] | None = None
) -> bytes:
    members = {"[Content_Types].xml": b"<Types/>", document: b"<w:document/>"}
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for name, content in (members | (more or {})).items():
            file.writestr(name, content)
    return archive.getvalue()
