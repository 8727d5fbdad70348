"""The lists of names and words that the rules know, read once."""

from functools import cache
from importlib.resources import files

from .folding import fold, phrase

LANGUAGES = ("tr", "de", "es", "en")


@cache
def _blocks(name: str) -> dict[str, str]:
    text = files(__package__).joinpath(name).read_text("utf-8")
    blocks: dict[str, str] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif line and not line.startswith("#"):
            blocks[title] = f"{blocks.get(title, '')}\n{line}"
    return blocks


@cache
def _names(kind: str) -> dict[str, str]:
    """Names by their folded form; a folded form of several is that of the first."""
    names: dict[str, str] = {}
    for title, block in _blocks("names.txt").items():
        if title.startswith(kind):
            for name in block.split():
                names.setdefault(fold(name), name)
    return names


@cache
def _turkish(kind: str) -> frozenset[str]:
    return frozenset(map(fold, _blocks("names.txt")[f"{kind} tr"].split()))


@cache
def _not_turkish(kind: str) -> frozenset[str]:
    return frozenset(
        fold(name)
        for title, block in _blocks("names.txt").items()
        if title.startswith(kind) and not title.endswith("tr")
        for name in block.split()
    )


@cache
def _spellings() -> frozenset[str]:
    return frozenset(
        name
        for title, block in _blocks("names.txt").items()
        if title.startswith(("given", "surname"))
        for name in block.split()
    )


@cache
def words(title: str) -> frozenset[str]:
    """The folded phrases of a block."""
    entries = _blocks("words.txt")[title].replace("\n", ",").split(",")
    return frozenset(filter(None, map(phrase, entries)))


@cache
def raw_words(title: str) -> frozenset[str]:
    """The phrases of a block with their marks."""
    entries = _blocks("words.txt")[title].replace("\n", ",").split(",")
    return frozenset(filter(None, (one.strip().lower() for one in entries)))


@cache
def look_like_names() -> frozenset[str]:
    """Companies and places whose names are those of candidates, too."""
    block = _blocks("names.txt")["looks-like-name"]
    return frozenset(filter(None, map(phrase, block.replace("\n", "|").split("|"))))


def is_given(word: str) -> bool:
    """A known given name, or two with a hyphen."""
    if fold(word) in _names("given"):
        return True
    parts = word.split("-")
    return len(parts) > 1 and all(fold(part) in _names("given") for part in parts)


def is_surname(word: str) -> bool:
    return fold(word) in _names("surname")


def is_turkish(word: str) -> bool:
    folded = fold(word)
    return folded in _turkish("given") or folded in _turkish("surname")


def is_turkish_only(word: str) -> bool:
    folded = fold(word)
    others = _not_turkish("given") | _not_turkish("surname")
    return is_turkish(word) and folded not in others


def is_spelled(word: str) -> bool:
    """Whether a list has the name with just these letters."""
    return word in _spellings()


def spelled(word: str, *, given: bool) -> str:
    """The known name that is folded as the word is, or nothing."""
    return _names("given" if given else "surname").get(fold(word), "")
