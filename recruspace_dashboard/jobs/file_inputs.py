"""File inputs that need not send a file which Recruspace already has."""

from typing import Any

from django import forms

from recruspace_dashboard.files.references import FileReference


class UploadedFileInput(forms.FileInput):
    """A file input that shows which file was already uploaded for it."""

    template_name = "jobs/_uploaded_file_input.html"

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        uploaded = value if isinstance(value, FileReference) else None
        return {**super().get_context(name, None, attrs), "uploaded": uploaded}


def token_field_name(field_name: str) -> str:
    """The name of the hidden field with the token of the uploaded file."""
    return f"{field_name}_uploaded"
