"""Personal data is deleted in time, and all of it with one command."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey, Try

CANARY = b"canary-of-a-note"


def files(folder: Path) -> list[Path]:
    return list(folder.glob("*.djcache"))


@pytest.fixture
def kept(tmp_path: Path, settings) -> Path:
    """Where answers are kept, as in earnest."""
    backend = "recruspace_dashboard.operations.caches.BytesFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}
    return tmp_path


def tried(ago: timedelta) -> None:
    Try.objects.create(kind=Try.SIGN_IN, name="a" * 64, at=timezone.now() - ago)


@pytest.mark.django_db
def test_expired_sessions_go_and_others_stay(client: Client, user: User, kept):
    client.force_login(user)
    Session.objects.create(
        session_key="old", expire_date=timezone.now() - timedelta(seconds=1)
    )
    call_command("purge")
    assert [one.session_key for one in Session.objects.all()] == [
        client.session.session_key
    ]


@pytest.mark.django_db
def test_wrong_passwords_are_forgotten_after_an_hour(kept: Path, capsys):
    tried(timedelta(minutes=59))
    tried(timedelta(minutes=61))
    call_command("purge")
    assert Try.objects.count() == 1
    assert "accounts.Try: 1 deleted" in capsys.readouterr().out


@pytest.mark.django_db
def test_answers_go_when_their_time_is_up(kept: Path, capsys):
    caches["default"].set("one", CANARY, 0.01)
    caches["default"].set("other", CANARY, 600)
    time.sleep(0.02)
    call_command("purge")
    assert "cached responses: 1 deleted" in capsys.readouterr().out
    assert len(files(kept)) == 1
    assert caches["default"].get("other") == CANARY


@pytest.mark.django_db
def test_another_cache_looks_after_itself(capsys):
    call_command("purge")
    assert "cached responses: 0 deleted" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_with_all_nothing_is_left_but_accounts(user: User, kept: Path, capsys):
    browser = Client()
    browser.force_login(user)
    session = browser.session
    session["seen"] = ["canary-of-a-note"] * 50
    session.save()
    key = session.session_key
    assert session.exists(key)
    assert connection.vendor != "sqlite" or key.encode() in database()
    tried(timedelta(0))
    caches["default"].set("one", CANARY, 60)
    call_command("purge", "--all")
    said = capsys.readouterr().out
    for line in ("sessions.Session: 1", "accounts.Try: 1", "cached responses: 1"):
        assert f"{line} deleted" in said
    assert not Session.objects.exists()
    assert not Try.objects.exists()
    assert not files(kept)
    # Nor is it left over in the file of the database.
    assert connection.vendor != "sqlite" or key.encode() not in database()
    assert User.objects.filter(pk=user.pk).exists()
    assert ApiKey.objects.filter(user=user).exists()


def database() -> bytes:
    path = Path(connection.settings_dict["NAME"])
    return b"".join(
        part.read_bytes() for part in path.parent.glob(f"{path.name}*") if part.exists()
    )
