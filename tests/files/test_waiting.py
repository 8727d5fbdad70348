"""Files that wait to be sent: nothing of a broken one stays, and none is read by
anybody but for its owner."""

import os
import threading
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.files.models import FilePiece, WaitingFile
from recruspace_dashboard.files.uploads import MEGABYTE
from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from tests.each_case import each_case

LARGEST = 10 * MEGABYTE
PIECE = waiting.PIECE_BYTES


@pytest.fixture
def owner(db) -> User:
    return User.objects.create_user("ayse")


def chunks(content: bytes, size: int) -> Iterator[bytes]:
    return (content[at : at + size] for at in range(0, len(content), size))


def left() -> tuple[int, int]:
    return WaitingFile.objects.count(), FilePiece.objects.count()


@each_case("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_file_is_read_as_it_came(owner: User, size: int):
    content = os.urandom(size)
    for chunk in (1000, 64 * 1024, 5 * PIECE):
        file = waiting.put(owner, chunks(content, chunk), LARGEST)
        assert waiting.read(WaitingFile.objects.get(pk=file.pk)) == content
        assert (file.size, file.complete) == (size, True)
        assert file.pieces.count() == -(-size // PIECE)
        assert (
            file.digest
            == file_digest(content)
            == file_digest([content[:9], content[9:]])
        )


def test_its_words_do_not_stand_in_the_database(owner: User):
    file = waiting.put(owner, [b"Ada Lovelace " * 40_000], LARGEST)
    assert file.pieces.count() > 1
    for piece in file.pieces.all():
        assert b"Lovelace" not in bytes(piece.sealed)


def test_only_some_pieces_are_in_memory_at_a_time(owner: User):
    waiting.put(owner, [b"first"], LARGEST)
    tracemalloc.start()
    try:
        sent = (os.urandom(64 * 1024) for _ in range(160))
        assert waiting.put(owner, sent, LARGEST).size == LARGEST
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < LARGEST / 3


def test_of_what_is_too_large_nothing_stays_and_the_rest_is_not_asked_for(owner: User):
    asked = iter([b"x" * PIECE] * 8)
    with pytest.raises(waiting.TooLarge):
        waiting.put(owner, asked, 2 * PIECE + 1)
    assert left() == (0, 0)
    assert len(list(asked)) == 5


class Broken(Exception):
    pass


@each_case("error", [Broken, OSError, KeyboardInterrupt, SystemExit])
def test_of_what_breaks_off_nothing_stays(owner: User, error):
    def breaking() -> Iterator[bytes]:
        yield b"x" * PIECE * 2
        assert left() == (1, 2)
        raise error

    with pytest.raises(error):
        waiting.put(owner, breaking(), LARGEST)
    assert left() == (0, 0)


def test_all_files_together_have_so_much_space(owner: User, settings):
    settings.INTAKE_MB = 1
    assert waiting.room_left() == MEGABYTE
    first = waiting.put(owner, [b"x" * (MEGABYTE - PIECE)], LARGEST)
    assert waiting.room_left() == PIECE
    with pytest.raises(waiting.NoRoom):
        waiting.put(owner, [b"x" * PIECE, b"x"], LARGEST)
    assert left() == (1, 3)
    last = waiting.put(owner, [b"x" * PIECE], LARGEST)
    assert waiting.room_left() == 0
    with pytest.raises(waiting.NoRoom):
        waiting.put(owner, [b"x"], LARGEST)
    # Less is allowed than there is already.
    settings.INTAKE_MB = 0.5
    assert waiting.room_left() == 0
    assert waiting.read(last) == b"x" * PIECE
    assert waiting.delete(WaitingFile.objects.filter(pk=first.pk)) == 1
    assert waiting.room_left() == PIECE


def test_two_at_once_do_not_pass_the_limit_by_more_than_a_piece(owner: User, settings):
    """Each begins while there is room, and both together have more."""
    settings.INTAKE_MB = 1
    most = []

    def other() -> Iterator[bytes]:
        for _ in range(3):
            yield b"y" * PIECE
            most.append(FilePiece.objects.count())

    def one() -> Iterator[bytes]:
        yield b"x" * PIECE
        waiting.put(owner, other(), LARGEST)
        yield b"x" * PIECE

    with pytest.raises(waiting.NoRoom):
        waiting.put(owner, one(), LARGEST)
    assert max(most) <= 5
    assert left() == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_while_a_file_arrives_others_write():
    """A sender who stalls does not hold up the database."""
    owner = User.objects.create_user("ayse")
    reached, go_on = threading.Event(), threading.Event()
    stored = []

    def stalling() -> Iterator[bytes]:
        yield b"x" * PIECE
        reached.set()
        go_on.wait(10)
        yield b"x"

    def run() -> None:
        stored.append(waiting.put(owner, stalling(), LARGEST))
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert reached.wait(10)
        other = waiting.put(owner, [b"other"], LARGEST)
        part = WaitingFile.objects.exclude(pk=other.pk).get()
        assert not part.complete
        with pytest.raises(waiting.Gone):
            waiting.read(part)
    finally:
        go_on.set()
        thread.join()
    assert waiting.read(stored[0]) == b"x" * PIECE + b"x"
    assert waiting.read(other) == b"other"


def aged(file: WaitingFile, **age: float) -> WaitingFile:
    file.created_at = timezone.now() - timedelta(**age)
    file.save()
    return file


def part(owner: User, **age: float) -> WaitingFile:
    """What a killed process leaves."""
    file = waiting.put(owner, [b"x" * PIECE], LARGEST)
    file.complete = False
    return aged(file, **age)


def test_what_a_killed_process_left_goes_after_an_hour(owner: User, capsys):
    old, recent = part(owner, minutes=61), part(owner, minutes=59)
    call_command("purge")
    assert [one.pk for one in WaitingFile.objects.all()] == [recent.pk]
    assert not FilePiece.objects.filter(file=old.pk).exists()
    assert "files that did not arrive: 1 deleted" in capsys.readouterr().out


def test_and_at_once_where_there_is_no_room(owner: User, settings):
    settings.INTAKE_MB = 0.25
    part(owner, minutes=61)
    assert waiting.room_left() == 0
    assert waiting.put(owner, [b"new"], LARGEST).complete


def pieces(file: WaitingFile) -> list[FilePiece]:
    return list(file.pieces.order_by("number"))


def without_one(file: WaitingFile) -> None:
    pieces(file)[1].delete()


def without_the_last(file: WaitingFile) -> None:
    pieces(file)[2].delete()


def swapped(file: WaitingFile) -> None:
    one, other, _ = pieces(file)
    one.sealed, other.sealed = other.sealed, one.sealed
    one.save()
    other.save()


def from_another(file: WaitingFile) -> None:
    other = waiting.put(file.owner, [b"y" * 3 * PIECE], LARGEST)
    pieces(file)[0].delete()
    other.pieces.filter(number=0).update(file=file)


def of_another_user(file: WaitingFile) -> None:
    WaitingFile.objects.filter(pk=file.pk).update(sealed_for=file.sealed_for + 1)


def cut(file: WaitingFile) -> None:
    piece = pieces(file)[0]
    piece.sealed = bytes(piece.sealed)[:20]
    piece.save()


def deleted(file: WaitingFile) -> None:
    waiting.delete(WaitingFile.objects.filter(pk=file.pk))


WRONG = [
    without_one,
    without_the_last,
    swapped,
    from_another,
    of_another_user,
    cut,
    deleted,
]


@each_case("make_wrong", WRONG)
def test_what_is_not_whole_is_gone(owner: User, make_wrong):
    file = waiting.put(owner, [os.urandom(3 * PIECE)], LARGEST)
    make_wrong(file)
    with pytest.raises(waiting.Gone):
        waiting.read(file)


def test_without_its_key_a_file_is_gone(owner: User, settings):
    file = waiting.put(owner, [b"x"], LARGEST)
    settings.ENCRYPTION_KEYS = [new_encryption_key()]
    with pytest.raises(waiting.Gone):
        waiting.read(file)


def test_a_file_goes_with_its_owner(owner: User):
    waiting.put(owner, [b"x" * PIECE * 2], LARGEST)
    other = waiting.put(User.objects.create_user("mert"), [b"y"], LARGEST)
    owner.delete()
    assert left() == (1, 1)
    assert waiting.read(other) == b"y"


@pytest.mark.django_db(transaction=True)
def test_with_all_no_file_is_left(capsys):
    waiting.put(User.objects.create_user("ayse"), [b"x"], LARGEST)
    call_command("purge", "--all")
    assert left() == (0, 0)
    assert "files.WaitingFile: 2 deleted" in capsys.readouterr().out


def told() -> list[str]:
    found = run_checks(tags=["security"])
    return [one.msg for one in found if one.id == "recruspace.E023"]


@each_case(
    ("space", "right"),
    [(0, False), (-5, False), (9, False), (1_000_001, False), (10, True), (2000, True)],
)
def test_a_space_that_makes_no_sense_is_an_error_that_names_it(settings, space, right):
    settings.INTAKE_MB = space
    wrong = "INTAKE_MB is not at least 10 and at most 1000000."
    assert told() == ([] if right else [wrong])
