"""The worker reads what has arrived: several workers, hostile files, faults."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connections
from django.utils import timezone

from recruspace_dashboard.documents.process import Busy
from recruspace_dashboard.files.models import FilePiece, WaitingFile
from recruspace_dashboard.intake import reading
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.intake.rows import Announced, arrive, expect
from recruspace_dashboard.intake.worker import IntakeWorker
from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.sandbox.cv_docx import docx
from recruspace_dashboard.sandbox.cv_words import Line
from tests.documents import hostile_papers, hostile_pdfs
from tests.intake.bringing import brought, posted

State = IntakeFile.State


def paper(*texts: str) -> bytes:
    return docx([Line("text", text) for text in texts])


CV = paper("Ayşe Işık", "ayse.isik@example.com", "+90 532 123 45 67")


def read_all(worker: IntakeWorker | None = None) -> IntakeWorker:
    worker = worker or IntakeWorker()
    worker._look_at = 0
    for _ in range(1000):
        if not worker.step():
            return worker
    raise AssertionError("a worker without end")


def waited() -> None:
    """As if all waiting were over."""
    IntakeFile.objects.exclude(claimed_until=None).update(
        claimed_until=timezone.now() - timedelta(seconds=1)
    )


def only() -> IntakeFile:
    return IntakeFile.objects.get()


def test_what_has_arrived_is_read_and_fields_are_proposed(browse):
    brought(browse, {"cv.docx": CV})
    read_all()
    row = only()
    assert (row.state, row.reading, row.failures) == (State.READ, "", 0)
    assert row.claimed_until is None
    assert row.fields["email"]["value"] == "ayse.isik@example.com"
    assert set(row.fields) == {"first_name", "last_name", "email", "phone_number"}
    assert set(row.fields["email"]) == {"value", "certainty"}
    assert "ayse" not in row.sealed_fields


def test_its_name_helps_where_the_text_does_not(browse):
    brought(browse, {"Ayse_Isik.docx": CV})
    with patch.object(reading, "propose", side_effect=ValueError) as propose:
        read_all()
    [text, name] = propose.call_args.args
    assert "ayse.isik@example.com" in text
    assert name == "Ayse_Isik.docx"


def test_where_proposing_fails_the_file_stays_and_the_log_knows_nothing(browse, caplog):
    brought(browse, {"cv.docx": CV})
    with patch.object(reading, "propose", side_effect=ValueError("ayse.isik")):
        read_all()
    row = only()
    assert (row.state, row.reading, row.fields) == (State.READ, "", {})
    assert "ValueError" in caplog.text
    assert "ayse" not in caplog.text


HOSTILE = {
    "a password.pdf": (hostile_pdfs.encrypted(), "encrypted"),
    "a bomb.docx": (hostile_papers.docx("", more={"a.xml": bytes(10**8)}), "too large"),
    "no end.doc": (hostile_papers.chained_to_nowhere(), "damaged"),
    "no words.pdf": (hostile_pdfs.page_of(b""), "pictures"),
    "arrays in arrays.pdf": (hostile_pdfs.pdf("[" * 200_000), "damaged"),
}


def test_a_hostile_file_costs_its_own_row_and_can_be_typed_by_hand(browse):
    files = {name: content for name, (content, _said) in HOSTILE.items()}
    intake = brought(browse, files | {"good.docx": CV})
    read_all()
    told = {row.name: (row.state, row.reading) for row in intake.files.all()}
    expected = {name: ("read", said) for name, (_, said) in HOSTILE.items()}
    assert told == expected | {"good.docx": ("read", "")}
    assert not any(row.fields for row in intake.files.exclude(reading=""))


@pytest.mark.slow
def test_all_hostile_files_at_once_cost_their_own_rows_only(browse):
    both = hostile_papers.CONTAINED | hostile_pdfs.CONTAINED
    contents = [made() if callable(made) else made for made, _ in both.values()]
    files = {f"{number}.pdf": content for number, content in enumerate(contents)}
    intake = brought(browse, files | {"good.docx": CV})
    assert intake.files.count() == len(files) + 1
    read_all()
    for row in intake.files.all():
        assert row.state in ("read", "failed")
        assert bool(row.problem) == (row.state == "failed")
    assert intake.files.get(number=len(files) + 1).fields["email"]["value"]


def test_the_first_of_each_intake_comes_first(browse):
    several = {f"{one}.docx": paper(f"CV {one}") for one in range(3)}
    first, second = brought(browse, several), brought(browse, {"x.docx": CV})
    worker = IntakeWorker()
    assert worker.step()
    assert worker.step()
    read = IntakeFile.objects.filter(state=State.READ)
    assert {row.intake_id for row in read} == {first.pk, second.pk}


def test_a_file_that_was_purged_is_told(browse):
    intake = brought(browse, {"cv.docx": CV, "b.docx": paper("b")})
    WaitingFile.objects.order_by("pk").first().delete()
    FilePiece.objects.all().delete()
    read_all()
    assert {(row.state, row.problem) for row in intake.files.all()} == {
        ("failed", "gone")
    }


def test_what_another_key_has_sealed_is_told(browse, settings):
    brought(browse, {"cv.docx": CV})
    settings.ENCRYPTION_KEYS = [new_encryption_key()]
    read_all()
    assert (only().state, only().problem) == ("failed", "gone")


def test_while_too_many_files_are_read_it_waits(browse):
    brought(browse, {"cv.docx": CV})
    with patch.object(reading.render, "text", side_effect=Busy):
        worker = read_all()
        for _ in range(2 * reading.MOST_FAILURES):
            waited()
            read_all(worker)
    read_all(worker)
    assert only().state == State.ARRIVED
    waited()
    read_all(worker)
    assert (only().state, only().reading) == (State.READ, "")


def test_a_fault_of_the_database_is_raised_and_it_is_read_later(browse):
    brought(browse, {"cv.docx": CV})
    worker = IntakeWorker()
    with (
        patch.object(reading.waiting, "read", side_effect=OperationalError("locked")),
        pytest.raises(OperationalError),
    ):
        worker.step()
    assert only().state == State.ARRIVED
    waited()
    read_all(worker)
    assert only().state == State.READ


def test_what_ends_its_worker_again_and_again_is_left_to_the_user(browse):
    brought(browse, {"cv.docx": CV})
    for _ in range(reading.MOST_FAILURES):
        with (
            patch.object(reading.render, "text", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            IntakeWorker().step()
        assert only().state == State.ARRIVED
        waited()
    with patch.object(reading.render, "text") as text:
        read_all()
    assert not text.called
    assert (only().state, only().reading) == (State.READ, "damaged")


def test_a_worker_that_is_stopped_gives_its_file_back(browse):
    brought(browse, {"cv.docx": CV})
    worker = IntakeWorker()
    with (
        patch.object(reading.render, "text", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        worker.step()
    assert not IntakeWorker().step()
    worker.stop()
    assert (only().failures, only().claimed_until) == (0, None)
    read_all()
    assert only().state == State.READ


def test_who_was_slow_does_not_change_what_another_has_read(browse):
    """Its lease had ended, and the user has changed the fields since."""
    brought(browse, {"cv.docx": CV})
    row = reading.claim()
    waited()
    read_all()
    typed = only().seal({"email": {"value": "typed@example.com"}})
    IntakeFile.objects.update(sealed_fields=typed)
    reading.read(row)
    assert only().sealed_fields == typed


def test_nothing_else_is_read(browse):
    brought(browse, {"a.txt": b"x"})
    assert reading.claim() is None
    assert IntakeWorker().step() is False


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_read_one_file_twice(user):
    intake = Intake.objects.create(owner=user)
    for number in range(12):
        [row] = expect(intake, [Announced(f"{number}.docx", 9)])
        with posted(f"{number}.docx", paper(f"CV {number}")) as file:
            arrive(intake, row, user, file)
    seen: list[str] = []

    def text(content: bytes) -> str:
        seen.append(content)
        return "text"

    def work(_number: int) -> None:
        try:
            read_all()
        finally:
            connections.close_all()

    with patch.object(reading.render, "text", text), ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert len(seen) == len(set(seen)) == 12
    assert set(intake.files.values_list("state", flat=True)) == {State.READ}
