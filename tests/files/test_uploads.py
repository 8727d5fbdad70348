import random

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from recruspace_dashboard.files.fields import UNSAFE, CVField, PhotoField
from recruspace_dashboard.files.names import MAX_READ, clean_name
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES, ask_for_files_again
from tests.each_case import each_case
from tests.sample_files import DOC, DOCX_TYPE, JPEG, OLE, PDF, PNG, docx

NOT_A_CV = "This is not a PDF, DOC or DOCX file, or it is damaged."
TOO_LARGE = "This file is too large: 10 MB at most."


class Papers(forms.Form):
    name = forms.CharField()
    cv = CVField()
    photo = PhotoField(required=False)


def papers(cv, photo=None, **data):
    files = {"cv": cv, "photo": photo} if photo else {"cv": cv}
    return Papers({"name": "Ayşe"} | data, files)


def a_file(content, name="cv.pdf", claimed="application/octet-stream"):
    return SimpleUploadedFile(name, content, claimed)


def encrypted():
    """A DOCX whose members say that they need a password."""
    content = bytearray(docx())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def bomb():
    return docx(more={"word/media/a.bmp": bytes(100 * 1024 * 1024)})


REFUSED = [
    pytest.param(b"", "This file is empty.", id="empty"),
    pytest.param(b"MZ" + bytes(100), NOT_A_CV, id="program"),
    pytest.param(b"<html>%PDF-1.7</html>", NOT_A_CV, id="HTML with a PDF's beginning"),
    pytest.param(b" %PDF-1.7", NOT_A_CV, id="blank before a PDF"),
    pytest.param(OLE + bytes(600), NOT_A_CV, id="OLE that is no Word file"),
    pytest.param(docx("xl/workbook.xml"), NOT_A_CV, id="spreadsheet"),
    pytest.param(docx()[:-30], NOT_A_CV, id="DOCX cut off"),
    pytest.param(b"PK\x03\x04" + bytes(200), NOT_A_CV, id="broken archive"),
    pytest.param(b"MZ" + docx(), NOT_A_CV, id="program with a DOCX at its end"),
    pytest.param(docx(more={"word/vbaProject.bin": b"x"}), UNSAFE, id="macros"),
    pytest.param(docx(more={"../../x": b"x"}), UNSAFE, id="path out of the archive"),
    pytest.param(docx(more={"..\\x": b"x"}), UNSAFE, id="path out, of Windows"),
    pytest.param(encrypted(), UNSAFE, id="password"),
    pytest.param(
        docx(more={f"{number}.xml": b"" for number in range(1000)}),
        UNSAFE,
        id="too many members",
    ),
    pytest.param(bomb, UNSAFE, id="bomb"),
    pytest.param(
        PDF + bytes(MAX_UPLOAD_BYTES + 1 - len(PDF)), TOO_LARGE, id="a byte too large"
    ),
]


@each_case(("content", "message"), REFUSED)
def test_what_is_no_safe_cv_is_refused_in_a_clear_sentence(content, message):
    form = papers(a_file(content() if callable(content) else content))
    assert form.errors == {"cv": [message]}
    assert form["name"].value() == "Ayşe"


@each_case("seed", range(30))
def test_a_damaged_archive_is_refused_or_taken_but_never_an_error(seed):
    """Damage in the directory, where the reading of it trips over anything."""
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(docx(more={"word/a.xml": b"a" * 50}))
    for _ in range(4):
        place = chance.randrange(content.index(b"PK\x01\x02"), len(content))
        content[place] = chance.randrange(256)
    papers(a_file(bytes(content))).is_valid()


@each_case(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (PDF + bytes(MAX_UPLOAD_BYTES - len(PDF)), "application/pdf"),
        (DOC, "application/msword"),
        (docx(), DOCX_TYPE),
        (docx("word/document2.xml"), DOCX_TYPE),
    ],
)
def test_a_cv_is_known_by_its_content_and_stands_at_its_start(content, kind):
    form = papers(a_file(content, claimed="text/html"))
    assert form.errors == {}
    cv = form.cleaned_data["cv"]
    assert cv.content_type == kind
    assert cv.read() == content


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept"),
    [
        (JPEG, "me.JPEG", "image/jpeg", "me.JPEG"),
        (PNG, "me.jpg", "image/png", "me.png"),
    ],
)
def test_a_photo_is_known_by_its_content(content, name, kind, kept):
    form = papers(a_file(PDF), a_file(content, name))
    assert form.errors == {}
    assert form.cleaned_data["photo"].content_type == kind
    assert form.cleaned_data["photo"].name == kept


