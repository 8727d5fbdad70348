"""The encryption key is changed under a running dashboard, and no API key is lost."""

import threading
from collections.abc import Iterator
from itertools import count

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, connections

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import FilePiece
from recruspace_dashboard.operations.generated_secrets import new_encryption_key
from recruspace_dashboard.sealing import rotation as sealed
from recruspace_dashboard.sealing.key_ring import KeyRing
from recruspace_dashboard.verdicts.models import Verdict
from recruspace_dashboard.writes.models import Draft, Write

OLD, NEW = new_encryption_key(), new_encryption_key()
NEW_ID, OLD_ID = KeyRing([NEW, OLD]).key_ids


@pytest.fixture
def users(db, settings) -> list[User]:
    """Five with a key that the old key has sealed; the new one was put before it."""
    settings.ENCRYPTION_KEYS = [OLD]
    users = [User.objects.create_user(f"user{number}") for number in range(5)]
    for user in users:
        ApiKey.store(user, f"rs_live_{user.username}")
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    return users


def revealed() -> dict[str, str]:
    keys = ApiKey.objects.select_related("user")
    return {api_key.user.username: api_key.reveal() for api_key in keys}


def test_one_row_that_cannot_be_opened_is_named_by_its_user_alone(
    users: list[User], settings, capsys
):
    ApiKey.objects.filter(user=users[1]).update(ciphertext="v1.00000000.AAAA")
    with pytest.raises(CommandError) as ended:
        call_command("rotate_encryption_key")
    assert f"ApiKey.ciphertext of user {users[1].pk} cannot" in str(ended.value)
    assert "Keep all keys" in str(ended.value)
    said = capsys.readouterr().out
    assert "4 encrypted with the first key" in said
    assert "1 by 00000000 (not listed)" in said
    assert "user1" not in said + str(ended.value)
    settings.ENCRYPTION_KEYS = [NEW]
    assert sum(api_key.is_readable() for api_key in ApiKey.objects.all()) == 4


@pytest.mark.parametrize("broken", ["", "nonsense", "v1", "v2.a.b"])
def test_what_was_never_sealed_is_counted_and_told(users, capsys, broken: str):
    ApiKey.objects.filter(user=users[0]).update(ciphertext=broken)
    if broken:
        with pytest.raises(CommandError):
            call_command("rotate_encryption_key")
        assert "1 by ? (not listed)" in capsys.readouterr().out
    else:
        call_command("rotate_encryption_key")


def test_a_bad_ring_is_told(users: list[User], settings):
    settings.ENCRYPTION_KEYS = ["short"]
    with pytest.raises(CommandError, match="ENCRYPTION_KEYS: a key is not 32 bytes"):
        call_command("rotate_encryption_key")


def test_check_counts_and_changes_nothing(users: list[User], capsys):
    before = list(ApiKey.objects.order_by("pk").values())
    call_command("rotate_encryption_key", "--check")
    assert (
        capsys.readouterr().out
        == f"accounts.ApiKey.ciphertext: 5 by {OLD_ID} (key 2)\n"
    )
    assert list(ApiKey.objects.order_by("pk").values()) == before


def test_afterwards_the_old_key_may_be_dropped(users: list[User], settings, capsys):
    before = dict(ApiKey.objects.values_list("user", "saved_at"))
    call_command("rotate_encryption_key")
    said = capsys.readouterr().out.splitlines()
    assert [line for line in said if not line.startswith("intake.")] == [
        "files.FilePiece.sealed: 0 encrypted with the first key",
        "accounts.ApiKey.ciphertext: 5 encrypted with the first key",
        "verdicts.Verdict.sealed_reason: 0 encrypted with the first key",
        "writes.Batch.sealed_arguments: 0 encrypted with the first key",
        "writes.Batch.sealed_left_out: 0 encrypted with the first key",
        "writes.Draft.sealed: 0 encrypted with the first key",
        "writes.Write.sealed_arguments: 0 encrypted with the first key",
        "writes.Write.sealed_address: 0 encrypted with the first key",
        "writes.Write.sealed_reason: 0 encrypted with the first key",
        f"accounts.ApiKey.ciphertext: 5 by {NEW_ID} (key 1)",
    ]
    settings.ENCRYPTION_KEYS = [NEW]
    assert revealed() == {one.username: f"rs_live_{one.username}" for one in users}
    # The time of saving is when the user saved the key, not when we sealed it anew.
    assert dict(ApiKey.objects.values_list("user", "saved_at")) == before


