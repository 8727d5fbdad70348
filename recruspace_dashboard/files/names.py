"""Names of files that mislead neither a reader nor a file system."""

import re
import unicodedata

LONGEST_NAME = 100


def clean_stem(name: str) -> str:
    """The last part of a path without what is unsafe in a name: control and invisible
    characters, and those that turn the direction of writing."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(
        " " if character in '<>:"|?*' else character
        for character in last
        if unicodedata.category(character)[0] != "C"
    )
    return " ".join(visible.split())


def with_ending(stem: str, ending: str, otherwise: str) -> str:
    """The name, at most `LONGEST_NAME` long; `otherwise` stands for an empty stem."""
    return f"{stem[: LONGEST_NAME - len(ending)].strip('. ') or otherwise}{ending}"


def name_for_upload(name: str, endings: tuple[str, ...]) -> str:
    """A name with one of `endings`, the ones of its content: `cv.pdf.exe`, which is a
    PDF, becomes `cv.pdf`."""
    stem, ending = clean_stem(name), endings[0]
    while given := re.search(r"\.[A-Za-z0-9]{1,4}$", stem):
        stem = stem[: given.start()]
        if given[0].lower() in endings:
            ending = given[0]
            break
    return with_ending(stem, ending, "file")
