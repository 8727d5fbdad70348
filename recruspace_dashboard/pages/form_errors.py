"""Adds errors of the API to a form."""

from django import forms

from recruspace_dashboard.pages.faults import Fault
from recruspace_dashboard.services.errors import RecruspaceError, ValidationFailed


def add_api_errors(form: forms.Form, error: RecruspaceError, fault: Fault) -> None:
    """Adds each message of the API to its field, or above the form if it has none.

    For an error other than `ValidationFailed`, adds the text of `fault`.
    """
    if not isinstance(error, ValidationFailed):
        form.add_error(None, fault.text)
        return
    for name, texts in error.fields.items():
        for text in texts:
            if name in form.fields:
                form.add_error(name, text)
            else:
                form.add_error(None, f"{name}: {text}")
    for text in error.messages or ([] if error.fields else [fault.text]):
        form.add_error(None, text)