def test_nothing_in_the_database_stays_sealed_with_the_old_key(
    users: list[User], settings, capsys
):
    settings.ENCRYPTION_KEYS = [OLD]
    Draft.store(users[0], "/pools/new/", {"name": ["Newcomers"]})
    sent = Write.objects.create(owner=users[0], sealed_for=users[0].pk, state="done")
    sent.record_next_page("/pools/7/")
    Verdict.give(users[0], 7, "yes", "Good SQL")
    file = waiting.put(users[0], [b"x" * 600_000], 10**6)
    settings.ENCRYPTION_KEYS = [NEW, OLD]
    assert sealed_with_old() == {"ApiKey", "Draft", "FilePiece", "Verdict", "Write"}
    call_command("rotate_encryption_key", "--check")
    assert f"files.FilePiece.sealed: 3 by {OLD_ID} (key 2)" in capsys.readouterr().out
    call_command("rotate_encryption_key")
    assert sealed_with_old() == set()
    said = capsys.readouterr().out
    assert f"files.FilePiece.sealed: 3 by {NEW_ID} (key 1)" in said
    settings.ENCRYPTION_KEYS = [NEW]
    assert waiting.read(file) == b"x" * 600_000
    assert Write.objects.get(pk=sent.pk).address == "/pools/7/"


def test_a_piece_of_a_file_that_cannot_be_opened_is_named_by_its_user(users, capsys):
    file = waiting.put(users[2], [b"x" * 600_000], 10**6)
    one, other, _ = file.pieces.order_by("number")
    FilePiece.objects.filter(pk=one.pk).update(sealed=other.sealed)
    with pytest.raises(CommandError) as ended:
        call_command("rotate_encryption_key")
    expected = f"files.FilePiece.sealed of user {users[2].pk} cannot be re-encrypted."
    assert expected in str(ended.value)
    assert str(ended.value).count("FilePiece") == 1


def sealed_with_old() -> set[str]:
    """The models in which anything stands that the old key has sealed."""
    return {
        model.__name__
        for model in apps.get_models()
        for row in model.objects.values()
        if any(OLD_ID in str(value) for value in row.values())
    }


def test_a_second_run_writes_nothing(users: list[User]):
    call_command("rotate_encryption_key")
    before = list(ApiKey.objects.order_by("pk").values())
    call_command("rotate_encryption_key")
    assert list(ApiKey.objects.order_by("pk").values()) == before


def test_a_key_saved_between_reading_and_writing_wins(users, settings, monkeypatch):
    """The saving process may still have only the old key."""
    saved = iter([True])

    class Late(KeyRing):
        def seal(self, text: str, owner: int) -> str:
            if next(saved, None):
                settings.ENCRYPTION_KEYS = [OLD]
                ApiKey.store(users[0], "rs_live_newer")
            return super().seal(text, owner)

    monkeypatch.setattr(sealed, "KeyRing", Late)
    call_command("rotate_encryption_key")
    settings.ENCRYPTION_KEYS = [NEW]
    assert revealed()["user0"] == "rs_live_newer"
    assert len(revealed()) == 5


def test_a_key_forgotten_meanwhile_is_no_failure(users, monkeypatch):
    gone = iter([True])

    class Late(KeyRing):
        def seal(self, text: str, owner: int) -> str:
            if next(gone, None):
                ApiKey.objects.filter(user=users[0]).delete()
            return super().seal(text, owner)

    monkeypatch.setattr(sealed, "KeyRing", Late)
    call_command("rotate_encryption_key")
    assert ApiKey.objects.count() == 4


@pytest.fixture
def saving(transactional_db, users: list[User]) -> Iterator[dict[str, str]]:
    """Two users who keep saving new keys; gives the last keys they saved."""
    last: dict[str, str] = {}
    enough = threading.Event()

    def save(user: User) -> None:
        for number in count():
            last[user.username] = f"rs_live_{user.username}_{number}"
            ApiKey.store(user, last[user.username])
            if enough.wait(0.001):
                break
        connections.close_all()

    threads = [threading.Thread(target=save, args=[user]) for user in users[:2]]
    for thread in threads:
        thread.start()

    def stop() -> dict[str, str]:
        enough.set()
        for thread in threads:
            thread.join()
        return last

    yield stop
    stop()


def test_nothing_is_lost_while_others_save(saving, settings):
    for _ in range(3):
        call_command("rotate_encryption_key")
    last = saving()
    settings.ENCRYPTION_KEYS = [NEW]
    assert len(last) == 2
    assert revealed().items() >= last.items()
    assert len(revealed()) == 5
    connection.close()
