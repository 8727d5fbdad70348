"""The columns of a list of candidates, and which of them fit where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recruspace_dashboard.lists.models import ListSettings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Column:
    """A column; `width` in pixels is the least that its content needs.

    `sort` names the order that its head asks for, and `falls_first` says whether the
    first click gives the falling one.
    """

    name: str
    title: "StrOrPromise"
    width: int
    sort: str = ""
    falls_first: bool = False


# In the order in which they stand on the page.
COLUMNS = (
    Column("name", _("Name"), 190, "name"),
    Column("suitability", _("Suitability"), 110, "suitability"),
    Column("score", _("Score"), 80, "score", falls_first=True),
    Column("verdict", _("Verdict"), 90),
    Column("stage", _("Stage"), 150, "stage"),
    Column("tags", _("Tags"), 150),
    Column("city", _("City"), 110, "city"),
    Column("country", _("Country"), 100),
    Column("source", _("Source"), 110, "source"),
    Column("job", _("Job post"), 140),
    Column("pools", _("Pools"), 140),
    Column("email", _("E-mail"), 180, "email"),
    Column("phone", _("Phone"), 130),
    Column("added", pgettext_lazy("column", "Added"), 80, "added", falls_first=True),
    Column("cv", pgettext_lazy("column", "CV"), 40),
    Column("excerpt", _("Found in the CV"), 260),
)
DEFAULT = (
    "name",
    "suitability",
    "score",
    "verdict",
    "stage",
    "tags",
    "city",
    "source",
    "added",
    "cv",
)
# Where there is no room for all that were chosen, the last of these go first.
RANK = (
    *("name", "suitability", "score", "stage", "tags", "cv", "email", "phone"),
    *("excerpt", "country", "pools", "job", "city", "added", "verdict", "source"),
)
# The class of a column that is shown only from a breakpoint on, and the pixels of a row
# on the narrowest screen that is below it and above the one before.
ROOMS = (("from-64", 720), ("from-74", 977))


@dataclass(frozen=True)
class Columns:
    """The columns that a user sees."""

    shown: tuple[Column, ...]

    @classmethod
    def named(cls, names: Iterable[str]) -> "Columns":
        """The columns with these names, and that of the name in any case."""
        return _chosen(frozenset(names))

    @classmethod
    def of(cls, user: User) -> "Columns":
        """The columns that `user` chose, or else the default."""
        try:
            return cls.named(user.list_settings.columns)
        except ListSettings.DoesNotExist:
            return cls.named(DEFAULT)

    def without(self, name: str) -> "Columns":
        return _chosen(frozenset(self.names) - {name})

    @cached_property
    def names(self) -> list[str]:
        return [column.name for column in self.shown]

    @cached_property
    def classes(self) -> dict[str, SafeString]:
        """The class of the cells of each column, by its name; empty for one that is not
        shown, as a template is slow to find out that there is none."""
        missing = {room: self._missing(pixels) for room, pixels in ROOMS}
        hidden = dict.fromkeys((one.name for one in COLUMNS), SafeString())
        return hidden | {
            name: SafeString(
                " ".join([name, *(one for one in missing if name in missing[one])])
            )
            for name in self.names
        }

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """All columns that can be chosen, and whether they are."""
        return [(one, one in self.shown) for one in COLUMNS if one.name != "name"]

    def _missing(self, pixels: int) -> set[str]:
        ranked: Sequence[Column] = sorted(
            self.shown, key=lambda one: RANK.index(one.name)
        )
        left, missing = pixels, set()
        for column in ranked:
            if column.width > left:
                missing.add(column.name)
            else:
                left -= column.width
        return missing


# Few choices, on many pages: each is made once, and keeps its classes.
@lru_cache(maxsize=200)
def _chosen(names: frozenset[str]) -> Columns:
    return Columns(tuple(one for one in COLUMNS if one.name in {"name", *names}))


def save_columns(user: User, names: Iterable[str]) -> None:
    """Stores which columns `user` wants to see; the default needs no row."""
    chosen = Columns.named(names).names
    if chosen == Columns.named(DEFAULT).names:
        ListSettings.objects.filter(user=user.pk).delete()
    else:
        ListSettings.objects.update_or_create(user=user, defaults={"columns": chosen})
