"""A CV as Word writes a DOCX, with as little in it as can be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .cv_words import Line

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPE = f"{TYPE}.document"
NAMES = f'xmlns:w="{WORD}" xmlns:r="{OFFICE}/relationships"'
STYLES = {"name": "Heading1", "heading": "Heading2"}


def docx(lines: Sequence[Line]) -> bytes:
    addresses = [line.text for line in lines if _is_address(line)]
    body = "".join(map(_paragraph, lines))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        f'ContentType="{PACKAGE.replace("http://schemas.", "application/vnd.")}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" '
        f'ContentType="{CONTENT_TYPE}.main+xml"/>'
        '<Override PartName="/word/styles.xml" '
        f'ContentType="{TYPE}.styles+xml"/>'
        '<Override PartName="/word/numbering.xml" '
        f'ContentType="{TYPE}.numbering+xml"/></Types>',
        "_rels/.rels": _relations(("r1", "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(
            ("r1", "styles", "styles.xml"),
            ("r2", "numbering", "numbering.xml"),
            *(("mail", "hyperlink", f"mailto:{one}") for one in addresses[:1]),
        ),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body>"
        "</w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>"
        + "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/><w:rPr><w:b/></w:rPr></w:style>'
            for level in (1, 2)
        )
        + "</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>"
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, content in parts.items():
            # Without the time of today, so that the file is always the same.
            archive.writestr(ZipInfo(name), HEAD + content, ZIP_DEFLATED)
    return out.getvalue()


def _is_address(line: Line) -> bool:
    return line.kind == "text" and "@" in line.text and " " not in line.text


def _paragraph(line: Line) -> str:
    text = f'<w:r><w:t xml:space="preserve">{escape(line.text)}</w:t></w:r>'
    if _is_address(line):
        text = f'<w:hyperlink r:id="mail">{text}</w:hyperlink>'
    looks = ""
    if line.kind in STYLES:
        looks = f'<w:pStyle w:val="{STYLES[line.kind]}"/>'
    elif line.kind == "item":
        looks = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p><w:pPr>{looks}</w:pPr>{text}</w:p>"


def _relations(*targets: tuple[str, str, str]) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/relationships/{kind}" '
            f'Target="{escape(target)}"'
            + (' TargetMode="External"/>' if kind == "hyperlink" else "/>")
            for name, kind, target in targets
        )
        + "</Relationships>"
    )
