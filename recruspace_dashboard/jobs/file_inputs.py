"""File inputs of a form that need not send a file which Recruspace has already."""

from typing import Any

from django import forms

from recruspace_dashboard.files.references import FileReference


class KeptFileInput(forms.FileInput):
    """A file input that names the file which is kept for it."""

    template_name = "jobs/_kept_file_input.html"

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        kept = value if isinstance(value, FileReference) else None
        return {**super().get_context(name, None, attrs), "kept": kept}


def token_name(field_name: str) -> str:
    """The name of the hidden field that goes along with a file field."""
    return f"{field_name}_kept"
