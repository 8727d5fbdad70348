"""Log format: one line a record, with the id of its request and no personal data."""

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
# The id of the signed-in user, as text; empty if nobody is signed in.
user_id: ContextVar[str] = ContextVar("user_id", default="")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def request_ids(get_response: GetResponse) -> GetResponse:
    """Gives each request an id, shown in the log, a response header and error pages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request_id.set(uuid.uuid4().hex[:16])
        user_id.set("")
        response = get_response(request)
        response.headers["X-Request-ID"] = request_id.get()
        return response

    return middleware


@receiver(request_finished)
def _clear_context(**kwargs: object) -> None:
    # Not in the middleware: Django logs a failed response after all middleware.
    request_id.set(NO_REQUEST)
    user_id.set("")


def reference(request: HttpRequest) -> dict[str, str]:
    """Context processor: the request id, by which an admin finds the log lines."""
    return {"reference": request_id.get()}


def _mask_long_number(match: re.Match[str]) -> str:
    """Leaves short ids as they are; masks phone numbers and IP addresses."""
    if match["address"]:
        return match[0]
    return match[0] if sum(map(str.isdigit, match[0])) < 9 else "[number]"


_MASKS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"(?i)\b(bearer|token|api[-_]key)[\s:=]+\S+"), r"\1 [secret]"),
    # Queries may contain search terms such as e-mail addresses.
    (re.compile(r"\?[^\s?]*=\S*"), "?[query]"),
    # Matches only from the start of a run of characters: trying at each of them took
    # seconds for a long run.
    (
        re.compile(
            r"(?<![^\s\"'<>()=:,;/])[^\s\"'<>()=:,;/]+(?:@|%40)[^\s\"'<>()=,;/]+"
        ),
        "[e-mail]",
    ),
    # API keys, session ids and signed tokens: long, with letters and digits.
    (re.compile(r"(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[\w-]{32,}"), "[secret]"),
    (
        re.compile(
            # The address that a server listens at.
            r"(?P<address>https?://(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]):\d{1,5}\b)|"
            r"(?<![\w.])(?!\d{4}-\d\d-\d\d)\+?\(?\d[\d ()/.-]{7,}\d"
        ),
        _mask_long_number,
    ),
]


def without_personal_data(text: str) -> str:
    for pattern, replacement in _MASKS:
        text = pattern.sub(replacement, text)
    return text


def _escape_control_characters(text: str) -> str:
    """Escapes line breaks too, so that user input cannot forge a line of the log."""
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape").decode()
        for character in text
    )


class SafeFormatter(logging.Formatter):
    """Time, level, request id, logger, message and user id on one line.

    Each line of a traceback follows with the prefix `  | `.
    """

    def format(self, record: logging.LogRecord) -> str:
        # `record.exc_text`, cached by another formatter, may contain personal data.
        lines = [self._head(record)]
        if record.exc_info and record.exc_info[1]:
            traceback = "".join(format_exception(record.exc_info[1]))
            lines += [f"  | {self._safe(line)}" for line in traceback.splitlines()]
        return "\n".join(lines)

    def _head(self, record: logging.LogRecord) -> str:
        message = self._safe(record.getMessage())
        start = f"{self.formatTime(record)} {record.levelname} {request_id.get()}"
        user = f" (user {user_id.get()})" if user_id.get() else ""
        return f"{start} {record.name} {message}{user}"

    @staticmethod
    def _safe(text: str) -> str:
        return _escape_control_characters(without_personal_data(text))
