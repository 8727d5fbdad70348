"""What a stored value is found by: itself and the words that a user reads for it."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

from recruspace_dashboard.library.entry import Field
from recruspace_dashboard.library.folding import words
from recruspace_dashboard.pages.labels import label

LABELLED = frozenset({Field.SUITABILITY, Field.SOURCE, Field.STAGE})


@lru_cache(maxsize=1000)
def texts_of(field: Field, value: str) -> tuple[str, ...]:
    """The value as it is stored, and its labels in every language, for whichever of
    them a user reads and types."""
    if field not in LABELLED:
        return (value,)
    texts = [value]
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts.append(str(label(value)))
    return tuple(dict.fromkeys(texts))


@lru_cache(maxsize=20_000)
def words_of(field: Field, value: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of each of these texts."""
    return tuple(tuple(words(text)) for text in texts_of(field, value))
