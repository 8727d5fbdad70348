"""What a backup or restore tells whoever ran it."""

from dataclasses import dataclass
from datetime import datetime


class BackupError(Exception):
    """A backup or restore failed. Its text says why."""


@dataclass(frozen=True)
class SentForms:
    """How many writes were sent to Recruspace, and when."""

    count: int
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Restored:
    """What was restored. `sent_since` is None if no database tells of later forms."""

    names: list[str]
    made_at: datetime
    sent_since: SentForms | None

    @property
    def consequences(self) -> str:
        """What is different afterwards."""
        sent = self.sent_since
        if sent is None:
            number = "unknown, as there is no database with them"
        elif sent.count:
            number = f"{sent.count}, the first at {sent.first}, the last at {sent.last}"
        else:
            number = "none"
        return (
            f"The backup was made at {self.made_at:%F %H:%M}. Users, passwords and API "
            "keys are as they were then: users who were deactivated or deleted since "
            "can sign in again. All sessions are ended.\n"
            f"Writes sent to Recruspace since then are forgotten: {number}. If a user "
            "sends such a form again, for example from an open tab, Recruspace gets it "
            "twice. Drafts in the backup, also those of batches, may have been sent "
            "since, too.\n"
            "Batches that were not sent to the end then are paused, and what was left "
            "of them is unclear: it may have been sent since. Tags, new candidates and "
            "additions to pools and job posts are looked for; what to do with the rest "
            "is up to the batch's owner. Nothing of it is sent by itself.\n"
            "All times are in UTC."
        )
