"""A DOCX as HTML, by mammoth; whoever shows it cleans it."""

from io import BytesIO, StringIO
from typing import Any

import mammoth
from mammoth.docx import xmlparser

from recruspace_dashboard.documents.child import docx_text, packages
from recruspace_dashboard.documents.child.frames import say

# The parser is loaded with its first use, which is too late in the lock.
xmlparser.parse_xml(StringIO("<a/>"))


def draw(content: bytes) -> None:
    packages.check(content)
    result = mammoth.convert_to_html(BytesIO(content), convert_image=_no_image)
    say(html=result.value)


def text(content: bytes) -> None:
    archive = packages.check(content)
    say(text=docx_text.words(content, archive))


def _no_image(_image: Any) -> list[Any]:
    return []
