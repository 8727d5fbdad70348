"""Texts made to cost time: the work for them is bounded, however long they are."""

import sys
from collections.abc import Callable
from typing import Any

from recruspace_dashboard.intake.proposing import propose
from recruspace_dashboard.intake.proposing.reading import (
    HEAD,
    MAX_LINE,
    MAX_LINES,
    TAIL,
    Reading,
)
from tests.each_case import each_case

LENGTH = 1_000_000
# Calls, each with a line of at most MAX_LINE characters: an ordinary CV takes 20,000.
MOST_CALLS = 2_000_000
PIECES = {
    "addresses": "a@",
    "addresses in lines": "a@b.\n",
    "whole addresses": "a@b.co ",
    "hidden addresses": "(at) ",
    "hidden dots": " [dot] [at]",
    "spaces": " ",
    "tabs": "a\t",
    "dots": ".",
    "hyphens": "a-",
    "digits": "1",
    "numbers": "0532 123 45 67 ",
    "numbers in lines": "+90 532 123 45 67\n",
    "brackets": "((1)",
    "slashes": "1/2/",
    "names": "Ayşe Yılmaz ",
    "names in lines": "Ayşe Yılmaz\n",
    "names and addresses": "Ayşe Yılmaz\na.yilmaz@x.com\n",
    "labels": "Ad: Soyad: ",
    "labels in lines": "Name\n",
    "labels with colons": "Name:\n",
    "letters apart": "A Y Ş ",
    "letters apart in lines": "A Y Ş E Y I L M A Z K A Y A D E M I R C A N\n",
    "commas": "Ayşe,",
    "sections": "REFERANSLAR\n",
    "pages": "\f",
    "full pages": "Ayşe Yılmaz\f",
    "marks": "a\u0301\u0323",
    "marks of other scripts": "\u0e01\u0e38\u0e48",
    "letters that grow": "\ufdfa",
    "to the left": "\u202e\u202b\u200f",
    "unseen": "\u200b\ufeff\u00ad",
    "nothing": "\0",
    "line ends": "\r\n\u2028",
    "IBANs": "TR33 0006 1005 ",
    "dates": "12.03.1990 ",
    "upper case": "İIŞ",
    "particles": "von der ",
    "cities": "Santiago de Chile, ",
}


@each_case(("name", "piece"), PIECES.items())
def test_a_long_text_takes_bounded_work(name: str, piece: str):
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]

    calls = calls_of(lambda: propose(text, text[:300]))

    assert calls < MOST_CALLS, name
    reading = Reading(text)
    assert len(reading.lines) <= MAX_LINES
    assert all(len(line.text) <= MAX_LINE for line in reading.lines)
    assert sum(len(line.text) for line in reading.lines) <= 20 * (HEAD + TAIL)


def test_what_is_in_the_middle_of_a_long_text_costs_nothing():
    short = calls_of(lambda: propose("a@b.co 0532 123 45 67\n" * 3_000))
    long = calls_of(lambda: propose("a@b.co 0532 123 45 67\n" * 40_000))

    assert long <= short * 1.2


@each_case(
    "text",
    ["", "\0", "@", "\f\f", "@@@", "a@b", "\ud800", "İ" * 500, "\u0301", ":", "Name:"],
)
def test_odd_texts_are_read(text: str):
    propose(text, text)


def calls_of(run: Callable[[], object]) -> int:
    """How many functions were called, of C as well."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        run()
    finally:
        sys.setprofile(before)
    return calls
