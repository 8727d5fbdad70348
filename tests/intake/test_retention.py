"""How long an intake and its files stay, and what is removed by hand."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from recruspace_dashboard.accounts import removal
from recruspace_dashboard.files.models import FilePiece, WaitingFile
from recruspace_dashboard.intake.models import Intake, IntakeFile
from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.writes.models import Write
from tests.each_case import each_case
from tests.intake.bringing import bring, brought, outcomes, pdf
from tests.intake.test_one_by_one import announce, send
from tests.outbox.asking import words


def aged(**ago: float) -> None:
    IntakeFile.objects.update(created_at=timezone.now() - timedelta(**ago))


def test_what_never_came_is_told_after_a_day(browse, capsys):
    address = announce(browse, ("a.pdf", 10), ("b.pdf", 10)).json()["address"]
    send(browse, address, 2, "b.pdf", pdf())
    aged(hours=23)
    call_command("purge")
    assert outcomes() == [("a.pdf", "expected"), ("b.pdf", "arrived")]
    aged(hours=25)
    call_command("purge")
    assert outcomes() == [("a.pdf", "gone"), ("b.pdf", "arrived")]
    assert "files that are not here any more: 1 deleted" in capsys.readouterr().out
    assert "waited too long" in words(browse.get(address))
    # The browser may still go on.
    assert send(browse, address, 1, "a.pdf", pdf(1)).status_code == 201


def test_a_file_that_was_removed_is_told_at_once(browse):
    intake = brought(browse, {"a.pdf": pdf()})
    WaitingFile.objects.all().delete()
    assert "waited too long" in words(browse.get(f"/intake/{intake.pk}/"))
    [told] = browse.get(f"/intake/{intake.pk}/files/").json()["files"]
    assert (told["state"], told["problem"]) == ("failed", "gone")
    call_command("purge")
    assert outcomes() == [("a.pdf", "gone")]


def test_what_was_sent_is_history_without_its_file(browse, user, settings):
    intake = brought(browse, {"a.pdf": pdf()})
    write = Write.objects.create(owner=user, sealed_for=user.pk, state="done")
    IntakeFile.objects.update(state="read", write=write)
    WaitingFile.objects.all().delete()
    call_command("purge")
    assert outcomes() == [("a.pdf", "read")]
    assert "waited too long" not in words(browse.get(f"/intake/{intake.pk}/"))
    Intake.objects.update(created_at=timezone.now() - timedelta(days=366))
    call_command("purge")
    assert not IntakeFile.objects.exists()
    assert Write.objects.exists()


@each_case(
    ("state", "left"),
    [
        *(("", 0), ("refused", 0), ("cancelled", 0)),
        *(("staged", 1), ("waiting", 1), ("sending", 1), ("unknown", 1)),
    ],
)
def test_deleted_by_hand_its_unsent_files_go_at_once(browse, user, state, left):
    intake = brought(browse, {"a.pdf": pdf()})
    if state:
        write = Write.objects.create(owner=user, sealed_for=user.pk, state=state)
        intake.files.update(write=write)
    answer = browse.post(f"/intake/{intake.pk}/delete/")
    assert (answer.status_code, answer.url) == (302, "/intake/")
    assert not Intake.objects.exists()
    # The outbox still has what is to be sent.
    assert WaitingFile.objects.count() == left
    WaitingFile.objects.all().delete()


def test_it_is_deleted_by_a_form_only(browse):
    intake = brought(browse, {"a.pdf": pdf()})
    answer = browse.get(f"/intake/{intake.pk}/delete/")
    assert (answer.status_code, answer.url) == (302, f"/intake/{intake.pk}/")
    assert Intake.objects.exists()


def test_with_its_user_all_of_it_goes(browse, user, superuser):
    brought(browse, {"a.pdf": pdf()})
    removal.delete(user)
    assert not IntakeFile.objects.exists()
    assert not FilePiece.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_all_nothing_of_it_is_left(browse):
    brought(browse, {"a.pdf": pdf()})
    call_command("purge", "--all")
    assert not Intake.objects.exists()
    assert not IntakeFile.objects.exists()
    assert not FilePiece.objects.exists()


def test_the_keys_of_the_ring_rotate_over_it(browse, user, settings):
    old, new = settings.ENCRYPTION_KEYS[0], new_encryption_key()
    brought(browse, {"a.pdf": pdf()}, tags="Go")
    row = IntakeFile.objects.get()
    row.sealed_fields = row.seal({"email": {"value": "a@example.com"}})
    row.sealed_own = row.seal({"note": "Fair"})
    row.sealed_errors = row.seal({"errors": ["x"]})
    row.save()
    settings.ENCRYPTION_KEYS = [new, old]
    call_command("rotate_encryption_key")
    settings.ENCRYPTION_KEYS = [new]
    row = IntakeFile.objects.get()
    assert (row.name, row.fields["email"]["value"]) == ("a.pdf", "a@example.com")
    assert (row.own, row.errors) == ({"note": "Fair"}, ["x"])
    assert row.intake.for_all["tags"] == ["Go"]


def test_nothing_of_a_name_is_readable_in_the_database(browse, pool):
    data = {"talent_pool_id": str(pool.id), "tags": "Secret tag"}
    bring(browse, {"Ayse Isik.pdf": pdf()}, **data)
    stored = [*Intake.objects.values(), *IntakeFile.objects.values()]
    assert not [word for word in ("Ayse", "Secret", pool.name) if word in str(stored)]
