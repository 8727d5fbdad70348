"""Django's backend for PostgreSQL, with a pool that hands out no connection which the
server has closed.

Django can check that too, with a statement for each page. After a restart of the server
it waits a second, then two, between the closed connections that it finds.
"""

import select
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    pool: Any

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        # All that were in the pool may be closed, but no new one is. There is no pool
        # where a database is made.
        for _ in range(self.pool.max_size if self.pool else 0):
            if _is_open(connection):
                break
            self.pool.putconn(connection)
            connection = super().get_new_connection(conn_params)
        return connection


def _is_open(connection: Any) -> bool:
    """Asks the system only, not the server. Not `select`, for which there may be too
    many files."""
    driver = connection.pgconn
    poll = select.poll()
    poll.register(driver.socket, select.POLLIN)
    try:
        # The server's last words come before the end.
        while poll.poll(0):
            driver.consume_input()
    except base.Database.Error:  # type: ignore[attr-defined]
        return False
    return True
