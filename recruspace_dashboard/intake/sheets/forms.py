"""What a user says of the columns of a table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from recruspace_dashboard.intake.sheets.columns import Column
from recruspace_dashboard.intake.sheets.table import Table

# Rows that are shown above what is chosen of their columns.
SHOWN_ROWS = 5
# By one of these a row can find its file.
FINDING = {
    *(Column.FILE, Column.EMAIL, Column.NAME, Column.LAST_FIRST),
    *(Column.FIRST_NAME, Column.LAST_NAME),
}


@dataclass(frozen=True)
class ShownColumn:
    field: BoundField
    values: Sequence[str]


class ColumnsForm(forms.Form):
    """A choice for each column."""

    errors_id = "columns-errors"

    def __init__(
        self, data: Mapping[str, Any] | None, table: Table, columns: Sequence[str]
    ) -> None:
        super().__init__(data)
        self.table = table
        for place, heading in enumerate(table.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": place + 1},
                choices=Column.choices,
                initial=str(columns[place]) if place < len(columns) else "",
                required=False,
            )

    @property
    def shown(self) -> list[ShownColumn]:
        rows = self.table.rows[:SHOWN_ROWS]
        return [
            ShownColumn(field, [row.cells[place] for row in rows])
            for place, field in enumerate(self)
        ]

    @property
    def columns(self) -> list[Column]:
        return [Column(self.cleaned_data[name]) for name in self.fields]

    def clean(self) -> None:
        super().clean()
        chosen = {name: Column(one) for name, one in self.cleaned_data.items()}
        number = Counter(column for column in chosen.values() if column)
        for name, column in chosen.items():
            if number[column] > 1:
                self.add_error(name, _("Another column is this already."))
        if not self.errors and FINDING.isdisjoint(number):
            text = _("Choose by what a row finds its CV: a file, an e-mail or a name.")
            self.add_error(None, text)
