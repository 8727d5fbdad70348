"""That no answer, however large, takes more than 20 MiB."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import acts
from tests.faults.server import Strike

LARGE = {
    "redirect with a bomb": acts.bombs(status="302 Found"),
    "1 GiB": acts.without_end,
    "bomb": acts.bombs(),
    "bomb in a bomb": acts.bombs("gzip, gzip"),
}


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux")
@pytest.mark.parametrize("name", LARGE)
def test_a_bomb_takes_little_memory(server, name):
    command = [sys.executable, "-m", "tests.faults.memory"]
    bomb = Strike("*", "/companies/users/|/talent-pools/create/", LARGE[name])
    with server.strike(bomb):
        result = subprocess.run(
            [*command, server.url, server.sandbox.keys[0]],
            capture_output=True,
            check=True,
            text=True,
        )
    assert len(bomb.struck) == 2
    assert int(result.stdout) < 20 * 1024
