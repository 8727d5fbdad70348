"""Files that are brought in by a form, as without JavaScript: what is refused at the
door, and that each file is told by its own name."""

from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import OperationalError

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake import rows
from recruspace_dashboard.intake.models import Intake, IntakeFile
from tests.each_case import each_case
from tests.intake.bringing import (
    bring,
    brought,
    mail,
    outcomes,
    pdf,
    zipped,
)
from tests.outbox.asking import words
from tests.sample_files import DOC, PNG, docx

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE

LIMITS = [
    ("cv.pdf", pdf(size=LARGEST), "arrived", ""),
    ("cv.pdf", pdf(size=LARGEST + 1), "too_large", "10 MB at most"),
    ("cv.pdf", b"", "empty", "empty"),
    ("cv.pdf", b"MZ", "kind", "not a PDF"),
    ("photo.png", PNG, "kind", "not a PDF"),
    ("cv.docx", docx(more={"word/vbaProject.bin": b"x"}), "unsafe", "macros"),
    ("cvs.zip", b"PK\x03\x04nonsense", "archive", "damaged, locked or too large"),
    ("mail.eml", mail(), "no_attachment", "no CV attached"),
    (
        "mail.eml",
        mail(text="https://example.com/cv.pdf"),
        "only_links",
        "links instead",
    ),
]


@each_case(("name", "content", "told", "said"), LIMITS)
def test_what_is_refused_is_told_in_a_clear_word(browse, name, content, told, said):
    intake = brought(browse, {name: content})
    assert outcomes(intake) == [(name, told)]
    page = words(browse.get(f"/intake/{intake.pk}/"))
    assert name in page
    assert said in page
    assert WaitingFile.objects.count() == (told == "arrived")
    forget(intake)


def forget(intake: Intake) -> None:
    intake.delete()
    WaitingFile.objects.all().delete()


def test_each_file_is_there_at_once_by_its_own_name(browse, sandbox):
    files = {"Işıl Şahin.pdf": pdf(1), "b.doc": DOC, "b.txt": b"x"}
    zip_file = zipped({"Zoë.pdf": pdf(2), "n/c.docx": docx()})
    intake = brought(browse, files | {"cvs.zip": zip_file, ".DS_Store": b"junk"})
    told = outcomes(intake)
    assert told == [
        ("Işıl Şahin.pdf", "arrived"),
        ("b.doc", "arrived"),
        ("b.txt", "kind"),
        ("Zoë.pdf", "arrived"),
        ("c.docx", "arrived"),
    ]
    page = words(browse.get(f"/intake/{intake.pk}/"))
    assert all(name in page for name, _ in told)
    assert waiting.read(intake.files.get(number=1).file) == pdf(1)
    assert not [one for one in sandbox.requests if one.method == "POST"]


@each_case(
    ("name", "shown"),
    [
        ("cv.pdf.exe", "cv.pdf"),
        ("CV", "CV.pdf"),
        ("folder/sub/cv.pdf", "cv.pdf"),
        ("C:\\Users\\ayse\\cv.pdf", "cv.pdf"),
        (f"{'n' * 300}.pdf", f"{'n' * 96}.pdf"),
        ("a\u202efdp.exe", "afdp.pdf"),
        ("<b>&.pdf", "b &.pdf"),
        ("..pdf", "file.pdf"),
    ],
)
def test_names_become_safe(browse, name, shown):
    intake = brought(browse, {name: pdf()})
    assert outcomes(intake) == [(shown, "arrived")]
    intake.delete()


def test_the_same_content_comes_in_once(browse):
    files = {"a.pdf": pdf(1), "b.pdf": pdf(1), "c.zip": zipped({"d.pdf": pdf(1)})}
    intake = brought(browse, files)
    assert outcomes(intake) == [
        ("a.pdf", "arrived"),
        ("b.pdf", "twice"),
        ("d.pdf", "twice"),
    ]
    assert WaitingFile.objects.count() == 1
    # Another intake is another matter.
    assert outcomes(brought(browse, {"b.pdf": pdf(1)})) == [("b.pdf", "arrived")]


def test_501_files_are_500_and_one_that_is_told(browse, monkeypatch):
    monkeypatch.setattr(rows, "MOST_FILES", 5)
    intake = brought(browse, {f"{one}.pdf": pdf(one) for one in range(7)})
    told = [problem for _, problem in outcomes(intake)]
    assert told == ["arrived"] * 5 + ["too_many"] * 2
    page = words(browse.get(f"/intake/{intake.pk}/"))
    assert "Only 500 files can be brought in together." in page
    assert "6.pdf" in page


