"""Statuses, error bodies, waits, and bodies that are not JSON."""

import json
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.errors import (
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
    ValidationFailed,
)
from recruspace_dashboard.services.http import responses as answers
from recruspace_dashboard.services.http.responses import DEFAULT_WAIT, LONGEST_WAIT
from tests.each_case import each_case

READ, WRITE = endpoints.LIST_TALENT_POOLS, endpoints.CREATE_TALENT_POOL


def error_of(status, body=b"", headers=None, endpoint=READ) -> RecruspaceError:
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    with pytest.raises(RecruspaceError) as caught:
        answers.read(endpoint, status, headers or {}, body)
    assert caught.value.call == str(endpoint)
    return caught.value


@each_case(
    ("status", "kind"),
    [
        *((status, ValidationFailed) for status in (400, 405, 409, 413, 415, 422, 418)),
        (401, AuthenticationFailed),
        (403, AuthenticationFailed),
        (404, NotFound),
        (410, NotFound),
        (429, RateLimited),
        *((status, ServerError) for status in (500, 502, 503, 504, 520, 599, 600)),
        *((status, ServerError) for status in (101, 199, 300, 302, 304, 308, 999)),
    ],
)
@each_case("body", [b"", b"<html>", b'{"detail": "No."}', b"\xff\x00"])
@each_case("endpoint", [READ, WRITE])
def test_each_status_is_an_error_of_its_kind(status, kind, body, endpoint):
    error = error_of(status, body, endpoint=endpoint)
    assert (type(error), error.status) == (kind, status)
    assert error.outcome_unknown is (kind is ServerError and endpoint is WRITE)
    assert str(status) in str(error)


def test_only_409_is_a_conflict():
    assert error_of(409).conflict
    assert not error_of(400).conflict


@each_case(
    ("body", "fields", "messages"),
    [
        ({"name": ["Too long.", "Odd."]}, {"name": ["Too long.", "Odd."]}, []),
        ({"name": "Too long."}, {"name": ["Too long."]}, []),
        ({"user": {"email": ["Bad."], "x": [["No."]]}}, {"user": ["Bad.", "No."]}, []),
        ({"answers": [{}, {"answer": ["Blank."]}]}, {"answers.1": ["Blank."]}, []),
        ({"detail": "No."}, {}, ["No."]),
        ({"detail": ["No.", "Never."]}, {}, ["No.", "Never."]),
        ({"detail": {"name": ["Bad."], "x": []}}, {"name": ["Bad."]}, []),
        ({"message": "No."}, {}, ["No."]),
        ({"error": "No."}, {}, ["No."]),
        ({"errors": {"name": "Bad."}}, {"name": ["Bad."]}, []),
        ({"errors": ["No."]}, {}, ["No."]),
        ({"non_field_errors": ["Both?"], "cv": ["?"]}, {"cv": ["?"]}, ["Both?"]),
        ({"success": "NO", "content": {"name": ["Bad."]}}, {"name": ["Bad."]}, []),
        (["No.", {"x": "Never."}], {}, ["No.", "Never."]),
        ("No.", {}, ["No."]),
        ({"name": None, "cv": [], "x": {}, "y": True}, {}, []),
        ({"code": 7}, {"code": ["7"]}, []),
        ({}, {}, []),
        (None, {}, []),
        (b"Plain words.\n", {}, ["Plain words."]),
        (b"\xef\xbb\xbf<html>No.</html>", {}, []),
        (b" <!doctype html>", {}, []),
        (b"", {}, []),
        (b"\n", {}, []),
        (b"\xe7ok", {}, ["\ufffdok"]),
        (b'{"name": [', {}, ['{"name": [']),
    ],
)
def test_messages_by_field_and_without_a_field(body, fields, messages):
    error = error_of(400, body)
    assert (error.fields, error.messages) == (fields, messages)


@each_case(
    "body",
    [{"error": "No."}, {"errors": ["No."]}, {"success": False, "message": "No."}],
)
def test_a_refusal_with_a_2xx_is_an_error(body):
    error = error_of(200, body, endpoint=WRITE)
    assert (type(error), error.messages) == (ValidationFailed, ["No."])
    assert type(error_of(200, body)) is ServerError


def test_a_message_as_an_answer_is_an_error_for_a_read_but_may_confirm_a_write():
    body = {"detail": "Done."}
    assert type(error_of(200, body)) is ServerError
    assert answers.read(WRITE, 200, {}, json.dumps(body).encode()) == body


@each_case("body", [{}, {"success": "OK"}, {"id": 1, "error": "x"}])
def test_a_body_with_other_fields_or_none_is_not_a_refusal(body):
    for endpoint in (READ, WRITE):
        assert answers.read(endpoint, 200, {}, json.dumps(body).encode()) == body


def test_messages_are_cut_to_a_readable_length_and_number():
    deep = "[" * 900 + '"at the bottom"' + "]" * 900
    assert error_of(400, f'{{"a": {deep}}}'.encode()).fields == {}
    assert [len(each) for each in error_of(400, "x" * 9999).messages] == [300]
    assert len(error_of(400, ["no"] * 9999).messages) == 20
    assert len(error_of(400, dict.fromkeys(map(str, range(9999)), "no")).fields) == 50


