"""What a line of the log looks like: on one line, with the id of its request, and with
nothing in it that belongs to a person."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from traceback import format_exception

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase

NO_REQUEST = "-"
request_id: ContextVar[str] = ContextVar("request_id", default=NO_REQUEST)
# The number of who is signed in, as text.
user_id: ContextVar[str] = ContextVar("person_id", default="")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def request_ids(get_response: GetResponse) -> GetResponse:
    """Gives each request an id, which the log, the answer and error pages name."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request_id.set(uuid.uuid4().hex[:16])
        user_id.set("")
        response = get_response(request)
        response.headers["X-Request-ID"] = request_id.get()
        return response

    return middleware


@receiver(request_finished)
def _forget_request(**kwargs: object) -> None:
    # Not in the middleware: Django writes its line about an answer after all of it.
    request_id.set(NO_REQUEST)
    user_id.set("")


def reference(request: HttpRequest) -> dict[str, str]:
    """For templates: what people can quote for a line of the log to be found."""
    return {"reference": request_id.get()}


def _digits(match: re.Match[str]) -> str:
    """An id stays; a phone number or an address of the network does not."""
    return match[0] if sum(map(str.isdigit, match[0])) < 9 else "[number]"


_MASKS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(?i)\b(bearer|token|api[-_]key)[\s:=]+\S+"), r"\1 [secret]"),
    # Queries hold what people looked for, e-mails among it.
    (re.compile(r"\?[^\s?]*=\S*"), "?[query]"),
    # Both begin where a run of letters does: tried at each, a long one took seconds.
    (
        re.compile(
            r"(?<![^\s\"'<>()=:,;/])[^\s\"'<>()=:,;/]+(?:@|%40)[^\s\"'<>()=,;/]+"
        ),
        "[e-mail]",
    ),
    # A key, a session, a signed token: long, with letters and digits.
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[\w-]{32,}"), "[secret]"),
    (re.compile(r"(?<![\w.])(?!\d{4}-\d\d-\d\d)\+?\(?\d[\d ()/.-]{7,}\d"), _digits),
]


def without_personal_data(text: str) -> str:
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text


def _on_one_line(text: str) -> str:
    """So that nobody can write a line of their own into the log."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in text
    )


class SafeFormatter(logging.Formatter):
    """Time, level, request id, logger and message; a traceback behind bars below it."""

    def format(self, record: logging.LogRecord) -> str:
        # The cached text of another formatter is not used, as it may tell too much.
        lines = [self._head(record)]
        if record.exc_info and record.exc_info[1]:
            traceback = "".join(format_exception(record.exc_info[1]))
            lines += [f"  | {self._safe(line)}" for line in traceback.splitlines()]
        return "\n".join(lines)

    def _head(self, record: logging.LogRecord) -> str:
        message = self._safe(record.getMessage())
        start = f"{self.formatTime(record)} {record.levelname} {request_id.get()}"
        who = f" (person {user_id.get()})" if user_id.get() else ""
        return f"{start} {record.name} {message}{who}"

    @staticmethod
    def _safe(text: str) -> str:
        return _on_one_line(without_personal_data(text))
