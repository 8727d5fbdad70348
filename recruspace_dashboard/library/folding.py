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
    # Letters to Unicode, but apostrophes to whoever types or reads them.
    | dict.fromkeys("\u02b9\u02bb\u02bc\u02bd\u02c8", "'")
)
# Accents, and what is not seen, such as the soft hyphen.
DROPPED = frozenset({"Mn", "Mc", "Me", "Cf"})
# Letters and digits of any script.
WORD = re.compile(r"[^\W_]+")
# C++ and C# are other words than C.
PLUS = re.compile(r"(?<=[^\W_])\+\+")
SHARP = re.compile(r"(?<=[^\W_])#(?![^\W_])")
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
    return "".join(
        one for one in decomposed if unicodedata.category(one) not in DROPPED
    )


def words(text: str) -> list[str]:
    """The folded words of a text: an apostrophe or a hyphen parts them too."""
    folded = fold(text)
    if "#" in folded or "++" in folded:
        folded = SHARP.sub("sharp", PLUS.sub("plusplus", folded))
    return [word[:LONGEST_WORD] for word in WORD.findall(folded)]
