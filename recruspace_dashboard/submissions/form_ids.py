"""The one-time id that every form of the API carries, signed for the person it was made
for: so its owner is known also when their session has ended."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer

FIELD = "form_id"

_signer = Signer(salt="recruspace_dashboard.submissions.form_ids")


@dataclass(frozen=True)
class FormId:
    owner: int
    id: UUID


def new_form_id(owner: int) -> str:
    return _signer.sign(f"{owner}.{uuid4()}")


def read_form_id(text: str) -> FormId | None:
    """The id that was signed; None for anything else."""
    try:
        owner, _, number = _signer.unsign(text).partition(".")
        return FormId(int(owner), UUID(number))
    except (BadSignature, ValueError):
        return None
