"""References to files that Recruspace already has, so that no form sends them again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner

LIFETIME = timedelta(days=1)
# The token goes into addresses, which servers limit to some thousand characters.
MAX_NAME_LENGTH = 100


@dataclass(frozen=True)
class FileReference:
    """A file that Recruspace has, for a later step to use.

    `token` is the id and name, signed for one user; forms and addresses carry it.
    """

    id: int
    name: str
    token: str

    @classmethod
    def sign(cls, file_id: int, name: str, user: User) -> Self:
        name = name[:MAX_NAME_LENGTH]
        return cls(file_id, name, _signer(user).sign_object([file_id, name]))

    @classmethod
    def from_token(cls, token: str, user: User) -> Self | None:
        """The file of a token; None if it is too old, forged or another user's."""
        try:
            file_id, name = _signer(user).unsign_object(token, max_age=LIFETIME)
        except BadSignature:
            return None
        return cls(file_id, name, token)


def _signer(user: User) -> TimestampSigner:
    return TimestampSigner(salt=f"recruspace_dashboard.kept_files.{user.pk}")
