"""The log: one line a record, with the id of its request and no personal data."""

import logging
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client

from recruspace_dashboard.connection.parallel import run_in_thread
from recruspace_dashboard.operations.logs import (
    SafeFormatter,
    request_id,
    without_personal_data,
)
from tests.each_case import each_case


@pytest.fixture
def log():
    """What all loggers write, by the formatter that the settings name."""
    handler = logging.StreamHandler(StringIO())
    handler.setFormatter(SafeFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.stream
    for logger in loggers:
        logger.removeHandler(handler)


def test_every_handler_of_the_settings_writes_safely():
    formatters = settings.LOGGING["formatters"]
    for handler in settings.LOGGING["handlers"].values():
        assert "SafeFormatter" in formatters[handler["formatter"]]["()"]


@each_case(
    ("text", "kept", "secret"),
    [
        ("no jane.doe+cv@example.com here", "no [e-mail] here", "jane"),
        ("path /x/jane%40example.com/", "path /x/[e-mail]", "jane"),
        ("GET /candidates/?email=jane&page=2 200", "?[query] 200", "email"),
        ("with url: /search-by-email/?email=j%C3%B6 (Caused", "?[query] (Caused", "j%"),
        ("called +90 (532) 123 45 67 twice", "called [number] twice", "532"),
        ("called 0532 123 4567", "called [number]", "532"),
        ("from 203.0.113.105:8000", "from [number]", "203.0"),
        ("from 203.0.113.105", "from [number]", "203.0"),
        ("at http://05321234567:80/", "at http://[number]", "532"),
        ("Authorization: Bearer abc.def", "Bearer [secret]", "abc"),
        ("api_key=hunter2 was refused", "api_key [secret] was", "hunter2"),
        (
            "session q0q7d1y0d8vclq3gqsg3ei6zfhyv9bkx ended",
            "session [secret] ended",
            "q0q7",
        ),
    ],
)
def test_what_belongs_to_a_user_is_masked(text: str, kept: str, secret: str):
    masked = without_personal_data(text)
    assert kept in masked
    assert secret not in masked


@each_case(
    "text",
    [
        "GET /candidates/{candidate_id}/ 200 in 12 ms, 3041 bytes",
        "Not Found: /pools/12345678/",
        "Not Found: /jobs/fpzq78wpyun7g3y48nfgwqyn/",
        "as of 2026-11-24 10:17",
        "What? Nothing.",
        'File "/app/recruspace_dashboard/pools/views.py", line 31, in detail',
        "@login_not_required",
    ],
)
def test_what_tells_what_happened_stays(text: str):
    assert without_personal_data(text) == text


@each_case("run", ["a", "a1", "1-", "a.", "@", "%4", "(1"])
def test_a_run_without_end_is_read_once(run: str):
    """What anybody may send, as in a Host header. Tried from each of its letters, this
    would take hours."""
    assert len(without_personal_data(run * 100_000)) <= 200_000


def test_nobody_writes_a_line_of_their_own(log):
    logging.getLogger("x").warning("a\r\n2026 ERROR \x1b[31mfake\u2028line\0")
    assert len(log.getvalue().splitlines()) == 1
    assert "\\r\\n2026 ERROR \\x1b[31mfake\\u2028line\\x00" in log.getvalue()


def test_a_traceback_tells_where_and_not_what(log):
    api_key = "canary-value-of-a-local-variable"
    try:
        raise ValueError("row jane@example.com\n2026-11-24 ERROR - django fake")
    except ValueError:
        logging.getLogger("x").exception("failed")
    lines = log.getvalue().splitlines()
    assert "failed" in lines[0]
    assert any("test_logs.py" in line for line in lines)
    assert all(line.startswith("  | ") for line in lines[1:])
    assert "jane" not in log.getvalue()
    assert api_key not in log.getvalue()


def test_each_line_names_the_request_that_its_answer_names(browse: Client, log):
    answer = browse.get("/nothing/")
    (line,) = log.getvalue().splitlines()
    assert f" WARNING {answer.headers['X-Request-ID']} django.request " in line
    assert "/nothing/" in line


def test_a_line_between_two_requests_names_none(browse: Client, log):
    browse.get("/login/")
    logging.getLogger("x").warning("from the server itself")
    assert " WARNING - x from the server itself" in log.getvalue()


def test_no_query_is_in_the_log_of_a_page_that_is_not_there(browse: Client, log):
    browse.get("/nothing/", {"email": "jane@example.com"})
    assert "jane" not in log.getvalue()
    assert "/nothing/" in log.getvalue()


def test_calls_made_beside_a_request_carry_its_id():
    request_id.set("of-this-request")
    assert run_in_thread(request_id.get).result() == "of-this-request"
    request_id.set("of-the-next")
    assert run_in_thread(request_id.get).result() == "of-the-next"


def test_a_fault_of_our_own_is_logged_without_what_was_asked(
    browse: Client, log, monkeypatch
):
    browse.raise_request_exception = False

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no such candidate: /x/?email=jane%40example.com")

    monkeypatch.setattr(
        "recruspace_dashboard.candidates.views.finding.render_page", fail
    )
    answer = browse.get("/candidates/", {"email": "jane@example.com"})
    assert answer.status_code == 500
    assert "RuntimeError: no such candidate: /x/?[query]" in log.getvalue()
    assert "jane" not in log.getvalue()
    assert answer.headers["X-Request-ID"] in log.getvalue()


@each_case(
    "text",
    [
        "Listening at: http://127.0.0.1:8000 (4711)",
        "Listening at: http://192.168.178.120:8000 (4711711)",
        "Listening at: http://[2001:db8::1]:8000 (4711)",
        "Listening at: http://127.0.0.1:8000,https://10.20.30.40:8443 (4711)",
        "Starting development server at http://127.0.0.1:8000/",
    ],
)
def test_where_a_server_listens_can_be_read(text: str):
    assert without_personal_data(text) == text
