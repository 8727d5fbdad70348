"""The form whose submission is an API call."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from recruspace_dashboard.pages.faults import Fault, explain
from recruspace_dashboard.pages.form_errors import add_api_errors
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.writes.models import Write

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the difference of the clocks may have changed since a form was sent.
CLOCK_SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class CreatedRecord:
    """A record that a form may have created, and its page here."""

    name: str
    address: str
    candidate: Candidate | None = None


def is_created_since(
    created_at: datetime | None, sent_at: datetime, client: RecruspaceClient
) -> bool:
    """Whether a form sent at `sent_at` may have created a record; unknown means yes.

    Our clock and Recruspace's may differ: `client`, which has read the record, knows
    by how much.
    """
    sent_there = sent_at + client.clock_difference
    return created_at is None or created_at > sent_there - CLOCK_SKEW


class ApiForm(forms.Form):
    """A form that sends its values to the API, and shows the API's errors.

    Every failure becomes an error of the form, so that nothing typed is lost. Views
    send it with `writes.submit`.
    """

    # The id of the element for non-field errors. If a page has several forms, each has
    # an id of its own that ends in "form-errors", and its own `auto_id`.
    errors_id = "form-errors"
    # What it writes, and for whom: for the history.
    action: Write.Action
    candidate_id: int | None = None
    # Whether sending it twice would create two records.
    send_once = True
    # Whether `find_created` can be asked; if not, what the user can do instead.
    can_find_created = True
    unknown_outcome_help: "StrOrPromise" = ""

    status = 200
    # Whether it shows a draft.
    restored = False
    # When the write being checked was sent.
    sent_at: datetime
    # Whether Recruspace had it already.
    already = False
    error: RecruspaceError | None = None
    fault: Fault | None = None
    result: Any = None
    # The row of this form, once it is sent.
    write: Write | None = None

    def arguments(self) -> dict[str, Any]:
        """What the history shows of `cleaned_data`."""
        return {}

    def send(self, client: RecruspaceClient) -> Any:
        """Makes the API call with `cleaned_data`; returns its result."""
        raise NotImplementedError

    def check(self, client: RecruspaceClient) -> None:
        """Adds errors that only the API can find, before anything is sent."""

    def find_created(self, client: RecruspaceClient) -> CreatedRecord | None:
        """The record this form may have created, if the API's answer was lost.

        Raises `RecruspaceError`.
        """
        raise NotImplementedError

    def send_to(self, client: RecruspaceClient) -> bool:
        """Sends the valid form; sets `result` and returns True, or sets `status`."""
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
        """Shows each message of the API at its field, or else above the form."""
        fault = self.fault = explain(error, repeatable=not self.send_once)
        self.status = fault.status
        add_api_errors(self, error, fault)

    def record_next_page(self, address: str) -> None:
        """Stores the page shown after the write, in case the form is sent again."""
        if self.write:
            self.write.record_next_page(address)
