"""The form whose submission is a call to the API."""

from typing import Any

from django import forms

from recruspace_dashboard.faults import Fault, explain
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError, ValidationFailed


class ApiForm(forms.Form):
    """A form that sends what it holds, and shows what the API says against it.

    Whatever goes wrong becomes an error of the form, so that the page comes back
    with all that was typed.
    """

    # Where on the page the errors stand that belong to no field. A page with several
    # forms gives each its own, ending in "form-errors", and its own `auto_id`.
    errors_id = "form-errors"
    status = 200
    fault: Fault | None = None
    result: Any = None

    def send(self, client: RecruspaceClient) -> Any:
        """Makes the call with `cleaned_data` and gives what the API answered."""
        raise NotImplementedError

    def submit(self, client: RecruspaceClient) -> bool:
        """Whether the form was valid and the API took it; sets `result`, `status`."""
        if not self.is_valid():
            self.status = 422
            return False
        try:
            self.result = self.send(client)
        except RecruspaceError as error:
            self.refuse(error)
            return False
        return True

    def refuse(self, error: RecruspaceError) -> None:
        """Shows each message of the API at its field, and the rest on top."""
        fault = self.fault = explain(error)
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
