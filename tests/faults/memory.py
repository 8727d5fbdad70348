"""How much memory a call takes at its peak, in a process of its own: see the test."""

import sys
from pathlib import Path

from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import ServerError
from recruspace_dashboard.services.http.wire import Limits


def peak() -> int:
    """In KiB."""
    status = Path("/proc/self/status").read_text().splitlines()
    [line] = [line for line in status if line.startswith("VmHWM")]
    return int(line.split()[1])


def grown(client: RecruspaceClient) -> int:
    before = peak()
    for call in (
        client.companies.list_users,
        lambda: client.talent_pools.create(name="x"),
    ):
        try:
            call()
        except ServerError:
            continue
        raise AssertionError("the bomb was taken")
    return peak() - before


if __name__ == "__main__":
    url, key = sys.argv[1:]
    client = RecruspaceClient(key, url, Limits(read=60, total=60))
    # What is loaded for any call.
    client.talent_pools.list()
    sys.stdout.write(str(grown(client)))
