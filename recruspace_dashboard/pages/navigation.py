"""The entries of the navigation, in their order."""

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
    # The id of a menu that a button beside the link opens, and the button's label.
    menu: str = ""
    menu_label: "StrOrPromise" = ""

    def current(self, view: str) -> str:
        """The value of `aria-current` while `view` is shown, or nothing."""
        if not view.startswith(self.section):
            return ""
        return "page" if view == self.view else "true"


ENTRIES = (
    Entry(_("Home"), "home", "home", ("home",)),
    Entry(
        _("Pools"),
        "pools:list",
        "pool",
        ("pools:", "candidates:detail", "candidates:add_"),
        menu="pool-menu",
        menu_label=_("Pool menu"),
    ),
    Entry(
        _("Find"),
        "candidates:find",
        "search",
        ("candidates:find", "candidates:create", "candidates:assign", "upload_file"),
    ),
    Entry(_("Jobs"), "jobs:list", "briefcase", ("jobs:",)),
    Entry(_("Company"), "company", "building", ("company",)),
)
ACCOUNT = Entry(
    _("Your account"), "accounts:account", "profile", ("accounts:", "team:")
)
