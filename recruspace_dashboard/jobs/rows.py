"""An answer of several rows, such as the positions a candidate held: a formset in a
field, which cleans to the JSON array that the API expects."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.pages.labels import label

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAX_ROWS = 50


def date_field(name: "StrOrPromise", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=name,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter the date as year-month-day: 2024-05-31.")},
    )


def choice_field(name: "StrOrPromise", *values: str) -> forms.ChoiceField:
    choices = [("", "–"), *((value, label(value)) for value in values)]
    return forms.ChoiceField(label=name, required=False, choices=choices)


class Row(forms.Form):
    """One job or school of a candidate; its fields have the API's names."""

    start_date = date_field(_("From"))
    end_date = date_field(_("To"), required=False)
    # The name of the field that says that the period has not ended.
    current: ClassVar[str]

    def clean(self) -> None:
        if "end_date" in self.errors:
            return
        start, end = self.cleaned_data.get("start_date"), self.cleaned_data["end_date"]
        if end is None and not self.cleaned_data[self.current]:
            going_on = self.fields[self.current].label
            self.add_error(
                "end_date",
                _("Enter the end, or tick “%(going_on)s”.") % {"going_on": going_on},
            )
        elif start and end and end < start:
            self.add_error("end_date", _("The end date is before the start date."))

    def to_payload(self) -> dict[str, str | bool]:
        """The row as the API expects it, without empty values."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if value not in ("", None)
        }


class ExperienceRow(Row):
    company_name = forms.CharField(label=_("Company"))
    position_title = forms.CharField(label=_("Position"))
    employment_type = choice_field(
        _("Employment type"), "full_time", "part_time", "contract", "intern"
    )
    currently_employed = forms.BooleanField(label=_("Ongoing"), required=False)
    current = "currently_employed"
    field_order = (
        *("company_name", "position_title", "employment_type"),
        *("start_date", "end_date", "currently_employed"),
    )


class EducationRow(Row):
    school_name = forms.CharField(label=_("School"))
    degree = choice_field(
        _("Degree"),
        "high_school_diploma",
        "associate_degree",
        "bachelors_degree",
        "masters_degree",
        "doctorate_degree",
        "certificate_or_diploma",
    )
    major = forms.CharField(label=_("Field of study"), required=False)
    currently_pursuing = forms.BooleanField(label=_("Ongoing"), required=False)
    current = "currently_pursuing"
    field_order = (
        *("school_name", "degree", "major"),
        *("start_date", "end_date", "currently_pursuing"),
    )


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]  # generic in stubs only
    """The rows of one answer, posted as `<prefix>-<number>-<field>`.

    They are counted here, so that a page can add and remove rows freely.
    """

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, prefix: str, **kwargs: Any
    ) -> None:
        number = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-")
        found = [number.match(name) for name in data or ()]
        self.posted_numbers = {int(match[1]) for match in found if match}
        if data is not None:
            total = max(self.posted_numbers, default=-1) + 1
            counted = {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": 0}
            data = dict(data.items()) | counted
        super().__init__(data, prefix=prefix, **kwargs)

    @property
    def filled(self) -> Sequence[Row]:
        return [row for row in self.forms if row.has_changed()]

    @property
    def posted_forms(self) -> Sequence[Row]:
        """The rows that the user's page has; their numbers may have gaps."""
        return [
            row
            for number, row in enumerate(self.forms)
            if number in self.posted_numbers
        ]

    def as_typed(self, *, extra: int) -> Self:
        """The same rows, not validated, with `extra` empty ones; at least one row."""
        typed = [{name: row[name].data for name in row.fields} for row in self.filled]
        rows = type(self)(initial=typed, prefix=str(self.prefix))
        rows.extra = extra if typed else 1
        return rows


class RowsWidget(forms.Widget):
    template_name = "jobs/_rows.html"
    use_fieldset = True

    def __init__(self, row: type[Row]) -> None:
        super().__init__()
        self.rows = cast(
            type[Rows],
            forms.formset_factory(
                row, formset=Rows, max_num=MAX_ROWS, absolute_max=MAX_ROWS
            ),
        )

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Mapping[str, Any], name: str
    ) -> Rows:
        return self.rows(data, prefix=name)

    def format_value(self, value: Any) -> None:
        """Our template shows the rows, so no single text value is needed."""

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        rows = value if isinstance(value, Rows) else self.rows(prefix=name)
        return {**super().get_context(name, value, attrs), "rows": rows}


class RowsField(forms.Field):
    """Cleans to a JSON array as text, or to an empty text if no row is filled."""

    default_error_messages = {  # noqa: RUF012 as Django declares it
        "required": _("Fill in at least one."),
        "invalid": _("Some of these entries are not complete."),
        "too_many": _("You can send at most 50 entries."),
    }

    def __init__(self, row: type[Row], **kwargs: Any) -> None:
        super().__init__(widget=RowsWidget(row), **kwargs)

    def clean(self, value: Rows) -> str:
        if value.non_form_errors():
            raise ValidationError(self.error_messages["too_many"], "too_many")
        if not value.is_valid():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        entries = [row.to_payload() for row in value.filled]
        if self.required and not entries:
            raise ValidationError(self.error_messages["required"], "required")
        return json.dumps(entries, ensure_ascii=False) if entries else ""
