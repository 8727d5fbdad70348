"""Why a file of an intake needs a look, in words."""

from django.utils.translation import gettext as _

from recruspace_dashboard.intake.checks import valid_email, valid_phone
from recruspace_dashboard.intake.lines import FIELDS, NEEDED, Choice, Line


def why_same(line: Line) -> str:
    if not line.strong and line.twin:
        text = _("No. %(number)s of this intake has the same e-mail.")
        return text % {"number": line.twin.number}
    return _("%(name)s is there already.") % {"name": line.strong[0].name}


def whys_of(line: Line) -> list[str]:
    """What keeps it from being added as it is, beside its fields."""
    file = line.file
    if file.choice == Choice.TAG:
        # Another key may be used by now, which does not list them.
        if line.own.get("same_as") not in {one.id for one in line.known}:
            return [_("Choose the candidate who is there.")]
        if line.aim.get("tags") or line.aim.get("note"):
            return []
        return [_("There is no tag and no note for the one who is there.")]
    whys = []
    if file.reading and not file.confirmed:
        whys.append(_("No text could be read."))
    if not line.has_target:
        whys.append(_("No pool or job post is chosen."))
    if line.known and not file.choice and not file.confirmed:
        whys.append(_("There is a candidate of this name already."))
    return whys


def field_whys_of(line: Line) -> list[str]:
    labels = {
        "first_name": _("First name"),
        "last_name": _("Last name"),
        "email": _("E-mail"),
        "phone_number": _("Phone"),
    }
    whys = []
    for name in FIELDS:
        told = line.fields[name]
        if not told.value:
            if name in NEEDED:
                whys.append(_("%(field)s is missing.") % {"field": labels[name]})
        elif not is_valid(name, told.value):
            whys.append(_("%(field)s is not valid.") % {"field": labels[name]})
        elif name in NEEDED and name in line.unsure:
            whys.append(_("%(field)s is not sure.") % {"field": labels[name]})
    return whys


def is_valid(name: str, value: str) -> bool:
    if name == "email":
        return valid_email(value)
    return name != "phone_number" or valid_phone(value)
