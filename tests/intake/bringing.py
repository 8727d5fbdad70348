"""What is brought in: files, archives and mails made in the test, and what became of
them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from recruspace_dashboard.files.many import PostedFile
from recruspace_dashboard.intake.models import Intake, IntakeFile
from tests.sample_files import PDF

START = "/intake/"


def pdf(number: int = 0, size: int = 0) -> bytes:
    """One of many different files."""
    content = PDF + b"%% %d\n" % number
    return content + b" " * (size - len(content))


def zipped(members: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def stored(members: Mapping[str, bytes]) -> bytes:
    return zipped(members, ZIP_STORED)


def mail(
    files: Mapping[str, bytes] | None = None,
    text: str = "Hello",
    subtype: str = "plain",
    mails: tuple[bytes, ...] = (),
) -> bytes:
    """A mail with these attached."""
    message = EmailMessage()
    message["From"], message["To"] = "ayse@example.com", "hr@example.com"
    message["Subject"] = "My CV"
    message.set_content(text, subtype=subtype)
    for name, content in (files or {}).items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name
        )
    for one in mails:
        message.add_attachment(message_from_bytes(one, policy=policy.default))
    return message.as_bytes()


@contextmanager
def posted(name: str, content: bytes) -> Iterator[PostedFile]:
    """A file as the handler of uploads gives it."""
    with TemporaryFile() as held:
        held.write(content)
        held.flush()
        yield PostedFile(name, held, 0, len(content))


def bring(browse: Client, files: Mapping[str, bytes], **data: Any) -> HttpResponse:
    listed = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return browse.post(data.pop("to", START), {"files": listed, **data})


def brought(browse: Client, files: Mapping[str, bytes], **data: Any) -> Intake:
    answer = bring(browse, files, **data)
    assert answer.status_code == 303, answer.content
    intake = Intake.objects.latest("pk")
    assert answer.url == f"/intake/{intake.pk}/"
    return intake


def outcomes(intake: Intake | None = None) -> list[tuple[str, str]]:
    """Each file's name, and how it stands: its state, or its problem."""
    rows = IntakeFile.objects.filter(intake=intake or Intake.objects.latest("pk"))
    return [(row.name, row.problem or row.state) for row in rows.order_by("number")]
