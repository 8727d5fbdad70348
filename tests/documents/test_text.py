"""What the text of a file has in it, besides its paragraphs."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from recruspace_dashboard.documents.render import text
from tests.documents.hostile_papers import NAMES, docx, paragraph

BREAK = "<w:p><w:r><w:t>Ayşe Yılmaz</w:t><w:br/><w:t>Developer</w:t></w:r></w:p>"


def margin(kind: str, words: str) -> str:
    return f"<w:{kind} {NAMES}>{words}</w:{kind}>"


def test_a_line_ends_within_a_paragraph():
    assert text(docx(BREAK)) == "Ayşe Yılmaz\nDeveloper\n\n"


def test_the_head_and_the_foot_of_pages_are_read_once():
    head = margin("hdr", paragraph("Ayşe Yılmaz") + paragraph("0532 123 45 67"))
    more = {
        "word/header1.xml": head,
        "word/header2.xml": head,
        "word/footer1.xml": margin("ftr", paragraph("ayse@example.com")),
        "word/footer2.xml": margin("ftr", "<w:p/>"),
    }

    found = text(docx(paragraph("Experience"), more=more))

    assert found == (
        "Ayşe Yılmaz\n\n0532 123 45 67\n\nExperience\n\nayse@example.com\n\n"
    )


def test_what_a_head_does_not_show_is_not_read():
    hidden = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    deleted = "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
    shown = f"<w:p>{hidden}{deleted}<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r></w:p>"

    found = text(docx("", more={"word/header1.xml": margin("hdr", shown)}))

    assert found == "A\tB\n\n"


def test_a_head_that_is_no_xml_makes_the_file_damaged():
    assert text(docx(paragraph("A"), more={"word/header1.xml": "<w:hdr"})) == "damaged"


def test_a_hyphen_at_the_end_of_a_line_may_be_one_of_the_word():
    out = BytesIO()
    canvas = Canvas(out)
    canvas.drawString(60, 700, "max@uni-")
    canvas.drawString(60, 688, "koeln.de")
    canvas.save()

    assert text(out.getvalue()) == "max@uni\u00adkoeln.de"
