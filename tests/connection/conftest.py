"""Gates on one file, by the clock of the test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from recruspace_dashboard.connection.gate.gate import Gate
from tests.clock import Clock
from tests.connection.gates import LIMIT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calls.sqlite3"


@pytest.fixture
def open_gate(path: Path, clock: Clock) -> Iterator[Callable[..., Gate]]:
    """Opens gates as two processes do."""
    with ExitStack() as opened:
        yield lambda limit=LIMIT: opened.enter_context(
            closing(Gate(path, limit, clock=clock, processes=2))
        )
