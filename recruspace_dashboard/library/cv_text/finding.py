"""Who has words in their CV."""

import operator
from collections.abc import Sequence
from functools import reduce

from django.conf import settings
from django.db import connections
from pyroaring import BitMap

from recruspace_dashboard.library import words
from recruspace_dashboard.library.models import CvText
from recruspace_dashboard.library.query import tree
from recruspace_dashboard.library.router import ALIAS
from recruspace_dashboard.library.values import Values
from recruspace_dashboard.library.words import CvColumn

# Letters of a word from which on it is the beginning of words too: `go` is not
# `google`, and the beginnings of many words would be in nearly every CV.
SHORTEST_BEGINNING = 3
NO_TEXT = set(CvText.State.values) - {CvText.State.READ, CvText.State.LATER}


def anywhere(part: str, values: Values) -> BitMap:
    """Those in whose CV a word that is looked for everywhere is found."""
    # One letter is in nearly every CV.
    return having(tree.Word((part,)), values) if len(part) > 1 else BitMap()


def having(text: tree.Text, values: Values) -> BitMap:
    """Those in whose CV the words are: all parts of a word, or one after the other."""
    if not settings.CV_TEXT:
        return BitMap()
    if isinstance(text, tree.Word):
        each = (_words((one,), values, begins=begins_word(one)) for one in text.parts)
        return reduce(operator.and_, each)
    return _words(text.words, values)


def with_text(values: Values) -> BitMap:
    return values.who_has("cvtext", [CvText.State.READ])


def without_text(values: Values) -> BitMap:
    """Those whose CV was opened, and no text was found in it."""
    return values.who_has("cvtext", NO_TEXT)


def begins_word(part: str) -> bool:
    """Whether it is found as the beginning of a word too."""
    return len(part) >= SHORTEST_BEGINNING


def _words(asked: Sequence[str], values: Values, *, begins: bool = False) -> BitMap:
    return values.remembered.of(
        (CvColumn.CV, tuple(asked), begins),
        lambda: words.find(
            connections[ALIAS], CvColumn, asked, prefix=begins, index=words.CVS
        ),
    )
