"""Whether two names are one: folded, in any order, with or without second names."""

from collections.abc import Sequence

from recruspace_dashboard.library.folding import words

# Nobody types more of them.
MOST_WORDS = 10


def name_words(text: str) -> tuple[str, ...]:
    return tuple(words(text)[:MOST_WORDS])


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one of two whole names, as words, has all words of the other."""
    first, second = set(one), set(other)
    shorter = min(len(first), len(second))
    within = first <= second or second <= first
    return sorted(one) == sorted(other) or (shorter > 1 and within)


def same_name(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether first and last name are the same, also the other way round: `Ayşe Nur
    Yılmaz` and `YILMAZ AYŞE` are, `Mehmet Ali` and `Mehmet Ali Yılmaz` are not."""
    (first, last), (other_first, other_last) = map(_words_of, (one, other))
    whole, other_whole = sorted(first + last), sorted(other_first + other_last)
    if whole == other_whole:
        return bool(whole)
    if not are_alike(whole, other_whole):
        return False
    straight = _share(first, other_first) and _share(last, other_last)
    return straight or (_share(first, other_last) and _share(last, other_first))


def _words_of(name: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, last = map(name_words, name)
    return first, last


def _share(one: Sequence[str], other: Sequence[str]) -> bool:
    return not set(one).isdisjoint(other)
