"""The decoded body of an answer, or one of the six errors."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any, NoReturn

from recruspace_dashboard.services import parse
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.errors import (
    AuthenticationFailed,
    NotFound,
    RateLimited,
    ServerError,
    ValidationFailed,
)

# For a 429 that does not say how long to wait.
DEFAULT_WAIT = 60
LONGEST_WAIT = 15 * 60
# Anything longer or deeper is a web page or a dump, not a message to show.
LONGEST_MESSAGE = 300
MOST_MESSAGES = 20
MOST_FIELDS = 50
DEEPEST_MESSAGE = 6
LONGEST_NAME = 100
# The number of an item of a list.
_POSITION = re.compile("[0-9]{1,6}")
# Names that stand for a message, not for a field.
MESSAGES = {"detail", "message", "non_field_errors", "error", "errors"}


def read(
    endpoint: Endpoint, status: int, headers: Mapping[str, str], body: bytes
) -> Any:
    """The decoded body of a 2xx, without its envelope; None if it is empty.

    Raises the error for any other status, or for a 2xx that holds a refusal.
    """
    call = str(endpoint)
    if not 200 <= status < 300:
        _raise_for(endpoint, status, headers, body)
    if not body.strip():
        return None
    with suppress(ValueError):
        content = decode(body)
        if _says_no(endpoint, content):
            _raise_refusal(endpoint, status, body)
        return unwrap(content)
    unknown, reason = not endpoint.reads, "not JSON"
    raise ServerError(call, status=status, outcome_unknown=unknown, reason=reason)


def _says_no(endpoint: Endpoint, body: Any) -> bool:
    """Whether the body of a 2xx holds nothing but a refusal."""
    if not isinstance(body, dict) or not body.keys() <= {*MESSAGES, "success"}:
        return False
    if body.get("error") or body.get("errors") or body.get("success") is False:
        return True
    # For a write, a message may be the confirmation.
    return endpoint.reads and any(body.get(name) for name in MESSAGES)


def _raise_refusal(endpoint: Endpoint, status: int, body: bytes) -> NoReturn:
    call = str(endpoint)
    if endpoint.reads:
        raise ServerError(call, status=status, reason="a message for an answer")
    fields, messages = complaints(body)
    raise ValidationFailed(call, status=status, fields=fields, messages=messages)


def decode(body: bytes) -> Any:
    """Strict JSON in UTF-8. Raises `ValueError` for anything else."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def unwrap(body: Any) -> Any:
    """The content of `{"success": "OK", "content": …}`; any other body as it is."""
    if isinstance(body, dict) and {"success", "content"} <= body.keys():
        return body["content"]
    return body


def _raise_for(
    endpoint: Endpoint, status: int, headers: Mapping[str, str], body: bytes
) -> NoReturn:
    call = str(endpoint)
    if status in {401, 403}:
        raise AuthenticationFailed(call, status=status)
    if status in {404, 410}:
        raise NotFound(call, status=status)
    fields, messages = complaints(body)
    if status == 429:
        raise RateLimited(call, retry_after=wait_of(headers, messages))
    if 400 <= status < 500:
        raise ValidationFailed(call, status=status, fields=fields, messages=messages)
    raise ServerError(call, status=status, outcome_unknown=not endpoint.reads)


def complaints(body: bytes) -> tuple[dict[str, list[str]], list[str]]:
    """The messages of an error body: those by field, and those of no field.

    Takes a map of fields, `detail`, `message`, a list, a string or plain text. HTML
    comes from a proxy and holds no message.
    """
    try:
        payload = unwrap(decode(body))
    except ValueError:
        plain = body.decode("utf-8-sig", "replace").strip()
        return {}, [] if not plain or plain.startswith("<") else _messages(plain)
    if not isinstance(payload, dict):
        return {}, _messages(payload)
    fields: dict[str, list[str]] = {}
    messages: list[str] = []
    for name, value in payload.items():
        if name not in MESSAGES:
            fields |= _by_field({name: value})
        elif isinstance(value, dict):
            fields |= _by_field(value)
        else:
            messages += _messages(value)
    return dict(islice(fields.items(), MOST_FIELDS)), messages[:MOST_MESSAGES]


def _by_field(payload: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by field; those of a list's item by `field.position`."""
    found: dict[str, list[str]] = {}
    for name, value in payload.items():
        for position, part in _parts(value):
            found[f"{parse.text(name)[:LONGEST_NAME]}{position}"] = _messages(part)
    return {name: messages for name, messages in found.items() if messages}


def _parts(value: Any) -> list[tuple[str, Any]]:
    """The messages of each item of a list, which DRF gives by position or number."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return [(f".{number}", item) for number, item in enumerate(value)]
    if isinstance(value, dict) and value and all(map(_POSITION.fullmatch, value)):
        return [(f".{number}", item) for number, item in value.items()]
    return [("", value)]


def _messages(value: Any) -> list[str]:
    """The texts in a value, within limits of number, depth and length."""
    return list(islice(_texts(value, DEEPEST_MESSAGE), MOST_MESSAGES))


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list) and depth:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner, depth - 1)
    elif found := parse.text(value):
        yield found[:LONGEST_MESSAGE]


def wait_of(headers: Mapping[str, str], messages: list[str]) -> int:
    """Seconds to wait after a 429, from `Retry-After`, else from the text."""
    seconds = _retry_after(headers.get("Retry-After", ""))
    if seconds is None:
        in_text = re.search(r"available in ([0-9]{1,6}) second", " ".join(messages))
        seconds = int(in_text[1]) if in_text else DEFAULT_WAIT
    return min(max(seconds, 1), LONGEST_WAIT)


def _retry_after(value: str) -> int | None:
    """The seconds of a `Retry-After` as in RFC 9110: a number, or a date."""
    if seconds := re.fullmatch("[0-9]{1,9}", value.strip()):
        return int(seconds[0])
    when = date_of(value)
    return None if when is None else round((when - datetime.now(UTC)).total_seconds())


def date_of(header: str) -> datetime | None:
    """The time in a header such as `Date`; None if it is not one."""
    try:
        when = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when
