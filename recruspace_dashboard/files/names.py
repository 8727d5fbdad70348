"""File names that are safe for readers and file systems."""

import re
import unicodedata

MAX_NAME_LENGTH = 100
# Of each end of a name: some file systems allow no more characters in all.
MAX_READ = 255


def clean_name(name: str) -> str:
    """The last part of a path, without unsafe characters: reserved, control and
    invisible ones, and those that change the direction of writing."""
    last = unicodedata.normalize("NFC", _cut(re.split(r"[/\\]", name)[-1]))
    visible = "".join(
        " " if character in '<>:"|?*' else character
        for character in last
        if unicodedata.category(character)[0] != "C"
    )
    return " ".join(visible.split())


def _cut(name: str) -> str:
    """Its begin and end: of many accents, to put them in their order takes time that
    grows with the square of their number."""
    if len(name) <= 2 * MAX_READ:
        return name
    return name[:MAX_READ] + name[-MAX_READ:]


def with_extension(stem: str, extension: str, default: str) -> str:
    """The name, at most `MAX_NAME_LENGTH` long; `default` replaces an empty stem."""
    stem = stem[: MAX_NAME_LENGTH - len(extension)].strip(". ")
    return f"{stem or default}{extension}"


def name_for_upload(name: str, extensions: tuple[str, ...]) -> str:
    """A safe name with one of `extensions`, which the file's content allows.

    The PDF `cv.pdf.exe` becomes `cv.pdf`.
    """
    stem, extension = clean_name(name), extensions[0]
    while given := re.search(r"\.[A-Za-z0-9]{1,4}$", stem):
        stem = stem[: given.start()]
        if given[0].lower() in extensions:
            extension = given[0]
            break
    return with_extension(stem, extension, "file")