def test_what_an_archive_has_too_many_is_told(browse, monkeypatch):
    monkeypatch.setattr(rows, "MOST_FILES", 5)
    inside = {f"{one}.pdf": pdf(one) for one in range(5)}
    files = {"cvs.zip": zipped(inside), "a.pdf": pdf(8), "b.pdf": pdf(9)}
    intake = brought(browse, files)
    told = [problem for _, problem in outcomes(intake)]
    # The two after it have their places.
    assert told == ["arrived"] * 5 + ["too_many"] * 2
    assert WaitingFile.objects.count() == 5
    more = bring(browse, {"c.pdf": pdf(10)}, to=f"/intake/{intake.pk}/files/")
    assert more.status_code == 303
    assert outcomes(intake)[-1] == ("c.pdf", "too_many")


def test_an_archive_after_too_many_rows_stays_closed(browse, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 2)
    two = {"a.zip": zipped({"a.pdf": pdf(1)}), "b.zip": zipped({"b.pdf": pdf(2)})}
    assert outcomes(brought(browse, two)) == [
        ("a.zip", "too_many"),
        ("b.zip", "too_many"),
    ]


def test_more_files_than_any_form_takes_are_refused_whole(browse, settings):
    assert settings.DATA_UPLOAD_MAX_NUMBER_FILES == rows.MOST_FILES + 2
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    answer = bring(browse, {f"{one}.pdf": pdf(one) for one in range(4)})
    assert answer.status_code == 413
    assert "At most 500 CVs" in words(answer)
    assert not Intake.objects.exists()


def test_other_forms_take_ten_files(browse):
    answer = bring(
        browse, {f"{one}.pdf": pdf(one) for one in range(11)}, to="/files/new/"
    )
    assert answer.status_code == 413
    assert "10 files" in words(answer)


def test_where_there_is_no_room_each_file_says_so(browse, settings):
    settings.INTAKE_MB = 1
    large = {f"{one}.pdf": pdf(one, size=600 * 1024) for one in range(3)}
    intake = brought(browse, large | {"small.pdf": pdf(9)})
    assert outcomes(intake) == [
        ("0.pdf", "arrived"),
        ("1.pdf", "no_room"),
        ("2.pdf", "no_room"),
        ("small.pdf", "arrived"),
    ]
    assert WaitingFile.objects.count() == 2


@contextmanager
def failing_at(number: int):
    """The database fails while this file is stored."""
    calls = iter(range(1, 100))
    put = waiting.put

    def failing(*arguments):
        if next(calls) == number:
            raise OperationalError("disk I/O error")
        return put(*arguments)

    with patch.object(waiting, "put", failing):
        yield


def test_what_the_database_lost_is_told_as_not_arrived(browse):
    browse.raise_request_exception = False
    with failing_at(2):
        answer = bring(browse, {f"{one}.pdf": pdf(one) for one in range(3)})
    assert answer.status_code == 503
    assert outcomes() == [
        ("0.pdf", "arrived"),
        ("1.pdf", "expected"),
        ("2.pdf", "expected"),
    ]
    assert WaitingFile.objects.count() == 1


def test_an_archive_comes_in_as_a_whole_or_not_at_all(browse):
    browse.raise_request_exception = False
    inside = {f"{one}.pdf": pdf(one) for one in range(3)}
    with failing_at(3):
        assert bring(browse, {"cvs.zip": zipped(inside)}).status_code == 503
    assert outcomes() == [("cvs.zip", "expected")]
    assert not WaitingFile.objects.exists()


def test_an_intake_that_is_deleted_meanwhile_keeps_nothing(browse):
    put = waiting.put

    def deleting(*arguments):
        file = put(*arguments)
        Intake.objects.all().delete()
        return file

    with patch.object(waiting, "put", deleting):
        assert bring(browse, {"a.pdf": pdf()}).status_code == 404
    assert not WaitingFile.objects.exists()
    assert not IntakeFile.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_files_come_in_by_one_form(browse):
    files = {f"{one}.pdf": pdf(one) for one in range(501)}
    told = [problem for _, problem in outcomes(brought(browse, files))]
    assert told == ["arrived"] * 500 + ["too_many"]