def test_messages_can_be_sent_to_a_browser():
    error = error_of(400, b'{"na\\ud800me": ["b\\udfffad\\u0000"]}')
    assert error.fields == {"na\ufffdme": ["b\ufffdad\ufffd"]}
    str(error.fields).encode()


def date(**ahead: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(**ahead), usegmt=True)


@each_case(
    ("header", "wait"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("0", 1),
        ("999999", LONGEST_WAIT),
        ("9" * 400, DEFAULT_WAIT),
        ("-5", DEFAULT_WAIT),
        ("1.5", DEFAULT_WAIT),
        ("soon", DEFAULT_WAIT),
        ("", DEFAULT_WAIT),
        ("5, 7", DEFAULT_WAIT),
        ("Mon, 99 Foo 2026 99:99:99 GMT", DEFAULT_WAIT),
        ("Fri, 31 Dec 99999 23:59:59 GMT", DEFAULT_WAIT),
        ("Fri, 01 Jan 2010 00:00:00 GMT", 1),
        ("Fri, 01 Jan 2010 00:00:00", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_WAIT),
        ("Mon, 01 Jan 0001 00:00:00 +2359", 1),
        ("Mon, 01 Jan 99999999999 00:00:00 GMT", DEFAULT_WAIT),
        ("5\x1f", 5),
        ("\x1c5\x1d\x1e", 5),
        ("5\x1f5", DEFAULT_WAIT),
        ("\N{SUPERSCRIPT TWO}", DEFAULT_WAIT),
    ],
)
def test_the_wait_after_too_many_calls(header, wait):
    error = error_of(429, {"detail": "Slow down."}, {"Retry-After": header})
    assert error.retry_after == wait


def test_the_wait_may_be_a_date():
    error = error_of(429, b"", {"Retry-After": date(seconds=30)})
    assert 28 <= error.retry_after <= 30


@each_case(
    ("detail", "wait"),
    [
        ("Request was throttled. Expected available in 7 seconds.", 7),
        ("Request was throttled. Expected available in 1 second.", 1),
        ("Request was throttled. Expected available in 999999 seconds.", LONGEST_WAIT),
        ("Request was throttled.", DEFAULT_WAIT),
        ("", DEFAULT_WAIT),
    ],
)
def test_the_wait_may_be_in_the_text(detail, wait):
    assert error_of(429, {"detail": detail}).retry_after == wait
    assert error_of(429, detail.encode()).retry_after == wait


def test_the_header_counts_more_than_the_text():
    text = b"Expected available in 7 seconds."
    assert error_of(429, text, {"Retry-After": "3"}).retry_after == 3
    assert error_of(429, text, {"Retry-After": "soon"}).retry_after == 7


@each_case(
    ("body", "value"),
    [
        (b"[]", []),
        (b"\xef\xbb\xbf[1]", [1]),
        (b" \n[1]\n ", [1]),
        ('{"a": "ığ 📄"}'.encode(), {"a": "ığ 📄"}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"success": "OK", "content": {"id": 1}}', {"id": 1}),
        (b'{"success": "OK", "content": []}', []),
        (b'{"success": "OK", "id": 1}', {"success": "OK", "id": 1}),
        (b'{"content": 1}', {"content": 1}),
        (b"null", None),
        (b"", None),
        (b" \r\n", None),
    ],
)
def test_good_answers(body, value):
    assert answers.read(READ, 200, {}, body) == value


NO_JSON = {
    "html": b"<html>Sign in, jane@example.com</html>",
    "text": b"OK",
    "half": b'[{"email": "jane@example.com"',
    "two": b"[][]",
    "nan": b'{"score": NaN}',
    "infinity": b"[-Infinity]",
    "deep": b"[" * 100_000,
    "deep-and-closed": b"[" * 100_000 + b"]" * 100_000,
    "long-integer": b"[" + b"9" * 5000 + b"]",
    "latin-1": '{"name": "Çağ"}'.encode("iso-8859-9"),
    "utf-16": '["a"]'.encode("utf-16"),
    "nul": b"\x00",
}


@each_case("endpoint", [READ, WRITE])
@each_case("kind", NO_JSON)
def test_a_2xx_with_a_body_that_is_not_json(kind, endpoint):
    error = error_of(200, NO_JSON[kind], endpoint=endpoint)
    assert isinstance(error, ServerError)
    assert (error.status, error.outcome_unknown) == (200, endpoint is WRITE)
    # The body may hold personal data: nothing of it is in the error.
    assert (error.__cause__, error.__context__) == (None, None)
    assert "jane" not in "".join(traceback.format_exception(error))


@each_case("kind", NO_JSON)
def test_a_4xx_with_a_body_that_is_not_json(kind):
    assert isinstance(error_of(400, NO_JSON[kind]), ValidationFailed)


@pytest.mark.parametrize("body", ["<html>", "", "null", "[]", '"text"', "1"])
@pytest.mark.parametrize("sandbox_status", [200, 204])
def test_an_answer_that_is_not_an_object(recruspace, sandbox, body, sandbox_status):
    sandbox.reply("GET", "/candidates/", status=sandbox_status, body=body)
    with pytest.raises(ServerError) as caught:
        recruspace.candidates.get(candidate_id=1)
    assert not caught.value.outcome_unknown
