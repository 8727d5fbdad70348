"""The panel of filters: links that add a word to the query or take it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Filter:
    """A choice. Its address has the word added or, where it is on, taken away; `count`
    is how many candidates it leaves, or None where that is unknown."""

    title: "StrOrPromise"
    address: str
    on: bool = False
    count: int | None = None


@dataclass(frozen=True)
class FilterGroup:
    """The choices of one field."""

    title: "StrOrPromise"
    choices: Sequence[Filter]
