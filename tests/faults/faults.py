"""The faults of the API, by their number in the list they come from, and what users
are told of each, when they read and when they send something.

`retries` is how often a reading call is made again; what is sent is never sent again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.faults import acts
from tests.faults.acts import Way, json_answer, page
from tests.faults.server import Changed
from tests.services.raw_server import (
    Reply,
    answer,
    drip,
    head,
    silence,
    then_close,
    then_reset,
)


@dataclass(frozen=True)
class Shown:
    """The status and some words of our answer.

    `unknown`: that it says that the change may have been made or not.
    """

    status: int
    words: str = ""
    unknown: bool = False

    @property
    def well(self) -> bool:
        return self.status == 200

    @property
    def of_the_api(self) -> bool:
        """Whether the last good answer is shown instead, where there is one."""
        return self.status in {429, 502, 503, 504}


def unknown(shown: Shown) -> Shown:
    return replace(shown, unknown=True)


def said(text: str) -> Shown:
    return Shown(422, text)


def wait(seconds: int | str) -> Shown:
    return Shown(429, f"Try again in {seconds}")


WORKS = Shown(200)
CANNOT_CONNECT = Shown(503, "could not connect to Recruspace")
TOO_SLOW = Shown(504, "did not respond in time")
FAULTY = Shown(502, "reported an error of its own")
KEY_REFUSED = Shown(403, "does not accept your API key")
NOT_ALLOWED = Shown(403, "not allowed to do this")
REFUSED = Shown(422, "Recruspace did not accept this")
GONE = Shown(404, "not in Recruspace")


@dataclass(frozen=True)
class Fault:
    number: int
    name: str
    act: Reply | Changed | None = None
    reads: Shown | None = None
    writes: Shown | None = None
    retries: int = 0
    way: Way | None = None
    # Where time has to pass before it shows.
    slow: bool = False
    # For lists only; for uploads only; that no id is left to find a thing by.
    of_lists: bool = False
    of_uploads: bool = False
    without_ids: bool = False
    hasty: bool = False

    def __str__(self) -> str:
        return f"U{self.number}-{self.name}".replace(" ", "-")


def dropped(number: int, name: str, act: Reply) -> Fault:
    """No whole answer: not known what came of a write."""
    return Fault(number, name, act, CANNOT_CONNECT, unknown(CANNOT_CONNECT), retries=1)


def late(number: int, name: str, act: Reply) -> Fault:
    # There is no time left for a retry.
    return Fault(number, name, act, TOO_SLOW, unknown(TOO_SLOW), slow=True)


def unreadable(number: int, name: str, act: Reply | Changed) -> Fault:
    return Fault(number, name, act, FAULTY, unknown(FAULTY))


def refused(number: int, name: str, status: str, body: str, text: str) -> Fault:
    """A refusal with reasons. They are shown after a write only: after a read they
    could name candidates. A refusal is no fault of the API, as the list has it."""
    return Fault(number, name, json_answer(body, status), REFUSED, said(text))


def no_answer(number: int, name: str, status: str, *headers: str) -> Fault:
    """What stands between says that the API does not answer."""
    act = page(status, *headers)
    return Fault(number, name, act, FAULTY, unknown(FAULTY), retries=1)


def limited(number: int, name: str, act: Reply, seconds: int | str) -> Fault:
    return Fault(number, name, act, wait(seconds), wait(seconds))


def before(number: int, name: str, way: Way, shown: Shown, slow: bool = False) -> Fault:
    """What goes wrong before anything is sent: nothing can have been done."""
    return Fault(number, name, None, shown, shown, way=way, slow=slow)


def redirected(number: int, name: str, act: Reply) -> Fault:
    return Fault(number, name, act, FAULTY, unknown(FAULTY))


OK = head("200 OK", "Content-Length: 1000")
CHUNKED = head("200 OK", "Transfer-Encoding: chunked")
THROTTLED = '{"detail": "Request was throttled. Expected available in 7 seconds."}'
ODD = "Odd, says the API."
FIELDS = ("name", "text", "title", "first_name", "file", "cv", "consent")
BY_FIELD = "{" + ", ".join(f'"{name}": ["{ODD}"]' for name in FIELDS) + "}"


def _unreachable() -> Iterable[Fault]:
    certificate = acts.with_certificate
    yield before(1, "refused", acts.refused, CANNOT_CONNECT)
    yield before(2, "no address", acts.no_address, CANNOT_CONNECT)
    for name, way in {
        "untrusted": certificate("127.0.0.1", trusted=False),
        "expired": certificate("127.0.0.1", trusted=True, expired=True),
        "of another host": certificate("api.example.com", trusted=True),
    }.items():
        # "Not trusted" is for the log: users can only wait.
        yield before(3, f"certificate {name}", way, CANNOT_CONNECT)
    plain = acts.without_tls(acts.Blunt)
    yield before(4, "plain http on https", plain, CANNOT_CONNECT)
    # Not in time is what these two are called here, and nothing was sent.
    stalled = acts.without_tls(acts.RawServer, silence)
    yield before(5, "handshake stalls", stalled, TOO_SLOW, slow=True)
    yield before(6, "no connection", acts.no_connection, TOO_SLOW, slow=True)


def _broken_off() -> Iterable[Fault]:
    yield late(7, "silence", silence)
    yield late(8, "dripped headers", drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 900))
    yield late(9, "dripped body", drip(OK + b"[" * 1000))
    yield Fault(
        10,
        "hardly reads",
        acts.sip,
        None,
        unknown(TOO_SLOW),
        slow=True,
        of_uploads=True,
        hasty=True,
    )
    yield dropped(11, "closed", then_close())
    yield dropped(11, "reset", then_reset())
    gone = Changed(acts.well_and_gone)
    yield Fault(12, "stale connection", gone, Shown(200), Shown(200))
    yield dropped(13, "reset in the body", then_reset(OK + b"[{"))
    yield dropped(14, "short body", then_close(OK + b"[{"))
    yield dropped(15, "chunk cut off", then_close(CHUNKED + b"9\r\n[{"))
    yield dropped(15, "chunk of no size", then_close(CHUNKED + b"zz\r\n[{"))
    yield unreadable(16, "JSON cut off", json_answer('[{"id": 1, "na'))


def _not_what_was_asked() -> Iterable[Fault]:
    yield unreadable(17, "HTML", page("200 OK"))
    # A good status without a body counts as done.
    yield Fault(18, "empty 200", answer(b""), FAULTY, WORKS)
    yield Fault(19, "204", head("204 No Content"), FAULTY, WORKS)
    yield Fault(20, "201 without an id", json_answer("{}", "201 Created"), None, WORKS)
    yield Fault(20, "201 without a body", answer(b"", "201 Created"), None, WORKS)
    yield Fault(21, "text/html", Changed(acts.as_html), WORKS, WORKS)
    error = json_answer(f'{{"error": "{ODD}"}}')
    yield Fault(22, "200 with an error", error, FAULTY, said(ODD))
    # Of what was sent it may be a confirmation.
    yield Fault(22, "200 with a detail", json_answer('{"detail": "x"}'), FAULTY, WORKS)


def _refusals() -> Iterable[Fault]:
    bad = "400 Bad Request"
    yield refused(23, "400 by field", bad, BY_FIELD, ODD)
    nested = f'{{"answers": [{{}}, {{"a": ["{ODD}"]}}], "x": {{"y": [["{ODD}"]]}}}}'
    yield refused(23, "400 nested", bad, nested, ODD)
    yield refused(24, "400 detail", bad, f'{{"detail": "{ODD}"}}', ODD)
    yield refused(24, "400 of no field", bad, f'{{"non_field_errors": ["{ODD}"]}}', ODD)
    yield refused(24, "400 list", bad, f'["{ODD}"]', ODD)
    yield refused(24, "400 string", bad, f'"{ODD}"', ODD)
    yield Fault(24, "400 HTML", page(bad), REFUSED, REFUSED)
    yield Fault(25, "401", page("401 No"), KEY_REFUSED, KEY_REFUSED)
    yield Fault(26, "403", page("403 No"), NOT_ALLOWED, NOT_ALLOWED)
    yield Fault(27, "404", page("404 No"), GONE, GONE)
    yield refused(28, "405", "405 No", '{"detail": "Not so."}', "Not so.")
    yield refused(28, "406", "406 No", '{"detail": "Not so."}', "Not so.")
    yield Fault(28, "410", page("410 Gone"), GONE, GONE)
    there = '{"detail": "Is there already."}'
    yield Fault(29, "409", json_answer(there, "409 No"), None, said("s there already."))
    large = json_answer('{"detail": "Too large."}', "413 No")
    yield Fault(30, "413", large, None, said("Too large."))
    yield Fault(
        30,
        "413 while sending",
        acts.said_early(large),
        None,
        said("Too large."),
        of_uploads=True,
        hasty=True,
    )
    yield refused(31, "415", "415 No", '{"detail": "Not this kind."}', "Not this kind.")
    yield refused(32, "422", "422 No", BY_FIELD, ODD)


def _limits() -> Iterable[Fault]:
    def after(value: str) -> bytes:
        return json_answer("{}", "429 No", f"Retry-After: {value}")

    yield limited(33, "429 with seconds", after("17"), "17 seconds")
    yield limited(34, "429 with a date", acts.wait_until(119), "1")
    yield limited(34, "429 with a past date", acts.wait_until(-99), "1 second.")
    yield limited(34, "429 for long", after("999999"), "900 seconds")
    never = "Mon, 01 Jan 99999999999 00:00:00 GMT"
    yield limited(34, "429 with a date of no calendar", after(never), "60 seconds")
    yield limited(34, "429 negative", after("-5"), "60 seconds")
    yield limited(34, "429 garbage", after("soon"), "60 seconds")
    yield limited(35, "429 in words", json_answer(THROTTLED, "429 No"), "7 seconds")
    yield limited(35, "429 and no word", page("429 No"), "60 seconds")


def _faults_of_its_own() -> Iterable[Fault]:
    yield unreadable(37, "500 JSON", json_answer('{"detail": "x"}', "500 No"))
    yield unreadable(37, "500 HTML", page("500 No"))
    yield no_answer(38, "502", "502 Bad Gateway")
    yield no_answer(39, "503", "503 No")
    # An API that says when it is back has a fault all the same.
    yield no_answer(39, "503 with Retry-After", "503 No", "Retry-After: 7")
    yield no_answer(40, "504", "504 No")
    for status in (520, 599, 600):
        yield unreadable(41, f"{status}", page(f"{status} Odd"))
    yield dropped(41, "000", then_close(b"HTTP/1.1 000 Odd\r\n\r\n"))
    yield dropped(41, "no HTTP", then_close(b"no HTTP at all\r\n\r\n"))
    long = head("200 OK", "X: " + "y" * 70_000)
    yield dropped(41, "a header of 70 kB", then_close(long))
    for status in (301, 302, 307, 308):
        yield redirected(42, f"{status} to another host", acts.redirect(status))
    for name, target in {
        "to its own host": "/api/v1/client/talent-pools/",
        "to nowhere": "http://[",
        "to a file": "file:///etc/passwd",
    }.items():
        yield redirected(43, f"302 {name}", acts.redirect(302, target))


def _too_much() -> Iterable[Fault]:
    yield redirected(44, "302 with a bomb", acts.bombs(status="302 Found"))
    yield unreadable(45, "1 GiB", acts.without_end)
    yield unreadable(46, "bomb", acts.bombs())
    yield unreadable(46, "bomb in a bomb", acts.bombs("gzip, gzip"))
    yield unreadable(46, "brotli", acts.gzipped(b"\x0b\x02\x80[]\x03", "br"))
    # What is broken on its way arrives broken again: no retry.
    yield unreadable(47, "no gzip", acts.gzipped(b"[]"))
    yield unreadable(47, "gzip cut off", acts.gzipped(acts.half_gzip()))
    yield unreadable(54, "NaN", answer(b"[NaN]"))
    yield unreadable(54, "Infinity", answer(b"[Infinity]"))
    yield unreadable(54, "5000 digits", answer(b"[" + b"9" * 5000 + b"]"))
    yield unreadable(54, "100000 deep", answer(b"[" * 100_000))


FAULTS = [
    *_unreachable(),
    *_broken_off(),
    *_not_what_was_asked(),
    *_refusals(),
    *_limits(),
    *_faults_of_its_own(),
    *_too_much(),
]
