"""The gate: all processes together stay within the rate limit of each API key.

`rules.py` says what is allowed. On PostgreSQL, `database.py` counts the calls of all
machines in the database.

On SQLite all processes are on one machine: `gate.py` decides, from what `counts.py`
reads in the file that they share. `call_file.py` opens that file, and makes it anew
where it is gone or damaged. While one process cannot use it, each makes no more than
its share (`shares.py`); processes tell each other so through a second file
(`side_file.py`).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from recruspace_dashboard.connection.gate.database import ALIAS, DatabaseGate
from recruspace_dashboard.connection.gate.gate import Gate
from recruspace_dashboard.sealing.fingerprints import fingerprint


@dataclass(frozen=True)
class KeyGate:
    """The gate for one key.

    `reserve` is how many calls per window are left to other clients with the key.
    """

    gate: Gate | DatabaseGate
    fingerprint: str
    reserve: int = 0

    @property
    def limit(self) -> int:
        return self.gate.limit

    def take(self) -> int:
        return self.gate.take(self.fingerprint, self.reserve)

    def refused(self, seconds: int) -> None:
        self.gate.block(self.fingerprint, seconds)

    def left(self) -> int | None:
        return self.gate.left(self.fingerprint)


def gate_of(api_key: str, *, reserve: int = 0) -> KeyGate:
    """The gate for a key, shared by all processes of this installation."""
    path = Path(settings.DATA_DIR) / "calls.sqlite3"
    gate = _gate(path, settings.RECRUSPACE_CALLS_PER_MINUTE)
    return KeyGate(gate, fingerprint(api_key), reserve)


@cache
def _gate(path: Path, limit: int) -> Gate | DatabaseGate:
    if ALIAS in settings.DATABASES:
        return DatabaseGate(limit)
    return Gate(path, limit, processes=settings.WEB_CONCURRENCY)
