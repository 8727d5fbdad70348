from __future__ import annotations

import argparse
import signal
import subprocess
import sys

import pytest
import requests

from recruspace_dashboard.sandbox.cli import add_arguments
from recruspace_dashboard.sandbox.management.commands.sandbox import Command
from tests.each_case import each_case


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_the_switches_have_the_documented_defaults() -> None:
    assert vars(parse()) == {
        "host": "127.0.0.1",
        "port": 8001,
        "candidates": 400,
        "lists": "mixed",
        "wrap": False,
        "patch": 200,
        "rate": 100,
        "latency_ms": 0,
        "link_seconds": 300,
        "fail": [],
        "log": None,
    }


def test_manage_py_takes_the_same_switches() -> None:
    parser = Command().create_parser("manage.py", "sandbox")
    words = ["--port", "0", "--wrap", "--fail", "GET / 503", "--fail", "POST / 502"]
    chosen = vars(parser.parse_args(words))
    assert vars(parse(*words)).items() <= chosen.items()


@pytest.mark.parametrize(
    "words",
    [
        ("--lists", "tree"),
        ("--patch", "201"),
        ("--rate", "-1"),
        ("--candidates", "many"),
        ("--fail", "GET 503"),
    ],
)
def test_an_invalid_switch_is_refused(
    words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(*words)
    assert words[0] in capsys.readouterr().err


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_its_address_and_ends_quietly(
    ending: signal.Signals,
) -> None:
    words = ["--port", "0", "--candidates", "20", "--fail", "GET /job-posts/ 503"]
    with subprocess.Popen(
        [sys.executable, "-m", "recruspace_dashboard.sandbox", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address, key = (process.stdout.readline().split() for _ in range(2))
        assert key[1:] == ["Selin", "Aydın,", "Poyraz", "Labs"]
        url = f"{address[-1]}/api/v1/client"
        headers = {"Authorization": f"Bearer {key[0]}"}
        pools = requests.get(f"{url}/talent-pools/", headers=headers, timeout=10)
        jobs = requests.get(f"{url}/job-posts/", headers=headers, timeout=10)
        process.send_signal(ending)
        try:
            assert process.wait(timeout=5) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()
    assert (pools.status_code, jobs.status_code) == (200, 503)


@pytest.mark.slow
@each_case("missing", ["werkzeug", "reportlab", "PIL"])
def test_a_production_installation_is_told_what_the_sandbox_needs(missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; "
        "from django.core.management import execute_from_command_line; "
        "execute_from_command_line(['manage.py', 'sandbox'])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"The sandbox needs {missing}, which is not installed. "
        "Run `pip install -r requirements-sandbox.txt`."
    ]
