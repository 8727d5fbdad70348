"""Values of the right and of the wrong type."""

import json
from datetime import UTC, datetime

from recruspace_dashboard.services import parse
from tests.each_case import each_case

NO_TEXT = [None, True, False, [], ["x"], {}, {"a": "x"}]
HUGE = json.loads("1e999")


@each_case(
    ("value", "expected"),
    [
        ("  Işık \n", "Işık"),
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("😀", "😀"),
        (7, "7"),
        (7.5, "7.5"),
        ("", ""),
        *((value, "") for value in NO_TEXT),
    ],
)
def test_text(value, expected):
    assert parse.text(value) == expected
    parse.text(value).encode()


@each_case(
    ("value", "expected"),
    [
        (7, 7),
        (-7, -7),
        (7.0, 7),
        (" 7 ", 7),
        ("-7", -7),
        (10**18 - 1, 10**18 - 1),
        (10**18, None),
        (-(10**400), None),
        (1e308, None),
        (7.5, None),
        ("7.5", None),
        ("1_000", None),
        ("7\x1f", 7),
        ("\x1c7\x1d", 7),
        ("7\x1e7", None),
        ("\N{ARABIC-INDIC DIGIT SEVEN}", None),
        ("9" * 5000, None),
        (HUGE, None),
        ("seven", None),
        *((value, None) for value in ("", *NO_TEXT)),
    ],
)
def test_integer(value, expected):
    assert parse.integer(value) == expected
    assert type(parse.integer(value)) is type(expected)


@each_case(
    ("value", "expected"),
    [
        (7, 7),
        (7.0, 7),
        (7.5, 7.5),
        ("7.5", 7.5),
        ("7.5\x1f", None),
        ("7\x1f", 7),
        ("nan", None),
        ("1e999", None),
        (HUGE, None),
        ("seven", None),
        *((value, None) for value in ("", *NO_TEXT)),
    ],
)
def test_number(value, expected):
    assert parse.number(value) == expected
    assert type(parse.number(value)) is type(expected)


@each_case(
    ("value", "expected"),
    [
        *((value, True) for value in (True, 1, "1", "true", " True ")),
        *((value, False) for value in (False, 0, "0", "false", "FALSE")),
        *((value, None) for value in (None, 2, "", "yes", [], {}, [True])),
    ],
)
def test_flag(value, expected):
    assert parse.flag(value) is expected


@each_case(
    ("value", "expected"),
    [
        ("2019-08-24T14:15:22.123Z", datetime(2019, 8, 24, 14, 15, 22, 123000, UTC)),
        ("2019-08-24T14:15:22+03:00", datetime(2019, 8, 24, 11, 15, 22, tzinfo=UTC)),
        ("2019-08-24T14:15:22", datetime(2019, 8, 24, 14, 15, 22, tzinfo=UTC)),
        (" 2019-08-24 ", datetime(2019, 8, 24, tzinfo=UTC)),
        *((value, None) for value in ("", "yesterday", "2019-02-30", "24.08.2019")),
        *((value, None) for value in (1566656122, 1.5, *NO_TEXT)),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59Z", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
def test_moment(value, expected):
    assert parse.moment(value) == expected


@each_case(
    "address",
    [
        "https://files.example.com/a.pdf?signature=x#y",
        "HTTP://example.com",
        "http://127.0.0.1:8000/",
        "https://example.com/a b",
    ],
)
def test_links(address):
    assert parse.link(f" {address} ") == address


@each_case(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://example.com",
        "//example.com",
        "/etc/passwd",
        "example.com",
        "http:",
        "http://",
        "https:///path",
        "http://[::1",
        "",
        7,
        *NO_TEXT,
    ],
)
def test_unsafe_and_invalid_links_are_empty(address):
    assert parse.link(address) == ""


def test_mappings_and_texts():
    assert parse.mapping({"a": 1}) == {"a": 1}
    assert [parse.mapping(value) for value in (None, [], "x", 1)] == [{}] * 4
    assert parse.mappings([{"a": 1}, None, "x", []]) == ({"a": 1},)
    assert [parse.mappings(value) for value in (None, {}, "x", 1)] == [()] * 4
    assert parse.texts(["a", "", None, 1, {}]) == ("a", "1")
    assert parse.texts("a") == ("a",)
    assert [parse.texts(value) for value in (None, "", {}, True)] == [()] * 4
    assert len(parse.mappings([{}] * 9999)) == len(parse.texts(["a"] * 9999)) == 200
