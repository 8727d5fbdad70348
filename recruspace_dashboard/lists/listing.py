"""A page of a list of candidates, as its templates get it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.columns import Column, Columns
from recruspace_dashboard.lists.filters import FilterGroup
from recruspace_dashboard.lists.page_links import page_links
from recruspace_dashboard.pages.pagination import PageRequest, Pagination

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The orders that the menu offers.
MENU: dict[str, "StrOrPromise"] = {
    "-added": _("Newest"),
    "added": _("Oldest"),
    "name": _("Name"),
    "-score": _("Score"),
    "suitability": _("Suitability"),
    "stage": _("Stage"),
    "city": _("City"),
}
# Those that only the heads of columns lead to.
TITLES = MENU | {"source": _("Source"), "email": _("E-mail")}


@dataclass(frozen=True)
class Head:
    """The head of a column. Its address sorts by it, the other way, then no more."""

    title: "StrOrPromise"
    css_class: str
    address: str = ""
    # The value of `aria-sort`; empty where the list is not sorted by it.
    sorted: str = ""


@dataclass(frozen=True)
class Choice:
    """An entry of a menu."""

    title: "StrOrPromise"
    address: str
    current: bool = False


@dataclass(frozen=True)
class Empty:
    """What is said in place of a table without rows, and what can be done."""

    title: "StrOrPromise"
    text: "StrOrPromise" = ""
    address: str = ""
    action: "StrOrPromise" = ""
    icon: str = "search"


NOTHING = Empty(_("No candidates found"))
NEWEST = MENU["-added"]


@dataclass(frozen=True)
class Listing:
    """A page of a list of candidates. `rows_html` is empty if there are none.

    `as_of` is the time of the copy, or None for a list that is live. `problems` say
    which words of the query make no sense. `exports` are the names and addresses of the
    files that it can be saved as. `save_address` is where the query is saved as a view,
    and empty where it cannot be; `new_in_view` is how many are new in the saved view
    that is shown. `filters` is None while their panel is closed.
    """

    title: "StrOrPromise"
    asked: Asked
    rows_html: SafeString
    columns: Columns
    pagination: Pagination
    as_of: datetime | None = None
    new_since_yesterday: int | None = None
    new_in_view: int | None = None
    notice: "StrOrPromise" = ""
    problems: Sequence["StrOrPromise"] = ()
    empty: Empty = NOTHING
    # The order in which the list comes where none is asked for.
    own_order: "StrOrPromise" = NEWEST
    exports: Sequence[tuple[str, str]] = ()
    can_search: bool = True
    save_address: str = ""
    # Where the candidates are read one after the other, from the first of this page on;
    # empty where they cannot be.
    review_address: str = ""
    filters: Sequence[FilterGroup] | None = None
    # The one pool that is listed.
    pool: int | None = None

    @cached_property
    def key(self) -> tuple[object, ...]:
        """All that those parts around the rows depend on that are the same on all pages
        of the list: templates keep these parts."""
        first = PageRequest(1, self.asked.page_request.size)
        return (
            replace(self.asked, page_request=first),
            *(str(self.own_order), self.can_search, self.save_address),
            *self.columns.names,
        )

    @cached_property
    def page_key(self) -> tuple[object, ...]:
        """All that the others depend on."""
        page = self.pagination
        return (
            *(*self.key, self.asked.page_request, *self.exports),
            *(page.number, page.size, page.end, page.total, page.next),
        )

    @property
    def here(self) -> str:
        return self.asked.link()

    @property
    def everything(self) -> str:
        """The address of the list with nothing asked for."""
        return self.asked.address

    @property
    def filters_address(self) -> str:
        return self.asked.link(filters=1)

    @property
    def can_select_all(self) -> bool:
        """Whether the query selects more than the page shows; only the copy knows who
        matches."""
        page = self.pagination
        more = (page.total or 0) > page.end - page.start + 1
        return more and self.as_of is not None

    @property
    def heads(self) -> Iterator[Head]:
        classes = self.columns.classes
        for column in self.columns.shown:
            address, order = self._sorting(column)
            yield Head(column.title, classes[column.name], address, order)

    def _sorting(self, column: Column) -> tuple[str, str]:
        """Where a click on its head leads, and how the list is sorted by it now."""
        if not (column.sort and self.can_search):
            return "", ""
        rising, falling = column.sort, f"-{column.sort}"
        turns = [falling, rising] if column.falls_first else [rising, falling]
        now = self.asked.sort
        then = dict(zip(turns, [turns[1], ""], strict=True)).get(now, turns[0])
        order = {rising: "ascending", falling: "descending"}.get(now, "")
        return self.asked.link(sort=then), order

    @property
    def sorts(self) -> list[Choice]:
        """The entries of the menu of orders."""
        orders = {"": self.own_order} | {
            sort: title for sort, title in MENU.items() if title != self.own_order
        }
        return [
            Choice(title, self.asked.link(sort=sort), sort == self.asked.sort)
            for sort, title in orders.items()
        ]

    @property
    def sort_title(self) -> "StrOrPromise":
        """The name of the order in which the list is."""
        sort = self.asked.sort
        if not sort:
            return self.own_order
        if sort in TITLES:
            return TITLES[sort]
        other = sort.removeprefix("-") if sort.startswith("-") else f"-{sort}"
        return f"{TITLES[other]} {'↓' if sort.startswith('-') else '↑'}"

    @property
    def page_links(self) -> SafeString:
        return page_links(self.asked, self.pagination)
