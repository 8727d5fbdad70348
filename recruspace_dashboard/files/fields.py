"""Form fields for files, which check their kind and size."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.files.kinds import (
    DOCUMENTS,
    PHOTOS,
    Kind,
    UnsafeFile,
    kind_of,
)
from recruspace_dashboard.files.names import name_for_upload
from recruspace_dashboard.files.uploads import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


UNSAFE = _(
    "This DOCX file contains macros, a password or too many "
    "parts. Save it without them, or as a PDF."
)


class _CheckedFileField(forms.FileField):
    """Cleans to an `UploadedFile` of one of `kinds`, with a safe name, rewound."""

    kinds: tuple[Kind, ...]
    default_help: "StrOrPromise"
    widget = forms.FileInput
    default_error_messages = {  # noqa: RUF012 as Django declares it
        "required": _("Choose a file."),
        "empty": _("This file is empty."),
        "too_large": _("This file is too large: 10 MB at most."),
        "unsafe": UNSAFE,
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(**kwargs)
        # upload.js needs these to refuse a file before it is sent.
        self.widget.attrs |= {
            "accept": ",".join(end for kind in self.kinds for end in kind.extensions),
            "data-largest": MAX_UPLOAD_BYTES,
            "data-too-large": self.error_messages["too_large"],
        }

    def to_python(self, data: Any) -> "UploadedFile[Any] | None":
        upload = super().to_python(data)
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > MAX_UPLOAD_BYTES:
            raise ValidationError(self.error_messages["too_large"], "too_large")
        content = upload.read()
        upload.seek(0)
        kind = self._kind_of(content)
        if kind is None:
            raise ValidationError(self.error_messages["kind"], "kind")
        upload.name = name_for_upload(upload.name or "", kind.extensions)
        upload.content_type = kind.content_type
        return upload

    def _kind_of(self, content: bytes) -> Kind | None:
        try:
            return kind_of(content, self.kinds)
        except UnsafeFile:
            raise ValidationError(self.error_messages["unsafe"], "unsafe") from None


class CVField(_CheckedFileField):
    """A CV: PDF, DOC or DOCX."""

    kinds = DOCUMENTS
    default_help = _("Choose or drop a PDF, DOC or DOCX of at most 10 MB.")
    default_error_messages = {  # noqa: RUF012
        "kind": _("This is not a PDF, DOC or DOCX file, or it is damaged."),
    }


class PhotoField(_CheckedFileField):
    """A photo: JPEG or PNG."""

    kinds = PHOTOS
    default_help = _("Choose or drop a JPEG or PNG of at most 10 MB.")
    default_error_messages = {  # noqa: RUF012
        "kind": _("This is not a JPEG or PNG image, or it is damaged."),
    }
