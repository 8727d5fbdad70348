"""Reads the tokens and icons that the style guide shows from the files in static/."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


@dataclass(frozen=True)
class Token:
    """A property of tokens.css. A second value is for dark mode, or for touch."""

    name: str
    values: tuple[str, ...]

    @property
    def kind(self) -> str:
        if len(self.values) == 2 and self.values[0].startswith("#"):
            return "colour"
        prefix = self.name.partition("-")[0]
        return prefix if prefix in {"text", "space"} else "other"


def read_tokens() -> list[Token]:
    values: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for name, value in TOKEN.findall((STATIC / "css" / "tokens.css").read_text()):
        pair = re.fullmatch(r"light-dark\(([^,()]+),\s*([^,()]+)\)", value)
        # A pair stands for the plain value that browsers without `light-dark()` get.
        values[name] = pair.groups() if pair else (*values[name], value)
    return [Token(name, found) for name, found in values.items()]


def tokens_by_kind() -> dict[str, list[Token]]:
    kinds: dict[str, list[Token]] = defaultdict(list)
    for token in read_tokens():
        kinds[token.kind].append(token)
    return dict(kinds)


def read_icons() -> list[str]:
    sprite = (STATIC / "img" / "icons.svg").read_text()
    return re.findall(r'<symbol id="([\w-]+)"', sprite)
