"""The lists of pools and job posts in the forms of an intake."""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from django import forms
from django.utils.translation import gettext as _

from recruspace_dashboard.connection.parallel import beside
from recruspace_dashboard.intake.forms import ForAllForm
from recruspace_dashboard.outbox.targets import choices
from recruspace_dashboard.pages.results import Result, try_read
from recruspace_dashboard.services import RecruspaceClient

Form = TypeVar("Form", bound=forms.Form)
Rows = Sequence[tuple[object, str]]


class TargetForm(ForAllForm):
    """Only where one file is added."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        del self.fields["tags"], self.fields["note"]

    @property
    def without_target(self) -> dict[str, object]:
        return {}


def offer_targets(client: RecruspaceClient, form: forms.Form) -> None:
    """Fills the two lists of a form; where one cannot be read, it says so."""
    pools = beside(client, lambda it: try_read(partial(choices, it, "talent_pool_id")))
    jobs = try_read(partial(choices, client, "job_post"))
    _offer(form, "talent_pool_id", pools.result())
    _offer(form, "job_post", jobs)


def _offer(form: forms.Form, name: str, result: Result[Rows]) -> None:
    """What is chosen stays, also where its list is missing."""
    rows = [(str(value), label) for value, label in result.data or ()]
    bound = form[name]
    chosen = bound.value()
    if result.fault:
        # Not of its field, whose text has been read by now.
        bound.help_text = result.fault.text
    if chosen and str(chosen) not in dict(rows):
        text = _("Your choice (%(chosen)s)") % {"chosen": chosen}
        rows = [(str(chosen), text), *rows]
    bound.field.widget = forms.Select(choices=[("", "–"), *rows])
