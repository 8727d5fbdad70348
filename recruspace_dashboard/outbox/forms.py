"""What is to be done for those who are selected."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.services import parse
from recruspace_dashboard.writes.fields import NoteField, TagField
from recruspace_dashboard.writes.models import Write

PLACEHOLDERS = ("{first_name}", "{last_name}")
# What each action needs.
FIELDS: Mapping[str, str] = {
    Write.Action.NOTE: "text",
    Write.Action.TAG: "title",
    Write.Action.POOL: "talent_pool_id",
    Write.Action.JOB: "job_post",
}


class BatchForm(forms.Form):
    """One action, for the ticked candidates or for all whom a query finds."""

    errors_id = "batch-form-errors"
    data: QueryDict
    # Whether it shows what was typed before.
    restored = False

    action = forms.ChoiceField(
        label=_("What to do"),
        choices=[(name, Write.Action(name).label) for name in FIELDS],
        error_messages={
            "required": _("Choose what to do."),
            "invalid_choice": _("Choose what to do."),
        },
    )
    title = TagField(required=False)
    text = NoteField(
        help_text=_("{first_name} and {last_name} become the name of each candidate."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    talent_pool_id = forms.CharField(
        label=_("Talent pool"),
        required=False,
        error_messages={"required": _("Choose a talent pool.")},
    )
    job_post = forms.CharField(
        label=_("Job post"),
        required=False,
        error_messages={"required": _("Choose a job post.")},
    )
    all = forms.CharField(required=False)
    q = forms.CharField(required=False)
    pool = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        if not self.chosen:
            return
        # A list posts the fields of all its panels: what is wrong in another is not
        # shown, and does no harm.
        for name in {*FIELDS.values()} - {self.chosen}:
            del self.fields[name]
        self.fields[self.chosen].required = True

    @property
    def selected(self) -> Sequence[int]:
        """The ids that were ticked; what is no id is left out."""
        texts = ",".join(self.data.getlist("selected")).split(",")
        return [id for id in map(parse.identity, texts) if id is not None]

    @property
    def pool_id(self) -> int | None:
        return parse.identity(self.cleaned_data["pool"])

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        unknown = set(re.findall(r"\{\w*\}", text)) - {*PLACEHOLDERS}
        if unknown:
            raise forms.ValidationError(
                _("Only {first_name} and {last_name} can be filled in, not %(what)s."),
                params={"what": ", ".join(sorted(unknown))},
            )
        return text

    def clean_talent_pool_id(self) -> int | None:
        typed = self.cleaned_data["talent_pool_id"]
        found = parse.identity(typed)
        if typed and found is None:
            words = self.fields["talent_pool_id"].error_messages["required"]
            raise forms.ValidationError(words)
        return found

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("pool") and self.pool_id is None:
            self.add_error(None, _("This talent pool does not exist any more."))
        if not self.cleaned_data.get("all") and not self.selected:
            self.add_error(None, _("Nobody is selected. Tick candidates in a list."))

    @property
    def chosen(self) -> str:
        """The name of the field that the chosen action needs; empty without one."""
        return FIELDS.get(self.data.get("action", ""), "")

    @property
    def field(self) -> Any:
        return self[self.chosen] if self.chosen else None

    def offer(self, choices: Iterable[tuple[object, str]]) -> None:
        """Shows the field of the chosen action as a list."""
        field = self.fields[self.chosen]
        field.widget = forms.Select(choices=[("", "–"), *choices])
