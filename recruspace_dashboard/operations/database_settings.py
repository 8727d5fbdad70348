"""The settings of the databases: time limits, and pools of connections."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

Settings = dict[str, Any]

POSTGRESQL = "django.db.backends.postgresql"
POOLED = "recruspace_dashboard.operations.pooled_postgresql"

CONNECT_SECONDS = 3
# How long an answer of PostgreSQL is waited for, in a process that serves pages.
ANSWER_SECONDS = 6

# One for each thread of a web process (`gunicorn.conf.py`), which may hold it while it
# waits for the API, and some for threads beside them.
MOST_CONNECTIONS = 26
# To the copy: few pages read it, and hardly one waits for the API meanwhile.
MOST_OF_COPY = 12
# For the gate, which gives them back at once.
MOST_OF_GATE = 4
# An unused one is closed after so many seconds.
IDLE_SECONDS = 60


def databases(database: Settings, folder: Path) -> dict[str, Settings]:
    """The databases by alias, if `database` holds all but what can be got again.

    On SQLite, the copy of the pools has a file of its own, so that writing it holds up
    nobody else. On PostgreSQL, calls are counted over connections of their own.
    """
    found = {
        "default": with_defaults(database),
        "library": with_defaults(database, connections=MOST_OF_COPY),
    }
    if is_postgresql(database):
        found["calls"] = with_defaults(database, connections=MOST_OF_GATE)
        # The gate sends several statements at once.
        found["calls"]["OPTIONS"]["server_side_binding"] = False
    elif database["ENGINE"] == "django.db.backends.sqlite3":
        # To open it anew takes as long as a dozen statements. Not so the copy: who
        # repairs it removes its file.
        found["default"]["CONN_MAX_AGE"] = 60
        found["library"]["NAME"] = str(folder / "library.sqlite3")
        # Deleted rows become zeros in the file.
        found["library"]["OPTIONS"]["init_command"] += " PRAGMA secure_delete=ON;"
    return found


def is_postgresql(database: Settings) -> bool:
    return database["ENGINE"] in (POSTGRESQL, POOLED)


def with_defaults(
    database: Settings, connections: int = MOST_CONNECTIONS
) -> dict[str, Any]:
    """The settings of a database, with time limits unless they have some.

    On PostgreSQL a process has at most so many `connections`, and uses them again.
    """
    database = {**database, "OPTIONS": dict(database.get("OPTIONS", {}))}
    options = database["OPTIONS"]
    if is_postgresql(database):
        options.setdefault("connect_timeout", CONNECT_SECONDS)
        # In milliseconds: for a server that has vanished from the network.
        options.setdefault("tcp_user_timeout", ANSWER_SECONDS * 1000)
        if find_spec("psycopg_pool") and not database.get("CONN_MAX_AGE"):
            database["ENGINE"] = POOLED
            options["pool"] = _pool(connections)
    elif database["ENGINE"] == "django.db.backends.sqlite3":
        options |= {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
        }
    return database


def _pool(connections: int) -> dict[str, Any]:
    return {
        "min_size": 1,
        "max_size": connections,
        "timeout": CONNECT_SECONDS,
        # Otherwise a server that is back after minutes would be found after minutes.
        "reconnect_timeout": CONNECT_SECONDS,
        "max_idle": IDLE_SECONDS,
    }
