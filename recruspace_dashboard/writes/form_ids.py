"""The one-time id of each form that is sent to the API, signed with the id of its user:
so the owner is known even after their session has ended."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.signing import BadSignature, TimestampSigner

FIELD = "form_id"
# How long a form may stay open. Its outcome is stored for as long: without that, an old
# form would count as new.
LIFETIME = timedelta(days=7)

_signer = TimestampSigner(salt="recruspace_dashboard.submissions.form_ids")


@dataclass(frozen=True)
class FormId:
    owner: int
    id: UUID


def new_form_id(owner: int) -> str:
    return _signer.sign(f"{owner}.{uuid4()}")


def read_form_id(text: str) -> FormId | None:
    """The form id that a text holds; None if it is invalid or too old."""
    try:
        owner, _, number = _signer.unsign(text, max_age=LIFETIME).partition(".")
        return FormId(int(owner), UUID(number))
    except (BadSignature, ValueError):
        return None
