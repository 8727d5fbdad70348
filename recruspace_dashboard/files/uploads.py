"""Uploaded files: how much of each is read, and how forms get them."""

from tempfile import TemporaryFile
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
# The messages in files/fields.py name this limit too.
MAX_UPLOAD_BYTES = 10 * MEGABYTE
# Of one form: a CV, and the photos that a job post may ask for.
MOST_FILES = 10


class SizeLimitUploadHandler(FileUploadHandler):
    """Reads a file until it is known to be too large, and drops the rest.

    So no file fills the disk, and the other fields of the form are still read. Every
    file field refuses a file larger than `MAX_UPLOAD_BYTES`.

    Raises `TooManyFilesSent` for more than `MOST_FILES`.
    """

    _files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._files += 1
        if self._files > MOST_FILES:
            raise TooManyFilesSent("too many files for this form")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_UPLOAD_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


class NamelessFileUploadHandler(TemporaryFileUploadHandler):
    """Stores a large file without a name, so that it ends with the process.

    Django's own handler leaves the file behind if the process is killed.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file: UploadedFile[bytes] = UploadedFile(  # type: ignore[assignment]
            TemporaryFile(dir=settings.DATA_DIR),  # noqa: SIM115 (the request closes it)
            self.file_name,
            self.content_type,
            0,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        # Nothing to delete: the file ends when it is closed. There may be none yet.
        if hasattr(self, "file"):
            self.file.close()


def posted_files(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    """The posted files for a form; None for GET, so that the form is unbound."""
    return request.FILES if request.method == "POST" else None


def ask_for_files_again(form: forms.Form) -> None:
    """Adds an error to each file field of a refused form: choose the file again.

    Only for a whole page, where the browser drops the file. With htmx, the form and its
    file stay.
    """
    for name in form.files:
        if name in form.fields and name not in form.errors:
            form.add_error(
                name, _("Choose the file again. Browsers do not remember it.")
            )
