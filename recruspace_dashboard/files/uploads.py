"""The files people choose: of which kinds and how large they may be, and their names.

A file is known by its content: the name and type that a browser gives it are claims.
"""

import re
import struct
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEGABYTE = 1024 * 1024
# Said in the messages below too.
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 100
# Of a DOCX, as its directory tells: it is never unpacked.
MOST_MEMBERS = 1000
LARGEST_UNPACKED = 100 * MEGABYTE
UNSAFE = _(
    "This DOCX file contains macros, a password or too many parts. Save it without "
    "them, or as a PDF."
)


class StopAtLimit(FileUploadHandler):
    """Lets through as much of a file as shows that it is too large, and drops the rest.

    So no file fills the disk, and the fields around it are read as always. What it
    cuts off is larger than `LARGEST`, which every field here refuses.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers after this one."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. The first of `endings` is given to a name that has none."""

    endings: tuple[str, ...]
    content_type: str
    matches: Callable[[bytes], bool]


def _begins_with(magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _is_doc(content: bytes) -> bool:
    ole = content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    return ole and "WordDocument".encode("utf-16-le") in content


def _is_docx(content: bytes) -> bool:
    """Whether it is a DOCX; refuses one that could do harm when it is opened."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    # Counted before the directory is read, which takes memory for each member.
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        raise ValidationError(UNSAFE, "unsafe")
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return False
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names:
        return False
    # Word on the web counts its documents: word/document2.xml.
    if not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return False
    too_much = sum(member.file_size for member in members) > LARGEST_UNPACKED
    if too_much or any(map(_is_unsafe, members)):
        raise ValidationError(UNSAFE, "unsafe")
    return True


def _is_unsafe(member: ZipInfo) -> bool:
    path = member.filename.replace("\\", "/").lower()
    encrypted = member.flag_bits & 1
    return bool(encrypted) or ".." in path.split("/") or path.endswith("vbaproject.bin")


PDF = Kind((".pdf",), "application/pdf", _begins_with(b"%PDF-"))
DOC = Kind((".doc",), "application/msword", _is_doc)
DOCX = Kind(
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _is_docx,
)
JPEG = Kind((".jpg", ".jpeg"), "image/jpeg", _begins_with(b"\xff\xd8\xff"))
PNG = Kind((".png",), "image/png", _begins_with(b"\x89PNG\r\n\x1a\n"))


class _CheckedFileField(forms.FileField):
    """Cleans to an `UploadedFile` of one of `kinds`, safely named, at its start."""

    kinds: tuple[Kind, ...]
    default_help: "StrOrPromise"
    widget = forms.FileInput
    default_error_messages = {  # noqa: RUF012 as Django declares it
        "required": _("Choose a file."),
        "empty": _("This file is empty."),
        "too_large": _("This file is too large: 10 MB at most."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(**kwargs)
        # What upload.js needs to refuse a file before it is sent.
        self.widget.attrs |= {
            "accept": ",".join(end for kind in self.kinds for end in kind.endings),
            "data-largest": LARGEST,
            "data-too-large": self.error_messages["too_large"],
        }

    def to_python(self, data: Any) -> "UploadedFile[Any] | None":
        upload = super().to_python(data)
        if not isinstance(upload, UploadedFile):
            return None
        if (upload.size or 0) > LARGEST:
            raise ValidationError(self.error_messages["too_large"], "too_large")
        content = upload.read()
        upload.seek(0)
        kind = next((kind for kind in self.kinds if kind.matches(content)), None)
        if kind is None:
            raise ValidationError(self.error_messages["kind"], "kind")
        upload.name = safe_name(upload.name or "", kind)
        upload.content_type = kind.content_type
        return upload


class CVField(_CheckedFileField):
    """A CV: PDF, DOC or DOCX."""

    kinds = (PDF, DOC, DOCX)
    default_help = _("Choose or drop a PDF, DOC or DOCX of at most 10 MB.")
    default_error_messages = {  # noqa: RUF012
        "kind": _("This is not a PDF, DOC or DOCX file, or it is damaged."),
    }


class PhotoField(_CheckedFileField):
    """A photo: JPEG or PNG."""

    kinds = (JPEG, PNG)
    default_help = _("Choose or drop a JPEG or PNG of at most 10 MB.")
    default_error_messages = {  # noqa: RUF012
        "kind": _("This is not a JPEG or PNG image, or it is damaged."),
    }


def safe_name(name: str, kind: Kind) -> str:
    """The name without what can mislead a person or a file system.

    Its ending is one of the content's kind: `cv.pdf.exe` that is a PDF is `cv.pdf`.
    """
    composed = unicodedata.normalize("NFC", name)
    shown = "".join(
        " " if character in '<>:"/\\|?*' else character
        for character in composed
        if unicodedata.category(character)[0] != "C"
    )
    stem, ending = " ".join(shown.split()), kind.endings[0]
    while given := re.search(r"\.[A-Za-z0-9]{1,4}$", stem):
        stem = stem[: given.start()]
        if given[0].lower() in kind.endings:
            ending = given[0]
            break
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending)].rstrip() or "file"
    return f"{stem}{ending}"


def posted_files(request: HttpRequest) -> "MultiValueDict[str, Any] | None":
    """What files were posted, for a form; None, which leaves it unbound, for GET."""
    return request.FILES if request.method == "POST" else None


def choose_again(form: forms.Form) -> None:
    """Says of each file of a refused form that it has to be chosen again.

    For a whole page only: a browser does not put a file back into it, while with htmx
    the form, and the file in it, stays.
    """
    for name in form.files:
        if name in form.fields and name not in form.errors:
            form.add_error(
                name, _("Choose the file again. Browsers do not remember it.")
            )
