"""Who may import whom, as `pyproject.toml` lists it; and what stands at the top."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings
from importlinter.api import read_configuration

CODE = Path(settings.BASE_DIR, "recruspace_dashboard")


def test_rooms_import_only_rooms_they_may():
    # In a process of its own, as it silences the loggers that it finds.
    program = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [program, "--no-cache"], cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout


def test_no_breach_is_excused(monkeypatch):
    monkeypatch.chdir(settings.BASE_DIR)
    contracts = read_configuration()["contracts_options"]
    excused = [one for each in contracts for one in each.get("ignore_imports", [])]
    # A command of manage.py, and the app that offers it.
    assert all(one.startswith("recruspace_dashboard.sandbox.") for one in excused)
    assert len(excused) <= 2


def test_only_the_settings_the_addresses_and_the_server_stand_at_the_top():
    modules = {path.name for path in CODE.glob("*.py")}
    assert modules == {"__init__.py", "settings.py", "urls.py", "wsgi.py"}
