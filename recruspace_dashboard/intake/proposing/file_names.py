"""The words of a file's name that may be a name."""

import re

from .folding import fold
from .lists import words

MAX_LENGTH, MAX_PARTS = 200, 20
PARTS = re.compile(r"[^\W\d_]+")
# `AyşeYılmaz`
BORDER = re.compile("([a-zıçğöşü])([A-ZİÇĞÖŞÜ])")


def file_parts(file_name: str) -> list[str]:
    """Folded, without those that only say that it is a CV."""
    name = file_name[-MAX_LENGTH:]
    stem = BORDER.sub(r"\1 \2", name.rpartition(".")[0] or name)
    folded = [fold(part) for part in PARTS.findall(stem)[:MAX_PARTS]]
    return [part for part in folded if part and part not in words("name of files")]
