"""`make audit` tells a finding from no answer, and `make lint` minds only findings."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

FINE = {"name": "django", "version": "5.2", "vulns": []}
UNKNOWN = {"name": "nh3", "version": "0.3", "skip_reason": "not found"}
HIT = {"id": "CVE-2026-0001", "fix_versions": ["2.1"]}
FOUND = {"name": "requests", "version": "2.0", "vulns": [HIT]}
NO_FIX = FOUND | {"vulns": [HIT | {"fix_versions": []}]}


@pytest.mark.parametrize(
    ("answer", "alone", "in_lint", "said"),
    [
        ([FOUND], 1, 1, "requests 2.0: CVE-2026-0001, fixed in 2.1"),
        ([NO_FIX, UNKNOWN], 1, 1, "fixed in no version yet"),
        ([FINE, UNKNOWN], 2, 0, "NOT AUDITED, no answer for 1 of 2 packages"),
        (None, 2, 0, "NOT AUDITED, the service cannot be reached"),
        ([FINE], 0, 0, "no known vulnerability in 1 packages"),
    ],
)
def test_what_the_service_says(tmp_path: Path, answer, alone, in_lint, said) -> None:
    lines = f"print({json.dumps({'dependencies': answer})!r})" if answer else "1 / 0"
    (tmp_path / "pip_audit.py").write_text(lines)
    script = [sys.executable, str(settings.BASE_DIR / "scripts" / "audit.py")]
    for expected, more in ((alone, []), (in_lint, ["--unanswered-is-fine"])):
        ended = subprocess.run(
            [*script, *more],
            env={"PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == expected
        assert said in ended.stdout
