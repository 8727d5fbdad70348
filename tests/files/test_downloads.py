from recruspace_dashboard.files.downloads import identify_document, photo_type
from recruspace_dashboard.files.kinds import DOCX
from tests.each_case import each_case

PDF, OLE, ZIP = b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
BIN = "application/octet-stream"


@each_case(
    ("head", "name", "content_type", "shown_name"),
    [
        (PDF, "Ada CV.pdf", "application/pdf", "Ada CV.pdf"),
        (PDF, "Ada CV.PDF", "application/pdf", "Ada CV.pdf"),
        (PDF, "cv.exe", "application/pdf", "cv.pdf"),
        (PDF, "", "application/pdf", "cv.pdf"),
        (b"\n" * 1000 + PDF, "late.pdf", "application/pdf", "late.pdf"),
        (OLE + b"\0" * 2000 + PDF, "cv.doc", "application/msword", "cv.doc"),
        (OLE, "cv.doc", "application/msword", "cv.doc"),
        (OLE, "setup.msi", BIN, "setup.bin"),
        (ZIP, "cv.docx", DOCX.content_type, "cv.docx"),
        (ZIP, "cv.jar", BIN, "cv.bin"),
        (b"{\\rtf1", "cv.rtf", BIN, "cv.rtf"),
        (b"<script>alert(1)</script>", "cv.html", BIN, "cv.bin"),
        (b"<script>alert(1)</script>", "cv.pdf", BIN, "cv.bin"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "cv.svg", BIN, "cv.bin"),
        (b"", "cv.pdf", BIN, "cv.bin"),
    ],
)
def test_the_content_tells_the_type_and_the_name_fits_it(
    head, name, content_type, shown_name
):
    document = identify_document(head, name)
    assert (document.content_type, document.name) == (content_type, shown_name)
    assert document.is_pdf is (content_type == "application/pdf")


@each_case(
    ("name", "shown_name"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\cv.pdf", "cv.pdf"),
        ("..", "cv.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("cv\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "cvfdp.pdf"),
        ('"; filename="evil.exe', "; filename= evil.pdf"),
        ("Özgeçmiş.pdf", "Özgeçmiş.pdf"),
        ("n" * 500 + ".pdf", "n" * 96 + ".pdf"),
        ("n." * 500, "n." * 47 + "n.pdf"),
    ],
)
def test_a_name_is_safe_to_be_stored_and_read(name, shown_name):
    assert identify_document(PDF, name).name == shown_name


@each_case(
    ("head", "content_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
        (PDF, None),
        (b"", None),
    ],
)
def test_what_is_a_photo(head, content_type):
    assert photo_type(head) == content_type
