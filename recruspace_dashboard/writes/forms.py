"""The form whose submission is a call to the API."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from recruspace_dashboard.pages.faults import Fault, explain
from recruspace_dashboard.pages.form_errors import add_api_errors
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.writes.models import Submission

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# How far the clock of Recruspace may be behind ours.
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """What a form may have created, and its page here."""

    name: str
    address: str


def is_made_since(made_at: datetime | None, sent_at: datetime) -> bool:
    """Whether a form sent at `sent_at` may have created this; unknown counts as yes."""
    return made_at is None or made_at > sent_at - CLOCKS_DIFFER


class ApiForm(forms.Form):
    """A form that sends its values to the API, and shows the API's complaints.

    Whatever goes wrong becomes an error of the form, so that the page comes back with
    everything that was typed. Views send it with `writes.submit`.
    """

    # The element for errors of no field. On a page with several forms each has its own,
    # ending in "form-errors", and its own `auto_id`.
    errors_id = "form-errors"
    # Whether sending it twice would create two things.
    once = True
    # Whether the API can be asked if it arrived; if not, what the user can do.
    can_look = True
    cannot_look: "StrOrPromise" = ""

    status = 200
    # Whether it shows a draft: text that was typed earlier and not sent.
    restored = False
    # When the submission being checked was sent.
    sent_at: datetime
    error: RecruspaceError | None = None
    fault: Fault | None = None
    result: Any = None
    # The row of this submission, once it was sent.
    submission: Submission | None = None

    def send(self, client: RecruspaceClient) -> Any:
        """Makes the call with `cleaned_data`; gives its answer."""
        raise NotImplementedError

    def check(self, client: RecruspaceClient) -> None:
        """Adds errors that only the API knows of, before anything is sent."""

    def look(self, client: RecruspaceClient) -> Found | None:
        """What this form may have created, when its answer was lost.

        Raises `RecruspaceError`.
        """
        raise NotImplementedError

    def send_to(self, client: RecruspaceClient) -> bool:
        """Whether the API took the valid form; sets `result`, or else `status`."""
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
        """Shows each message of the API at its field, and the others above."""
        fault = self.fault = explain(error, repeatable=not self.once)
        self.status = fault.status
        add_api_errors(self, error, fault)

    def led_to(self, address: str) -> None:
        """Notes the page shown after the write, for a form that is sent again."""
        if self.submission:
            self.submission.led_to(address)
