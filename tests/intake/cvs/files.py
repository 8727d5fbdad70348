"""The CVs as real files: PDF with embedded fonts, DOCX, DOC, and pictures of pages."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from recruspace_dashboard.sandbox import cv as sandbox_cv
from recruspace_dashboard.sandbox.cv_doc import doc
from recruspace_dashboard.sandbox.cv_docx import docx
from recruspace_dashboard.sandbox.cv_words import Line
from tests.intake.cvs.model import Cv, Row

FONT = "OpenSans-Regular"
TOP, STEP = 800, 13
# Where columns begin, and how far the second cell of a row is from the first.
COLUMNS, CELL = (45, 320), 150


def pdf(cv: Cv) -> bytes:
    if cv.scan:
        return _picture(cv)
    sandbox_cv._register_fonts()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in cv.pages:
        for column, left in zip(page, COLUMNS, strict=False):
            for at, row in enumerate(column):
                _draw(canvas, row, left, TOP - STEP * at)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, row: Row, left: float, down: float) -> None:
    for at, cell in enumerate(row.cells):
        text = canvas.beginText(left + at * CELL, down)
        text.setFont(FONT, min(row.size, 11))
        text.setCharSpace(row.spread)
        text.textOut(cell)
        canvas.drawText(text)


def word(cv: Cv) -> bytes:
    return docx([Line("text", cell) for row in cv.rows() for cell in row.cells])


def old_word(cv: Cv) -> bytes:
    return doc("".join("\x07".join(row.cells) + "\r" for row in cv.rows()))


def _picture(cv: Cv) -> bytes:
    page = Image.new("L", (827, 1169), 244)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(sandbox_cv.font_file(), 15)
    for at, row in enumerate(cv.rows()[:40]):
        draw.text((90, 90 + 25 * at), " ".join(row.cells), 40, font)
    out = BytesIO()
    page.save(out, "PDF", resolution=100, creationDate=None, modDate=None)
    return out.getvalue()
