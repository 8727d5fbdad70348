"""Which kind of file a CV is: most are a PDF of one page, some are something else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from . import cv, cv_doc, cv_docx
from .careers import Career
from .cv_words import lines_of
from .state import Candidate

PDF = "application/pdf"
# The first candidates of a company have a PDF that can be read, if they have a CV.
FIRST = 60
# Neighbours in a list are of several kinds.
STRIDE = 37
# Of a page of A4, at 100 dots an inch.
SCAN = (827, 1169)


class File(NamedTuple):
    ending: str
    type: str
    size: int
    make: Callable[[], bytes]


def file_of(candidate: Candidate, career: Career, number: int) -> File:
    """The CV of the candidate that came as that `number`."""
    share = number * STRIDE % 100 if number >= FIRST else 99
    whose = candidate, career
    size = 38_000 if candidate.photo else 30_500
    if share < 4:
        return File(".docx", cv_docx.CONTENT_TYPE, 2_800, partial(_docx, *whose))
    if share < 6:
        return File(".doc", cv_doc.CONTENT_TYPE, 9_728, partial(_doc, *whose))
    if share < 8:
        return File(".pdf", PDF, 90_000, partial(_scanned, *whose))
    if share < 9:
        return File(".pdf", PDF, 9_000, partial(_cut_off, *whose))
    return File(".pdf", PDF, size, partial(cv.render, *whose, long=share < 18))


def _docx(candidate: Candidate, career: Career) -> bytes:
    return cv_docx.docx(lines_of(candidate, career))


def _doc(candidate: Candidate, career: Career) -> bytes:
    marks = {"item": "• ", "heading": "\r"}
    lines = lines_of(candidate, career)
    text = "".join(f"{marks.get(line.kind, '')}{line.text}\r" for line in lines)
    return cv_doc.doc(text)


def _cut_off(candidate: Candidate, career: Career) -> bytes:
    return cv.render(candidate, career)[:9_000]


def _scanned(candidate: Candidate, career: Career) -> bytes:
    """A page as a scanner sees it: not quite white, and a little askew."""
    page = Image.new("L", SCAN, 244)
    draw, down = ImageDraw.Draw(page), 90
    for line in lines_of(candidate, career):
        size = {"name": 30, "heading": 19}.get(line.kind, 15)
        font = ImageFont.truetype(cv.font_file(), size)
        draw.text((95 + 18 * (line.kind == "item"), down), line.text[:85], 40, font)
        down += round(size * 1.7)
    out = BytesIO()
    page = page.rotate(0.7, Image.Resampling.BILINEAR, fillcolor=238)
    # Without the time of today, so that the file is always the same.
    page.save(out, "PDF", resolution=100, quality=60, creationDate=None, modDate=None)
    return out.getvalue()
