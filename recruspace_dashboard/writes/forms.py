"""The form whose submission is a call to the API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from recruspace_dashboard.pages.faults import Fault, explain
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError, ValidationFailed

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


# Between the clock here and the one of Recruspace.
CLOCKS_DIFFER = timedelta(minutes=1)


class CountedField(forms.CharField):
    """A text whose characters the server counts, to say by how much it is too long: a
    field that stops taking letters would cut what is pasted without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


@dataclass(frozen=True)
class Found:
    """What a form may have made, and its page here."""

    name: str
    address: str


def is_made_since(made_at: datetime | None, sent_at: datetime) -> bool:
    """Whether something may be what a form has made that was sent then; it may, where
    the API does not tell when it was made."""
    return made_at is None or made_at > sent_at - CLOCKS_DIFFER


class ApiForm(forms.Form):
    """A form that sends what it holds, and shows what the API says against it.

    Whatever goes wrong becomes an error of the form, so that the page comes back
    with all that was typed. Views send it with `submissions.submit`.
    """

    # Where on the page the errors stand that belong to no field. A page with several
    # forms gives each its own, ending in "form-errors", and its own `auto_id`.
    errors_id = "form-errors"
    # Whether to send it twice would make two things.
    once = True
    # Whether the API can be asked if it has arrived, and else what a person can do.
    can_look = True
    cannot_look: "StrOrPromise" = ""
    status = 200
    # Whether it holds what was typed before, and could not be taken then.
    restored = False
    # When it was sent of which it is looked what became.
    sent_at: datetime
    error: RecruspaceError | None = None
    fault: Fault | None = None
    result: Any = None

    def send(self, client: RecruspaceClient) -> Any:
        """Makes the call with `cleaned_data` and gives what the API answered."""
        raise NotImplementedError

    def check(self, client: RecruspaceClient) -> None:
        """Adds errors that only the API knows of, before anything is sent."""

    def look(self, client: RecruspaceClient) -> Found | None:
        """What is in Recruspace that this form may have made, when its answer was
        lost. Raises `RecruspaceError`."""
        raise NotImplementedError

    def send_to(self, client: RecruspaceClient) -> bool:
        """Whether the API took the valid form; sets `result`, else `status`."""
        try:
            self.check(client)
            if self.errors:
                self.status = 422
                return False
            self.result = self.send(client)
        except RecruspaceError as error:
            self.error = error
            self.refuse(error)
            return False
        return True

    def refuse(self, error: RecruspaceError) -> None:
        """Shows each message of the API at its field, and the rest on top."""
        fault = self.fault = explain(error, repeatable=not self.once)
        self.status = fault.status
        if not isinstance(error, ValidationFailed):
            self.add_error(None, fault.text)
            return
        for name, texts in error.fields.items():
            for text in texts:
                if name in self.fields:
                    self.add_error(name, text)
                else:
                    self.add_error(None, f"{name}: {text}")
        for text in error.messages or ([] if error.fields else [fault.text]):
            self.add_error(None, text)
