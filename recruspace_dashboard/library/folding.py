"""Folds text, so that what is typed finds what is stored: `isil` and `IŞIL` find Işıl.

The one place for it: whatever is stored for search and whatever is asked goes through
`fold` or `words`.
"""

import re
import unicodedata

# Letters that Unicode does not decompose, as they are usually typed without accents.
PLAIN = str.maketrans(
    {"ı": "i", "İ": "i", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d"}
    | {"Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ð": "d", "Ð": "d"}
    | {"þ": "th", "Þ": "th"}
)
# Letters and digits of any script.
WORD = re.compile(r"[^\W_]+")
# Longer ones are cut, in what is stored and in what is asked.
LONGEST_WORD = 64


def fold(text: str) -> str:
    """The text in small plain letters. Folding it again changes nothing."""
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN).casefold())
    marks_off = (one for one in decomposed if unicodedata.category(one)[0] != "M")
    return "".join(marks_off)


def words(text: str) -> list[str]:
    """The folded words of a text: an apostrophe or a hyphen parts them too."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]
