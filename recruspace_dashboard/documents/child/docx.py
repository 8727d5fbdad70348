"""A DOCX as HTML, by mammoth; whoever shows it cleans it."""

from io import BytesIO, StringIO
from typing import Any

import mammoth
from mammoth.docx import xmlparser

from recruspace_dashboard.documents.child import packages
from recruspace_dashboard.documents.child.frames import say

# The parser is loaded with its first use, which is too late in the lock.
xmlparser.parse_xml(StringIO("<a/>"))


def draw(content: bytes) -> None:
    packages.check(content)
    result = mammoth.convert_to_html(BytesIO(content), convert_image=_no_image)
    say(html=result.value)


def text(content: bytes) -> None:
    packages.check(content)
    say(text=mammoth.extract_raw_text(BytesIO(content)).value)


def _no_image(_image: Any) -> list[Any]:
    return []
