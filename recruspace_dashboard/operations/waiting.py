"""How long a process waits for an answer of PostgreSQL, which by itself is without end.

In a process that serves pages, `serve_pages` of `databases.py` sets the limit.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

ANSWER_SECONDS = 6


class Limit:
    """Of connections in pools."""

    seconds: float | None = None


@cache
def pooled_class() -> type[Any]:
    """The class of connections in a pool: a pool asks one whether it still works before
    anybody could set a limit for it."""
    from psycopg import Connection

    class Pooled(Connection[Any]):
        # Whether all has been set that pages need.
        prepared = False

        def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
            return wait_in_time(
                self, super().wait, gen, *args, **{"timeout": Limit.seconds} | kwargs
            )

    return Pooled


def wait_in_time(
    driver: Any, wait: Callable[..., Any], *args: Any, **kwargs: Any
) -> Any:
    """`wait` of a connection, which is closed if the answer does not come."""
    try:
        return wait(*args, **kwargs)
    except Exception:
        if driver.info.transaction_status.name == "ACTIVE":
            # Nothing can be sent on it any more, not even the end of a transaction.
            driver.close()
        raise
