"""What a query means, read plainly: whether one candidate is found by it.

The search over the databases must give the same answers. Slow, and simple to check
against the description.
"""

from collections.abc import Iterable, Sequence

from recruspace_dashboard.library.entry import ANYWHERE, Entry, Field
from recruspace_dashboard.library.folding import fold, words
from recruspace_dashboard.library.query import tree
from recruspace_dashboard.library.query.labels import texts_of

# What Recruspace sends, and what it is called.
SUITABILITIES = [
    *["suitable", "not suitable", "undecided"],
    *["uygun", "uygun degil", "karar verilmedi"],
]


def matches(
    node: tree.Node,
    entry: Entry,
    pool_names: Iterable[str] = (),
    phone_words: Iterable[str] = (),
    cv_text: str = "",
) -> bool:
    texts = _texts(entry, list(pool_names), list(phone_words))
    texts[Field.CV] = [words(cv_text)]
    return _matches(node, entry, texts)


Texts = dict[Field, list[list[str]]]


def _texts(entry: Entry, pool_names: list[str], phone_words: list[str]) -> Texts:
    """The words of each text of each field. The forms of a phone number are one."""
    texts = {
        field: [words(text) for value in values for text in texts_of(field, value)]
        for field, values in entry.texts.items()
    }
    texts[Field.POOL] = [words(name) for name in pool_names]
    texts[Field.PHONE] = [words(" ".join(phone_words))]
    return texts


def _matches(node: tree.Node, entry: Entry, texts: Texts) -> bool:
    match node:
        case tree.Everything():
            return True
        case tree.All(nodes):
            return all(_matches(one, entry, texts) for one in nodes)
        case tree.AnyOf(nodes):
            return any(_matches(one, entry, texts) for one in nodes)
        case tree.Not(one):
            return not _matches(one, entry, texts)
        case tree.Anywhere() | tree.InField() | tree.Number():
            return _says(node, texts)
        case _:
            return _is(node, entry)


def _says(node: tree.Anywhere | tree.InField | tree.Number, texts: Texts) -> bool:
    match node:
        case tree.Anywhere(text):
            return _is_anywhere(text, texts)
        case tree.InField(field, asked):
            return any(_is_in_field(one, field, texts[field]) for one in asked)
        case tree.Number(digits):
            return any(_begins(digits, one) for one in texts[Field.PHONE])


def _is(node: tree.Node, entry: Entry) -> bool:
    match node:
        case tree.Emails(addresses):
            email = fold("".join(entry.texts[Field.EMAIL]))
            return any(email.startswith(one) for one in addresses)
        case tree.Ids(ids):
            return entry.candidate_id in ids
        case tree.Has(part, wanted):
            return (part in entry.parts) == wanted
        case tree.Seen(wanted):
            return entry.is_seen is wanted
        case tree.Score():
            return entry.score is not None and _is_between(node, entry.score)
        case tree.Added(first, last):
            return entry.added is not None and (
                (first is None or entry.added >= first)
                and (last is None or entry.added <= last)
            )
        case _:
            raise AssertionError(node)


def _is_anywhere(text: tree.Word | tree.Phrase, texts: Texts) -> bool:
    everywhere = [one for field in ANYWHERE for one in texts[field]]
    if isinstance(text, tree.Phrase):
        return any(_follow(text.words, one) for one in everywhere)
    cv = texts[Field.CV][0]
    others = [one for one in everywhere if one is not cv]
    return all(
        any(_begins(part, one) for one in others)
        # One letter is in nearly every CV.
        or (len(part) > 1 and _is_in_cv(part, cv))
        for part in text.parts
    )


def _is_in_field(asked: tree.Text, field: Field, texts: list[list[str]]) -> bool:
    if field == Field.CV:
        if isinstance(asked, tree.Word):
            return all(_is_in_cv(part, texts[0]) for part in asked.parts)
        return _follow(asked.words, texts[0])
    if isinstance(asked, tree.Exact):
        return list(asked.words) in texts
    if field == Field.SUITABILITY:
        return _is_suitability(asked, [" ".join(one) for one in texts])
    if isinstance(asked, tree.Phrase):
        return any(_follow(asked.words, one) for one in texts)
    return any(all(_begins(part, one) for part in asked.parts) for one in texts)


def _is_suitability(asked: tree.Word | tree.Phrase, texts: list[str]) -> bool:
    words = asked.parts if isinstance(asked, tree.Word) else asked.words
    wanted = " ".join(words)
    if wanted in texts or wanted in SUITABILITIES:
        return wanted in texts
    return any(one.startswith(wanted) for one in texts)


def _is_between(score: tree.Score, there: float) -> bool:
    if score.low is not None and not (
        there >= score.low if score.low_included else there > score.low
    ):
        return False
    return score.high is None or (
        there <= score.high if score.high_included else there < score.high
    )


def _follow(asked: Sequence[str], text: list[str]) -> bool:
    """One word after the other."""
    return any(
        text[place : place + len(asked)] == list(asked) for place in range(len(text))
    )


def _is_in_cv(part: str, text: list[str]) -> bool:
    """Short words are no beginnings of others there."""
    return part in text if len(part) < 3 else _begins(part, text)


def _begins(part: str, text: list[str]) -> bool:
    return any(word.startswith(part) for word in text)
