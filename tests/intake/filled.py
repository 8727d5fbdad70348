"""An intake whose files have been read."""

from typing import Any

from django.contrib.auth.models import User

from recruspace_dashboard.files import waiting
from recruspace_dashboard.intake.models import Intake, IntakeFile
from tests.documents.hostile_pdfs import page_of, words

State = IntakeFile.State
NAMES = ("first_name", "last_name", "email", "phone_number")


def an_intake(user: User, number: int = 1, **for_all: Any) -> Intake:
    """With so many files, all of which are sure."""
    intake = Intake(owner=user)
    intake.sealed_for_all = intake.seal({"tags": [], "note": "", **for_all})
    intake.save()
    for _ in range(number):
        add_file(intake)
    return intake


def add_file(intake: Intake, **known: Any) -> IntakeFile:
    """Another file; `known` are its fields, each sure, or its value and how sure."""
    number = intake.files.count() + 1
    fields = {
        "first_name": "Zoë",
        "last_name": f"Quist{'abcdefghijklmnopqrstuvwxyz'[number % 26]}",
        "email": f"zoe{number}@new.example",
        "phone_number": "",
    }
    fields |= {name: known.pop(name) for name in NAMES if name in known}
    row = IntakeFile(intake=intake, sealed_for=intake.owner_id, number=number)
    name = known.pop("name", f"cv-{number}.pdf")
    row.sealed_name = row.seal({"name": name, "inside": known.pop("inside", "")})
    row.state, row.content_type = State.READ, "application/pdf"
    row.sealed_fields = row.seal({name: _told(value) for name, value in fields.items()})
    for name, value in known.items():
        setattr(row, name, value)
    if row.state in (State.READ, State.ARRIVED):
        content = page_of(words(f"The CV number {intake.pk} {number}"))
        row.file = waiting.put(intake.owner, [content], 10**6)
        row.size = len(content)
    row.save()
    return row


def _told(value: Any) -> dict[str, str]:
    if isinstance(value, tuple):
        return {"value": value[0], "certainty": value[1]}
    return {"value": value, "certainty": "sure" if value else "none"}
