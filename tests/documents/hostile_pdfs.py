"""PDFs that nobody should open in a web process, written by hand."""

import zlib
from collections.abc import Callable
from io import BytesIO

from pypdf import PdfReader, PdfWriter

EMPTY_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>"


def pdf(*objects: str | bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first one is the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        body = one.encode() if isinstance(one, str) else one
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\n" % (len(places) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def stream(content: bytes, more: str = "") -> bytes:
    head = f"<</Length {len(content)}{more}>>stream\n"
    return head.encode() + content + b"\nendstream"


def page_of(content: bytes, more: str = "", *objects: str | bytes) -> bytes:
    """A PDF of one page with this content; `more` is of the page, and further objects
    begin with the number 5."""
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        f"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
        f"/XObject<</X 5 0 R>>>>{more}>>",
        stream(content),
        *objects,
    )


def words(text: str) -> bytes:
    return f"BT /F 20 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")


def with_box(box: str) -> bytes:
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>",
    )


def many_pages(amount: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(3, amount + 3))
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {amount}>>",
        *[EMPTY_PAGE] * amount,
    )


def links(*addresses: str) -> bytes:
    notes = "".join(
        f"<</Type/Annot/Subtype/Link/Rect[72 {700 - 30 * at} 300 {720 - 30 * at}]"
        f"/A<</S/URI/URI({address})>>>>"
        for at, address in enumerate(addresses)
    )
    return page_of(words("Hello"), f"/Annots[{notes}]")


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(page_of(words("Secret")))))
    writer.encrypt("not known", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def in_itself() -> bytes:
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return page_of(b"/X Do", "", form)


def unpacked(size: int) -> bytes:
    """A page whose content grows a thousandfold."""
    packed = zlib.compress(b"0 0 m 9 9 l S " * (size // 14), 9)
    return pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        stream(packed, "/Filter/FlateDecode"),
    )


def huge_picture() -> bytes:
    side = 60_000
    picture = stream(
        zlib.compress(bytes(side * side // 80), 9),
        f"/Type/XObject/Subtype/Image/Width {side}/Height {side}"
        "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode",
    )
    return page_of(b"600 0 0 800 0 0 cm /X Do", "", picture)


# Each with whether it has a page to look at; None where either is good. What takes long
# to make is made when it is wanted.
CONTAINED: dict[str, tuple[bytes | Callable[[], bytes], bool | None]] = {
    "nothing but its mark": (b"%PDF-1.7\n", False),
    "cut off": (page_of(words("Hello"))[:150], False),
    "no pages": (
        pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"),
        False,
    ),
    "a page that is its own parent": (
        pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        None,
    ),
    "a huge box": (with_box("0 0 1000000000 1000000000"), None),
    "a box of a line": (with_box("0 0 14000 1"), None),
    "a box of nothing": (with_box("0 0 0 0"), None),
    "a box without numbers": (with_box("nan inf -inf 1e999"), None),
    "a negative box": (with_box("500 500 -500 -500"), None),
    "10,000 pages": (lambda: many_pages(10_000), True),
    "a form in itself": (in_itself(), None),
    "arrays in arrays": (pdf("[" * 200_000), False),
    "brackets without end": (page_of(b"[" * 500_000 + b"(" * 500_000), None),
    "state without end": (page_of(b"q " * 1_000_000), None),
    "content that grows": (lambda: unpacked(400_000_000), None),
    "a picture of 10 GB": (huge_picture, None),
    "a script": (
        page_of(words("Hello"), "/AA<</O<</S/JavaScript/JS(while(1);)>>>>"),
        True,
    ),
    "a program to start": (
        page_of(words("Hello"), "/AA<</O<</S/Launch/F(/bin/sh)>>>>"),
        True,
    ),
}
