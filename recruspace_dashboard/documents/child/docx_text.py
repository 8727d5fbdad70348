"""The words of a DOCX: of its body, and of the heads and feet of its pages.

Candidates write their name and address there, too, and end lines within a paragraph;
mammoth's own text has neither.
"""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from mammoth import docx
from mammoth.docx import office_xml

MARGIN = re.compile(r"word/(header|footer)\d*\.xml\Z")
MAX_MARGINS = 20
NEXT = "\n\n"
AS_TEXT = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
# What is not shown: instructions of fields, and what was deleted.
UNSEEN = {"w:instrText", "w:delText", "w:pPr", "w:rPr"}


def words(content: bytes, archive: ZipFile) -> str:
    body = _of_element(docx.read(BytesIO(content)).value)
    heads, feet = _margins(archive, "header"), _margins(archive, "footer")
    return "".join([*heads, body, *feet])


def _of_element(element: Any) -> str:
    match type(element).__name__:
        case "Text":
            return str(element.value)
        case "Tab":
            return "\t"
        case "Break":
            return "\n"
    inner = "".join(map(_of_element, getattr(element, "children", ())))
    return inner + NEXT if type(element).__name__ == "Paragraph" else inner


def _margins(archive: ZipFile, kind: str) -> list[str]:
    """Each different one once: first, even and odd pages have their own."""
    names = [name for name in archive.namelist() if MARGIN.match(name)]
    found = [
        _of_xml(office_xml.read(BytesIO(archive.read(name))))
        for name in sorted(names)[:MAX_MARGINS]
        if f"/{kind}" in name
    ]
    return list(dict.fromkeys(text for text in found if text.strip()))


def _of_xml(node: Any) -> str:
    name = getattr(node, "name", "")
    if name in AS_TEXT:
        return AS_TEXT[name]
    if name in UNSEEN:
        return ""
    if name == "w:t":
        return "".join(str(getattr(each, "value", "")) for each in node.children)
    inner = "".join(map(_of_xml, getattr(node, "children", ())))
    return inner + NEXT if name == "w:p" else inner
