"""Opens the links of files, as a view does."""

import pytest

from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.http.downloads import open_link
from recruspace_dashboard.services.http.wire import Limits
from tests.services.raw_server import RawServer

# The addresses of an API on loopback, and of any other.
HERE = "http://127.0.0.1:8001"
AWAY = "https://api.example.com"
QUICK = Limits(read=2, total=3, body=100_000)
FILE = b"%PDF-1.7\n" + bytes(range(256)) * 20


def read(server: RawServer) -> bytes:
    """The whole file at a server: opened, read and closed."""
    download = open_link(f"{server.url}/cv?signature=s3cret", api_url=HERE)
    try:
        return b"".join(download)
    finally:
        download.close()


def refused(url: str, api_url: str) -> RecruspaceError:
    with pytest.raises(RecruspaceError) as caught:
        open_link(url, api_url=api_url, limits=QUICK)
    return caught.value
