"""What is read of a request's body, before Django gets it."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.db import OperationalError

from recruspace_dashboard.operations.server import bodies
from recruspace_dashboard.operations.server.bodies import (
    MAX_BODY_BYTES,
    MAX_INTAKE_BYTES,
    REFUSED,
    STRANGER_BYTES,
    BodyReader,
)
from recruspace_dashboard.operations.server.upload_space import UploadSpace

SIGNED_IN, STRANGER = {"cookie": "sessionid=valid"}, {"cookie": "sessionid=ended"}
SPACE = 10 * STRANGER_BYTES
FOREVER, GONE = "nothing more comes", "the client went away"


@dataclass
class Seen:
    """What the app got, and what the client got."""

    body: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    refused: int | None = None
    called: bool = False
    closes: bool = False
    left: int = 0
    free: int = 0
    files: list[str] = field(default_factory=list)


def send(
    *chunks: bytes | str,
    path: str = "/candidates/new/",
    method: str = "POST",
    headers: dict[str, str] = SIGNED_IN,
    length: int | None = None,
    space: UploadSpace | None = None,
    has_session: Callable[[str], bool] = lambda cookie: cookie.endswith("valid"),
) -> Seen:
    """A request whose body comes in these parts."""
    seen, space = Seen(), space or UploadSpace(SPACE)
    parts = list(chunks)
    if length is None:
        length = sum(map(len, parts))
    given = headers | ({} if length < 0 else {"content-length": str(length)})

    async def app(scope: dict, receive: Callable, send: Callable) -> None:
        seen.called, seen.refused = True, scope[REFUSED]
        seen.headers, seen.free = scope["headers"], space.free
        seen.files = [path.name for path in settings.DATA_DIR.iterdir()]
        more = True
        while more:
            event = await receive()
            seen.body += event["body"]
            more = event["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> dict:
        part = parts.pop(0) if parts else b""
        if part == FOREVER:
            await asyncio.Event().wait()
        if part == GONE:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(parts)}

    async def respond(event: dict) -> None:
        seen.closes = (b"connection", b"close") in event["headers"]

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    reader = BodyReader(app, space, has_session)
    asyncio.run(reader(scope, receive, respond))
    seen.left = len(parts)
    return seen


def text(size: int) -> bytes:
    return b"x" * size


def pieces(size: int) -> Iterable[bytes]:
    return [text(STRANGER_BYTES)] * (size // STRANGER_BYTES)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "GRACE_SECONDS", 0.1)


@pytest.mark.usefixtures("impatient")
def test_a_body_that_does_not_come_is_given_up():
    for headers in (SIGNED_IN, STRANGER, {}):
        seen = send(b"a", FOREVER, headers=headers, length=100_000)
        assert (seen.refused, seen.body, seen.closes) == (408, b"", True)


@pytest.mark.usefixtures("impatient")
def test_a_body_that_comes_fast_enough_has_more_time(monkeypatch):
    monkeypatch.setattr(bodies, "BYTES_PER_SECOND", 1)
    seen = send(*[b"ab"] * 5, length=10)
    assert (seen.refused, seen.body) == (None, b"ab" * 5)


def test_nothing_is_read_where_no_form_stands():
    for path, method in [
        ("/healthz/", "POST"),
        ("/static/css/tokens.css", "POST"),
        ("/candidates/new/", "GET"),
        ("/candidates/new/", "PUT"),
    ]:
        seen = send(b"a", b"b", path=path, method=method)
        assert (seen.left, seen.body, seen.closes) == (2, b"", True)


def test_a_request_without_a_body_keeps_its_connection():
    seen = send(path="/pools/", method="GET", length=-1)
    assert seen.called
    assert not seen.closes


def test_a_stranger_sends_the_text_of_a_form_and_no_file():
    """The end of a form with a CV, which comes after its text, is dropped."""
    for headers in (STRANGER, {}):
        seen = send(*pieces(20 * STRANGER_BYTES), headers=headers)
        assert seen.body == text(STRANGER_BYTES)
        assert dict(seen.headers)[b"content-length"] == b"%d" % STRANGER_BYTES
        assert seen.free == SPACE
        assert not seen.closes


def test_a_signed_in_user_sends_a_file():
    seen = send(*pieces(5 * STRANGER_BYTES))
    assert len(seen.body) == 5 * STRANGER_BYTES
    assert seen.free == 5 * STRANGER_BYTES


def test_uploads_have_a_bound_together():
    space = UploadSpace(SPACE)
    with space.reserve(6 * STRANGER_BYTES):
        seen = send(*pieces(5 * STRANGER_BYTES), space=space)
    assert (seen.refused, seen.body) == (503, b"")
    assert space.free == SPACE
    assert send(*pieces(5 * STRANGER_BYTES), space=space).refused is None


def test_a_client_that_goes_away_leaves_no_reservation():
    space = UploadSpace(SPACE)
    assert not send(b"a", GONE, length=5 * STRANGER_BYTES, space=space).called
    assert space.free == SPACE


def test_a_body_that_is_too_large_is_dropped():
    seen = send(b"a", b"b", length=MAX_BODY_BYTES + 1)
    assert (seen.refused, seen.body, seen.left) == (413, b"", 0)


def test_where_hundreds_of_files_come_in_a_body_may_be_larger():
    beyond = {"path": "/intake/", "length": MAX_BODY_BYTES + 1}
    plenty = UploadSpace(2 * MAX_INTAKE_BYTES)
    assert send(b"a", GONE, space=plenty, **beyond).refused is None
    at_most = {"path": "/intake/7/files/", "length": MAX_INTAKE_BYTES + 1}
    assert send(b"a", space=plenty, **at_most).refused == 413
    # Not where it would never find that much space: that is said at once.
    assert send(b"a", space=UploadSpace(MAX_BODY_BYTES), **beyond).refused == 413
    taken = UploadSpace(2 * MAX_BODY_BYTES)
    with taken.reserve(MAX_BODY_BYTES):
        assert send(b"a", space=taken, **beyond).refused == 503


def test_a_body_that_never_ends_is_not_read_on(monkeypatch):
    monkeypatch.setattr(bodies, "MAX_BODY_BYTES", STRANGER_BYTES)
    chunked = STRANGER | {"transfer-encoding": "chunked"}
    seen = send(*pieces(20 * STRANGER_BYTES), headers=chunked, length=-1)
    assert seen.left > 10
    assert seen.closes


@pytest.mark.usefixtures("impatient")
def test_a_large_body_needs_a_length():
    chunked = SIGNED_IN | {"transfer-encoding": "chunked"}
    seen = send(*pieces(2 * STRANGER_BYTES), headers=chunked, length=-1)
    assert (seen.refused, seen.body) == (411, b"")
    seen = send(b"a", FOREVER, headers=chunked, length=-1)
    assert (seen.refused, seen.body) == (408, b"")
    seen = send(b"short", headers=chunked, length=-1)
    assert (seen.refused, seen.body) == (None, b"short")
    assert dict(seen.headers)[b"content-length"] == b"5"
    assert b"transfer-encoding" not in dict(seen.headers)


def test_a_body_with_two_ends_is_refused_unread():
    both = SIGNED_IN | {"transfer-encoding": "chunked"}
    seen = send(b"a", b"b", headers=both, length=2)
    assert (seen.refused, seen.body, seen.left, seen.closes) == (400, b"", 2, True)


def test_a_full_disk_is_said(monkeypatch):
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    for method in ("write", "seek"):
        with monkeypatch.context() as patched:
            patched.setattr(bodies.SpooledTemporaryFile, method, full)
            seen = send(*pieces(5 * STRANGER_BYTES))
        assert (seen.refused, seen.body) == (503, b"")


def test_a_database_that_fails_makes_nobody_a_stranger():
    """Otherwise a file would be cut, and sent on by the user who is signed in."""

    def fail(cookie: str) -> bool:
        raise OperationalError("too many connections")

    seen = send(*pieces(5 * STRANGER_BYTES), has_session=fail)
    assert (seen.refused, seen.body) == (503, b"")


def test_the_name_of_a_header_is_not_ambiguous():
    """In WSGI a hyphen and an underscore are the same."""
    forged = {"x_forwarded_for": "203.0.113.5", "x-forwarded-for": "198.51.100.9"}
    seen = send(b"a", headers=forged)
    names = [name for name, _ in seen.headers]
    assert b"x-forwarded-for" in names
    assert b"x_forwarded_for" not in names


def test_a_large_file_has_no_name(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    seen = send(*pieces(8 * STRANGER_BYTES))
    assert len(seen.body) == 8 * STRANGER_BYTES
    assert seen.files == []
