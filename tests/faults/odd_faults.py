"""Good answers that are odd in themselves (U48 to U62): pages show what makes sense."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from tests.faults import odd_json
from tests.faults.faults import FAULTY, WORKS, Fault, Shown, unknown
from tests.faults.odd_json import ENUMS, LINKS, NAMES, a_list, a_page, named
from tests.faults.server import Changed

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>{{7*7}}${x}"


def odd(number: int, name: str, act: Changed, **more: Any) -> Fault:
    return Fault(number, name, act, WORKS, WORKS, **more)


def odd_list(number: int, name: str, act: Changed, shown: Shown = WORKS) -> Fault:
    return Fault(number, name, act, shown, of_lists=True)


def _types() -> Iterable[Fault]:
    each = odd_json.each_value
    yield odd(48, "texts for numbers", each(_text_for_number))
    yield odd(48, "numbers for texts", named(NAMES | ENUMS | {"email"}, 7))
    for name, number in {"long": 10**400, "large": 1e308}.items():
        yield odd(48, f"{name} numbers", each(_in_place_of_numbers(number)))
    yield odd(48, "true for texts", named(NAMES | ENUMS | {"email"}, True))
    yield odd(48, "a list for a text", named(NAMES | {"email"}, [{"a": ["b"]}]))
    yield odd(49, "null for all", each(lambda *_: None), without_ids=True)
    inner = {"cv", "photo", "tags", "substage", "created_by", "user", "locations"}
    nulls = dict.fromkeys(inner)
    yield odd(
        49, "null for objects", odd_json.each_object(lambda item: {**item, **nulls})
    )
    words = dict.fromkeys(inner, "x")
    yield odd(
        49, "text for objects", odd_json.each_object(lambda item: {**item, **words})
    )
    yield odd(50, "only ids", odd_json.each_object(odd_json.only_id))
    without_id = odd_json.without("id", "hash")
    yield odd(50, "no id", without_id, without_ids=True)
    more = {"new": {"deep": [1, {"x": None}]}, "": 1, "__class__": "x"}
    yield odd(51, "more fields", odd_json.each_object(lambda item: {**item, **more}))
    yield odd(52, "unknown enums", named(ENUMS, "brand_new_value"))
    for name, value in {
        "that are none": "31.02.2026",
        "without a zone": "2026-01-31T10:00:00",
        "of the year 1": "0001-01-01T00:00:00+14:00",
        "of the year 9999": "9999-12-31T23:59:59-12:00",
        "as numbers": 1_700_000_000,
    }.items():
        yield odd(53, f"dates {name}", odd_json.dates(value))
    twice = odd_json.rebuilt(lambda good: good.body.replace(b"{", b'{"id": "x", ', 1))
    yield odd(54, "a name twice", twice)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text_for_number(name: str, old: Any) -> Any:
    return str(old) if _is_number(old) else old


def _in_place_of_numbers(number: float) -> Callable[[str, Any], Any]:
    """All but the ids, by which a page is found."""
    return lambda name, old: number if _is_number(old) and name != "id" else old


def _lists() -> Iterable[Fault]:
    yield odd_list(55, "bare", a_list(list))
    wrapped = a_list(lambda rows: {"success": "OK", "content": rows})
    yield odd_list(55, "wrapped", wrapped)
    yield odd_list(55, "without next", a_page(next=..., previous=...))
    yield odd_list(56, "page", a_page())
    yield odd_list(56, "null for results", a_page(results=None), FAULTY)
    yield odd_list(56, "object for results", a_page(results={"a": 1}), FAULTY)
    yield odd_list(56, "odd rows", a_list(lambda rows: [None, 7, "x", [], *rows]))
    for count in (-5, 10**9, 10**21, "3", "x", None, 1.5, True):
        yield odd_list(56, f"count {count}", a_page(count=count))
    for name, link in {
        "on another host": "https://evil.example/api/?page=2",
        "of a script": "javascript:alert(1)",
        "to itself": "/api/v1/client/talent-pools/?page=1",
        "that is a number": 2,
    }.items():
        yield odd_list(57, f"next {name}", a_page(next=link))
    yield odd_list(57, "a million more", a_page(next="?page=2", count=10**6))
    yield odd_list(59, "rows twice", a_list(lambda rows: rows[:3] * 2))


def _texts() -> Iterable[Fault]:
    for name, text in {
        "right to left": "\u202eאבג\u202c عربى",
        "emoji": "👩‍👩‍👧‍👦🇹🇷",
        "combining": "Z̸̢̛a̷l̶g̵o̴" * 9,
        "invisible": "\u200b\u200d\ufeff\u2028",
        "half a character": "a\ud800b",
        "NUL": "a\x00b\x1b[31m",
        "long": "word " * 999,
    }.items():
        yield odd(61, f"names {name}", named(NAMES, text))

    def latin(good: Any) -> bytes:
        return json.dumps(["é"], ensure_ascii=False).encode("latin-1")

    broken = unknown(FAULTY)
    yield Fault(61, "Latin-1", odd_json.rebuilt(latin), FAULTY, broken)
    utf_16 = odd_json.rebuilt(lambda good: good.body.decode().encode("utf-16"))
    yield Fault(61, "UTF-16", utf_16, FAULTY, broken)
    yield odd(61, "BOM", odd_json.rebuilt(lambda good: b"\xef\xbb\xbf" + good.body))
    yield odd(62, "names with scripts", named(NAMES | ENUMS | {"email"}, HOSTILE))
    for link in (
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example/x",
        "http://10.0.0.1/x",
        "https://user:pass@evil.example/x",
        'https://evil.example/"onload="alert(1)',
    ):
        yield odd(62, f"link {link.split('/')[0]} {len(link)}", named(LINKS, link))


ODD_FAULTS = [*_types(), *_lists(), *_texts()]

# What is acted out by other tests, which look closer than one cell can.
ELSEWHERE = {
    36: "tests/connection/test_gate.py",
    58: "tests/pools/test_pool_detail.py",
    # There is no export yet: what is read of a list that shrinks.
    60: "tests/services/test_pagination.py",
    63: "tests/candidates/test_cv.py",
    64: "tests/faults/test_outage.py",
}
