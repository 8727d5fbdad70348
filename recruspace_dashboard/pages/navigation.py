"""The entries of the navigation, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Entry:
    """A link. `section` lists the views for which it is marked as current: their names,
    or the beginnings of their names."""

    title: "StrOrPromise"
    view: str
    icon: str
    section: tuple[str, ...]
    # The keys that open it.
    keys: str = ""
    # The id of a menu that a button beside the link opens, and the button's label.
    menu: str = ""
    menu_label: "StrOrPromise" = ""
    # The name in the context of the number beside it.
    count: str = ""
    # Whether the bar of a phone has no room for it: the user's menu leads there.
    on_phone: bool = True

    def current(self, view: str, query: Mapping[str, str]) -> str:
        """The value of `aria-current` while `view` is shown, or nothing."""
        if not _place(view, query).startswith(self.section):
            return ""
        return "page" if view == self.view else "true"


# A page about a candidate belongs to where it was opened from, as its address says.
OF_CANDIDATES = (
    "candidates:detail",
    "candidates:a",
    "candidates:create",
    "intake:",
    "review",
)
ORIGINS = {"pool": "pools:", "job": "jobs:"}


def _place(view: str, query: Mapping[str, str]) -> str:
    """The view whose section `view` belongs to."""
    if view.startswith(OF_CANDIDATES):
        return next((ORIGINS[name] for name in ORIGINS if query.get(name)), view)
    return view


ENTRIES = (
    Entry(_("Home"), "home", "home", ("home",), "g h"),
    Entry(
        _("Candidates"),
        "candidates:find",
        "profile",
        (
            *("candidates:", "review", "verdicts:", "compare"),
            *("upload_file", "intake:", "views:"),
        ),
        "g a",
    ),
    Entry(
        _("Pools"),
        "pools:list",
        "pool",
        ("pools:",),
        "g p",
        menu="pool-menu",
        menu_label=_("Pool menu"),
    ),
    Entry(_("Jobs"), "jobs:list", "briefcase", ("jobs:",), "g j", on_phone=False),
    Entry(
        _("Outbox"),
        "outbox:list",
        "outbox",
        ("outbox:",),
        "g o",
        count="outbox_waiting",
    ),
)
# What the menu of the user leads to.
USER = Entry(
    _("Me"), "accounts:account", "me", ("accounts:", "team:", "company", "styleguide:")
)
