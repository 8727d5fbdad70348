"""Reads what is asked of the score and of the day on which a candidate was added."""

import calendar
import re
from datetime import date

from recruspace_dashboard.library.folding import fold
from recruspace_dashboard.library.query.tree import Added, Score

COMPARED = re.compile(r"(>=|<=|=>|=<|≥|≤|>|<|)\s*(.+)", re.DOTALL)
SAME = {"≥": ">=", "=>": ">=", "≤": "<=", "=<": "<="}
TO = re.compile(r"\.{2,3}|…")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?")
AGE = re.compile(r"([0-9]{1,6})([dwmygha])")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
# As it is written in Turkey: 12.03.2026
TURKISH_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
# Days, weeks, months, years: gün, hafta, ay, yıl.
DAYS = {"d": 1, "g": 1, "w": 7, "h": 7, "m": 30, "a": 30, "y": 365}
TODAY = frozenset({"today", "bugun"})
YESTERDAY = frozenset({"yesterday", "dun"})

Period = tuple[date, date]


def score(typed: str) -> Score | None:
    """None if it makes no sense."""
    if len(ends := TO.split(typed)) == 2 and any(ends):
        numbers = [_number(one) for one in ends if one]
        known = [one for one in numbers if one is not None]
        if len(known) < len(numbers):
            return None
        low = min(known) if ends[0] else None
        high = max(known) if ends[1] else None
        return Score(low, high, True, True)
    sign, rest = _compared(typed)
    number = _number(rest)
    if number is None:
        return None
    if sign.startswith(">"):
        return Score(number, None, sign == ">=", True)
    if sign.startswith("<"):
        return Score(None, number, True, sign == "<=")
    return Score(number, number, True, True)


def added(typed: str, today: date) -> Added | None:
    """None if it makes no sense."""
    typed = fold(typed)
    if len(ends := TO.split(typed)) == 2 and any(ends):
        return _between(ends[0], ends[1], today)
    sign, rest = _compared(typed)
    if age := AGE.fullmatch(rest):
        return _aged(sign, int(age[1]) * DAYS[age[2]], today)
    period = _period(rest, today)
    if period is None:
        return None
    first, last = period
    sides: dict[str, tuple[date | None, date | None]] = {
        ">": (_moved(last, 1), None),
        ">=": (first, None),
        "<": (None, _moved(first, -1)),
        "<=": (None, last),
        "": (first, last),
    }
    return Added(*sides[sign])


def new(today: date) -> Added:
    """Added yesterday or today."""
    return Added(_moved(today, -1), today)


def _compared(typed: str) -> tuple[str, str]:
    found = COMPARED.fullmatch(typed)
    sign, rest = found.groups() if found else ("", "")
    return SAME.get(sign, sign), rest


def _number(typed: str) -> float | None:
    typed = typed.removesuffix("%")
    return float(typed) if NUMBER.fullmatch(typed) else None


def _aged(sign: str, days: int, today: date) -> Added:
    """The age is that in whole days: that of today is 0. Without a sign, it is less."""
    if sign in {">", ">="}:
        return Added(None, _moved(today, -days - (sign == ">")))
    return Added(_moved(today, -days + (sign != "<=")), None)


def _between(start: str, end: str, today: date) -> Added | None:
    periods = [_period(one, today) for one in (start, end) if one]
    if None in periods:
        return None
    known = [one for one in periods if one]
    first = min(one[0] for one in known) if start else None
    last = max(one[1] for one in known) if end else None
    return Added(first, last)


def _period(typed: str, today: date) -> Period | None:
    """The first and last day of a year, a month or a day."""
    if typed in TODAY:
        return today, today
    if typed in YESTERDAY:
        yesterday = _moved(today, -1)
        return yesterday, yesterday
    if found := TURKISH_DAY.fullmatch(typed):
        parts = [int(one) for one in reversed(found.groups())]
    elif found := DAY.fullmatch(typed):
        parts = [int(one) for one in found.groups() if one]
    else:
        return None
    first, last = [*parts, 1, 1][:3], [*parts, 12, 31][:3]
    try:
        if len(parts) < 3:
            last[2] = calendar.monthrange(last[0], last[1])[1]
        return date(*first), date(*last)
    except ValueError:
        return None


def _moved(day: date, days: int) -> date:
    """The day so many days later, or the last or first one that there is."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
