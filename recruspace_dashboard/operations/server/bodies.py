"""Reads the body of a request before a thread is needed for it.

Without a session a client has `STRANGER_BYTES`, enough for the sign-in form and for the
text of a form whose session has ended. The rest is read and dropped, because browsers
show no response before they have sent everything. If a body is refused, Django gets an
empty one and the status for the error page.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Any

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    ASGISendEvent,
    HTTPScope,
)
from django.conf import settings
from django.db import DatabaseError
from django.urls import reverse

from recruspace_dashboard.operations.server.upload_space import (
    NoUploadSpace,
    UploadSpace,
)

KILOBYTE = 1024
STRANGER_BYTES = 64 * KILOBYTE
# A job application may have several files of 10 MB. pages/error_pages.py names it too.
MAX_BODY_BYTES = 64 * KILOBYTE * KILOBYTE
# Where hundreds of files come in together.
MAX_INTAKE_BYTES = 256 * KILOBYTE * KILOBYTE
# A body may take so long, and a second more for each so many bytes that arrived.
GRACE_SECONDS = 15.0
BYTES_PER_SECOND = 4 * KILOBYTE
# Larger bodies are held in files. They have no name, so they end with the process.
MAX_MEMORY_BYTES = 256 * KILOBYTE

# In the ASGI scope: the status of the error page.
REFUSED = "recruspace.refused"
BAD_REQUEST, TOO_SLOW, LENGTH_REQUIRED, TOO_LARGE, NO_SPACE = 400, 408, 411, 413, 503


class BodyReader:
    """ASGI middleware. `has_session` says whether the header `Cookie` names the session
    of a signed-in user; it may block."""

    def __init__(
        self,
        app: ASGI3Application,
        space: UploadSpace,
        has_session: Callable[[str], bool],
    ) -> None:
        self._app = app
        self._space = space
        self._has_session = has_session

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        headers = dict(scope["headers"])
        with ExitStack() as stack:
            body = stack.enter_context(_Body())
            if b"transfer-encoding" in headers and b"content-length" in headers:
                # A proxy in front may see another end of this request.
                body.refuse(BAD_REQUEST)
                body.is_unread = True
            elif _may_have_body(scope):
                await self._read(body, scope, headers, receive, stack)
            else:
                body.is_unread = _has_body(headers)
            if body.is_lost:
                return
            await self._app(
                _scope_with(body, scope),
                body.receive,
                _closing(send) if body.is_unread else send,
            )

    async def _read(
        self,
        body: "_Body",
        scope: HTTPScope,
        headers: dict[bytes, bytes],
        receive: ASGIReceiveCallable,
        stack: ExitStack,
    ) -> None:
        """Fills `body`. Reserves its space in `stack`, until the response is sent."""
        length = int(headers.get(b"content-length", b"0"))
        # What would never find space is not promised any.
        largest = min(
            largest_body(scope["path"]), max(MAX_BODY_BYTES, self._space.total)
        )
        try:
            if length > largest:
                body.refuse(TOO_LARGE)
            elif length > STRANGER_BYTES and await self._is_signed_in(headers):
                stack.enter_context(self._space.reserve(length))
                body.limit = length
        except (NoUploadSpace, DatabaseError):
            body.refuse(NO_SPACE)
        await body.fill(receive, 2 * largest)
        if body.refused is None and body.is_cut and b"transfer-encoding" in headers:
            body.refuse(LENGTH_REQUIRED)

    async def _is_signed_in(self, headers: dict[bytes, bytes]) -> bool:
        cookie = headers.get(b"cookie", b"").decode("latin-1")
        return bool(cookie) and await asyncio.to_thread(self._has_session, cookie)


def largest_body(path: str) -> int:
    """How many bytes may be posted to an address."""
    intake = path.startswith(reverse("intake:start"))
    return MAX_INTAKE_BYTES if intake else MAX_BODY_BYTES


def _has_body(headers: dict[bytes, bytes]) -> bool:
    length = headers.get(b"content-length", b"0")
    return length != b"0" or b"transfer-encoding" in headers


def _may_have_body(scope: HTTPScope) -> bool:
    """Whether there is a form at this address."""
    if scope["method"] != "POST":
        return False
    return not scope["path"].startswith((reverse("healthz"), settings.STATIC_URL))


def _scope_with(body: "_Body", scope: HTTPScope) -> HTTPScope:
    """The scope for the app, with the length of the stored body.

    Drops headers with an underscore: in WSGI, `X_Forwarded_For` would be read as
    `X-Forwarded-For`, which a proxy removes or replaces.
    """
    length = [(b"content-length", str(body.size).encode())]
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if b"_" not in name and name not in (b"content-length", b"transfer-encoding")
    ]
    changed: dict[str, Any] = {"headers": headers + length, REFUSED: body.refused}
    return {**scope, **changed}  # type: ignore[typeddict-item]


def _closing(send: ASGISendCallable) -> ASGISendCallable:
    """Closes the connection after the response."""

    async def close(event: ASGISendEvent) -> None:
        if event["type"] == "http.response.start":
            headers = [*event["headers"], (b"connection", b"close")]
            event = {**event, "headers": headers}
        await send(event)

    return close


class _Body:
    """The received body of one request."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(  # noqa: SIM115 (closed in `__exit__`)
            MAX_MEMORY_BYTES, dir=str(settings.DATA_DIR)
        )
        self._received = 0
        self.size = 0
        # How many bytes are stored at most.
        self.limit = STRANGER_BYTES
        self.refused: int | None = None
        # The connection cannot be used again, as the rest of the body was not read.
        self.is_unread = False
        # The client closed the connection first.
        self.is_lost = False

    def __enter__(self) -> "_Body":
        return self

    def __exit__(self, *exc_info: object) -> None:
        # On a full disk, what could not be written is still there.
        with suppress(OSError):
            self._file.close()

    @property
    def is_cut(self) -> bool:
        return self._received > self.limit

    def refuse(self, status: int) -> None:
        self.refused, self.limit, self.size = status, 0, 0

    async def fill(self, receive: ASGIReceiveCallable, most: int) -> None:
        """Reads the body, or about `most` bytes, and stores its first `limit`."""
        started = asyncio.get_running_loop().time()
        more = True
        while more and self._received <= most:
            deadline = started + GRACE_SECONDS + self._received / BYTES_PER_SECOND
            try:
                async with asyncio.timeout_at(deadline):
                    event = await receive()
            except TimeoutError:
                self.refuse(TOO_SLOW)
                break
            if event["type"] != "http.request":
                self.is_lost = True
                return
            chunk, more = event["body"], event["more_body"]
            self._received += len(chunk)
            self._store(chunk[: self.limit - self.size])
        self.is_unread = more
        with self._refusing_on_a_full_disk():
            self._file.seek(0)

    def _store(self, chunk: bytes) -> None:
        with self._refusing_on_a_full_disk():
            self.size += self._file.write(chunk)

    @contextmanager
    def _refusing_on_a_full_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.refuse(NO_SPACE)

    async def receive(self) -> ASGIReceiveEvent:
        """The body for the app."""
        if not self.size:
            return {"type": "http.request", "body": b"", "more_body": False}
        chunk = self._file.read(64 * KILOBYTE)
        more = self._file.tell() < self.size
        return {"type": "http.request", "body": chunk, "more_body": more}
