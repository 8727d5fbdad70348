"""Files that Recruspace has already, so that a form need not send them again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.contrib.auth.models import User
from django.core.signing import BadSignature, TimestampSigner

LIFETIME = timedelta(days=1)
# It goes along in addresses, which servers take up to some thousand characters.
LONGEST_NAME = 100


@dataclass(frozen=True)
class FileReference:
    """A file of Recruspace, for a later step to name.

    `token` says the same, signed for one person: it goes along in a form or an address.
    """

    id: int
    name: str
    token: str

    @classmethod
    def keep(cls, file_id: int, name: str, user: User) -> Self:
        name = name[:LONGEST_NAME]
        return cls(file_id, name, _signer(user).sign_object([file_id, name]))

    @classmethod
    def recall(cls, token: str, user: User) -> Self | None:
        """The file of a token; None for one that is old, forged or another's."""
        try:
            file_id, name = _signer(user).unsign_object(token, max_age=LIFETIME)
        except BadSignature:
            return None
        return cls(file_id, name, token)


def _signer(user: User) -> TimestampSigner:
    return TimestampSigner(salt=f"recruspace_dashboard.kept_files.{user.pk}")
