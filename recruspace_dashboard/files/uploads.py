"""Files that users post: how much of them is read, and the forms that hold them."""

from typing import Any

from django import forms
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024
# The messages of files/fields.py say it too.
LARGEST = 10 * MEGABYTE


class StopAtLimit(FileUploadHandler):
    """Reads as much of a file as shows that it is too large, and drops the rest.

    So no file fills the disk, and the other fields of the form are still read. Every
    file field refuses what is larger than `LARGEST`.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


def posted_files(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    """The posted files, for a form; None, which leaves it unbound, for GET."""
    return request.FILES if request.method == "POST" else None


def choose_again(form: forms.Form) -> None:
    """Says at each file of a refused form that it has to be chosen again.

    For a whole page only: browsers put no file back into it. With htmx the form, and
    the file in it, stays.
    """
    for name in form.files:
        if name in form.fields and name not in form.errors:
            form.add_error(
                name, _("Choose the file again: a browser does not keep it.")
            )
