"""Which addresses the server listens at, and which are refused."""

import runpy
import socket
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.conf import settings as project

from recruspace_dashboard.operations.start import EXIT_REFUSED, check_listeners

CONFIG = str(project.BASE_DIR / "gunicorn.conf.py")
ANYWHERE, IPV6 = "0.0.0.0", "::"  # noqa: S104


@pytest.mark.parametrize(
    ("environment", "bind"),
    [
        ({}, "127.0.0.1:8000"),
        ({"PORT": "9000"}, "127.0.0.1:9000"),
        ({"PORT": "9000", "BIND": ANYWHERE}, "0.0.0.0:9000"),
        ({"BIND": IPV6}, "[::]:8000"),
        ({"BIND": "", "PORT": ""}, "127.0.0.1:8000"),
    ],
)
def test_it_listens_on_this_machine_unless_told(
    monkeypatch, environment: dict[str, str], bind: str
):
    for name in ("BIND", "PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(CONFIG)["bind"] == bind


def check(address: str, family: int = socket.AF_INET) -> None:
    with closing(socket.socket(family)) as listener:
        listener.bind(address if family == socket.AF_UNIX else (address, 0))
        check_listeners([listener])


def test_debug_is_refused_where_other_machines_reach_it(settings, capsys):
    settings.DEBUG, settings.HTTPS = True, True
    with pytest.raises(SystemExit) as exit:
        check(ANYWHERE)
    assert exit.value.code == EXIT_REFUSED
    assert "Remove DEBUG, or remove BIND" in capsys.readouterr().err


def test_plain_http_is_said_where_other_machines_reach_it(settings, capsys):
    settings.DEBUG, settings.HTTPS = False, False
    check(ANYWHERE)
    assert "SITE_URL is not https" in capsys.readouterr().err
    settings.HTTPS = True
    check(ANYWHERE)
    assert not capsys.readouterr().err


def test_this_machine_may_do_as_it_likes(settings, capsys, tmp_path: Path):
    settings.DEBUG, settings.HTTPS = True, False
    check("127.0.0.1")
    check(str(tmp_path / "socket"), socket.AF_UNIX)
    with suppress(OSError):
        # Where there is IPv6.
        check("::1", socket.AF_INET6)
    assert not capsys.readouterr().err
