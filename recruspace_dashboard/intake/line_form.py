"""What the user says of one file."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruspace_dashboard.intake.lines import FIELDS, NEEDED, SURE, Choice, Line
from recruspace_dashboard.intake.tags import TagsField
from recruspace_dashboard.pages.fields import PhoneField
from recruspace_dashboard.services import parse
from recruspace_dashboard.writes.fields import NoteField


def choices_of(line: Line) -> list[tuple[str, str]]:
    """What can be done with one who may be there already."""
    tag_one = _("Only tag and note the one who is there")
    tag = _("Only tag and note %(name)s, who is there")
    several = len(line.known) > 1
    return [
        (Choice.SKIP.value, str(Choice.SKIP.label)),
        (Choice.ADD.value, str(Choice.ADD.label)),
        *(
            (f"{Choice.TAG}:{one.id}", tag % {"name": one.name} if several else tag_one)
            for one in line.known
        ),
    ]


class LineForm(forms.Form):
    """The fields of one file, and what is decided of who may be there already."""

    errors_id = "line-form-errors"
    # Whether it shows a draft.
    restored = False

    first_name = forms.CharField(
        label=gettext_lazy("First name"),
        validators=[MaxLengthValidator(255)],
        required=False,
        error_messages={"required": gettext_lazy("Enter the first name.")},
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"),
        validators=[MaxLengthValidator(255)],
        required=False,
        error_messages={"required": gettext_lazy("Enter the last name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        error_messages={"required": gettext_lazy("Enter the e-mail address.")},
    )
    phone_number = PhoneField(label=gettext_lazy("Phone"), required=False)
    tags = TagsField()
    note = NoteField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    # The ids of those who were shown as known.
    shown = forms.CharField(required=False)

    def __init__(self, data: Mapping[str, Any] | None, line: Line) -> None:
        initial: dict[str, Any] = {name: line.fields[name].value for name in FIELDS}
        initial["tags"] = line.aim.get("tags") or []
        initial["note"] = line.aim.get("note") or ""
        super().__init__(data, initial=initial, auto_id="line_%s")
        self.line = line
        # `tag:7` names the one who is there. Where there is nothing to choose from, a
        # button says it.
        said = (data or {}).get("leave_out") or (data or {}).get("choice") or ""
        choice, _colon, same_as = str(said).partition(":")
        self.choice = choice if choice in Choice.values else ""
        self.same_as = parse.identity(same_as)
        for name in NEEDED if self.is_added else ():
            self.fields[name].required = True
        for name in () if self.is_added else FIELDS:
            # Nothing of it is sent, so nothing can be wrong with it.
            self.fields[name] = forms.CharField(required=False)

    @property
    def is_added(self) -> bool:
        """Whether the file becomes a new candidate."""
        return self.choice in ("", Choice.ADD)

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        if self.is_added and not self.line.has_target:
            self.add_error(None, _("Choose a pool or a job post first."))
        if self.choice != Choice.TAG:
            return
        if self.same_as not in {one.id for one in self.line.known}:
            self.add_error(None, _("Choose the candidate who is there."))
        if not data.get("tags") and not data.get("note"):
            text = _("Write a tag or a note for the one who is there.")
            self.add_error("tags", text)

    @property
    def seen(self) -> set[int]:
        """Those who were shown as known when the form was sent."""
        ids = map(parse.identity, self.cleaned_data["shown"].split(","))
        return {one for one in ids if one is not None}

    def keep(self) -> None:
        """Stores what was said in the row of the file."""
        file, data = self.line.file, self.cleaned_data
        file.choice = self.choice
        file.confirmed = self.is_added
        told = {name: data.get(name, "") for name in FIELDS}
        file.sealed_fields = file.seal(
            {
                name: {"value": value, "certainty": self._certainty(name, value)}
                for name, value in told.items()
            }
        )
        file.sealed_own = file.seal(self._own())
        names = ["choice", "confirmed", "sealed_fields", "sealed_own"]
        file.save(update_fields=names)

    def _certainty(self, name: str, value: str) -> str:
        before = self.line.fields[name]
        if self.line.file.confirmed and value:
            return SURE
        return before.certainty if value == before.value else SURE

    def _own(self) -> dict[str, Any]:
        """What is said for this file alone: what differs from what is said for all."""
        own = dict(self.line.own)
        own.pop("same_as", None)
        for name, empty in (("tags", []), ("note", "")):
            said = self.cleaned_data[name]
            own.pop(name, None)
            if said != (self.line.for_all.get(name) or empty):
                own[name] = said
        if self.choice == Choice.TAG:
            own["same_as"] = self.same_as
        return own
