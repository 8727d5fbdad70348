"""The one-time id that every form of the API carries, signed for the person it was made
for: so its owner is known also when their session has ended."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.signing import BadSignature, TimestampSigner

FIELD = "form_id"
# How long a form may stay open. What became of it is remembered for as long: sent after
# that, it would count as new.
LIFETIME = timedelta(days=7)

_signer = TimestampSigner(salt="recruspace_dashboard.submissions.form_ids")


@dataclass(frozen=True)
class FormId:
    owner: int
    id: UUID


def new_form_id(owner: int) -> str:
    return _signer.sign(f"{owner}.{uuid4()}")


def read_form_id(text: str) -> FormId | None:
    """The id that was signed; None for anything else, and for an old one."""
    try:
        owner, _, number = _signer.unsign(text, max_age=LIFETIME).partition(".")
        return FormId(int(owner), UUID(number))
    except (BadSignature, ValueError):
        return None