def test_a_cv_is_no_photo():
    errors = papers(a_file(PDF), a_file(PDF, "me.png")).errors
    message = "This is not a JPEG or PNG image, or it is damaged."
    assert errors == {"photo": [message]}


@each_case(
    ("name", "kept"),
    [
        ("Özgeçmiş Ayşe.pdf", "Özgeçmiş Ayşe.pdf"),
        ("CV.PDF", "CV.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("c:\\temp\\cv.pdf", "cv.pdf"),
        ("cv.exe", "cv.pdf"),
        ("cv.pdf.exe", "cv.pdf"),
        ("cv.docx", "cv.pdf"),
        ("without an ending", "without an ending.pdf"),
        ('<img src="x">.pdf', "img src= x.pdf"),
        ("two\r\nlines\x00.pdf", "twolines.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("O\u0308zge.pdf", "Özge.pdf"),
        ("....pdf", "file.pdf"),
        ("\u202e", "file.pdf"),
        ("n" * 300 + ".pdf", "n" * 96 + ".pdf"),
        (
            "../" * 80 + 'O\'Neill "CV"' + "n" * 300 + ".pdf",
            "O'Neill CV " + "n" * 85 + ".pdf",
        ),
    ],
)
def test_a_name_is_made_safe(name, kept):
    form = papers(a_file(PDF, name))
    assert form.errors == {}
    assert form.cleaned_data["cv"].name == kept
    assert len(kept) <= 100


def test_a_file_that_was_not_chosen_is_asked_for():
    assert Papers({"name": "x", "cv": "text"}, {}).errors == {"cv": ["Choose a file."]}


def test_the_browser_is_told_what_to_offer_and_how_large_it_may_be():
    page = str(Papers()["cv"])
    assert 'accept=".pdf,.doc,.docx"' in page
    assert 'data-largest="10485760"' in page
    assert f'data-too-large="{TOO_LARGE}"' in page


def test_after_a_refusal_each_file_that_was_good_is_asked_for_again():
    form = papers(a_file(PDF), a_file(PDF), name="")
    ask_for_files_again(form)
    assert form.errors["cv"] == ["Choose the file again. Browsers do not remember it."]
    assert form.errors["photo"] == [
        "This is not a JPEG or PNG image, or it is damaged."
    ]


def test_of_a_file_far_too_large_little_is_kept_and_the_fields_around_it_stay():
    huge = a_file(PDF + bytes(3 * MAX_UPLOAD_BYTES))
    request = RequestFactory().post("/", {"before": "1", "cv": huge, "name": "2"})
    assert (request.POST["before"], request.POST["name"]) == ("1", "2")
    assert MAX_UPLOAD_BYTES < request.FILES["cv"].size < MAX_UPLOAD_BYTES + 128 * 1024
    form = Papers(request.POST, request.FILES)
    assert form.errors == {"cv": [TOO_LARGE]}
    request.close()


@pytest.mark.parametrize("size", [1000, 3_000_000], ids=["in memory", "in a file"])
def test_the_text_before_a_file_that_was_cut_off_is_read(size):
    """Of a form whose session has ended, the server takes the beginning only."""
    request = RequestFactory().post("/", {"name": "Ayşe", "cv": a_file(bytes(size))})
    whole = request.read()
    for kept in (size // 2, len(whole) - 10):
        kind = request.META["CONTENT_TYPE"]
        cut = RequestFactory().generic("POST", "/", whole[:kept], kind)
        assert cut.POST["name"] == "Ayşe"
        assert not cut.FILES


def test_a_large_file_has_no_name(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    request = RequestFactory().post("/", {"cv": a_file(bytes(3_000_000))})
    upload = request.FILES["cv"]
    assert upload.size == 3_000_000
    assert upload.read(4) == bytes(4)
    assert list(tmp_path.iterdir()) == []
    request.close()


def test_a_name_of_a_million_accents_is_cut_before_they_are_put_in_order():
    name = clean_name("a" + "\u0315\u0316" * 500_000 + ".pdf")
    assert len(name) == 2 * MAX_READ
    assert (name[0], name[-4:]) == ("a", ".pdf")
