"""What is typed finds what is stored, whichever letters either has."""

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from recruspace_dashboard.library.folding import fold, words
from tests.each_case import each_case


@each_case(
    ("text", "folded"),
    [
        ("IŞIL ışıl İŞİL işil", "isil isil isil isil"),
        ("Çağrı Öğüt", "cagri ogut"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("Łódź Søren Đorđe Æsir Þór", "lodz soren dorde aesir thor"),
        ("É e\u0301 \uff21\uff22 ﬁ ² \U0001d400", "e e ab fi 2 a"),
        ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("O\u02bcBrien Hawai\u02bbi", "o'brien hawai'i"),
        ("ni\u00adhil a\u200bb", "nihil ab"),
        ("", ""),
    ],
)
def test_small_plain_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@each_case(
    ("text", "found"),
    [
        ("Jean-Luc O'Brien", ["jean", "luc", "o", "brien"]),
        ("ayse@example.com", ["ayse", "example", "com"]),
        ("not_suitable", ["not", "suitable"]),
        ("+90 (532) 000", ["90", "532", "000"]),
        (
            "C, C++, C# and F#/.NET",
            ["c", "cplusplus", "csharp", "and", "fsharp", "net"],
        ),
        ("C++11 a#1 # ++", ["cplusplus11", "a", "1"]),
        ("a" * 65, ["a" * 64]),
        ("北京 Москва", ["北京", "москва"]),
        ("... \ud800 \0", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(st.characters()))
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    found = words(text)
    assert words(folded) == found
    assert words(" ".join(found)) == found
    assert all(word.isalnum() for word in found)


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(st.characters(max_codepoint=127)), st.text(st.characters()))
def test_letters_are_folded_alone_as_among_others(plain: str, text: str) -> None:
    assert fold(plain + text) == fold(plain) + fold(text)


def test_every_letter_of_every_script_is_folded_to_the_end() -> None:
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        if unicodedata.category(letter) not in {"Cn", "Co", "Cs"}:
            folded = fold(letter)
            assert fold(folded) == folded
            assert fold(letter.upper()) == fold(letter.lower()) or letter in "ǰΐΰ"
