"""What can be asked, in ten lines: shown behind `?` beside the search field."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class HelpLine:
    """The example is translated too, as each field has a Turkish name."""

    example: "StrOrPromise"
    meaning: "StrOrPromise"


LINES = (
    HelpLine(
        _("ayse ist"),
        _(
            "All words, each from its beginning, anywhere, and from three letters on "
            "in CVs too; accents do not matter."
        ),
    ),
    HelpLine(_('"machine learning"'), _("These whole words, one after the other.")),
    HelpLine(_("-junior"), _("Not this: before a word, a field or a bracket.")),
    HelpLine(_("(go OR rust) berlin"), _("One or the other, with OR in capitals.")),
    HelpLine(
        _("tag:go,python cv:kubernetes"),
        _(
            "In one field: name, email, phone, tag, pool, job, city, country, stage, "
            "suitability, source or cv (its text). A comma means or."
        ),
    ),
    HelpLine(
        _("score:>70 score:60..80"),
        _("The score; the ends of a range belong to it."),
    ),
    HelpLine(
        _("added:<30d added:2026-01..2026-03"),
        _("Added in the last 30 days (d, w, m, y), or on a day, in a month or year."),
    ),
    HelpLine(
        _("has:cv no:cvtext"),
        _("With or without: cv, cvtext, photo, phone, tag, job, city, score, error."),
    ),
    HelpLine(
        _("is:unseen is:new is:double"),
        _(
            "Seen, unseen, added yesterday or today, or with the e-mail or phone of "
            "another record."
        ),
    ),
    HelpLine(
        _("ayse@example.com ali@example.com"),
        _("Each of these e-mail addresses; id:1,2,3 finds candidates by number."),
    ),
)
