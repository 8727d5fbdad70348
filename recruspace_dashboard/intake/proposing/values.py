"""What is proposed of a CV, and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """`SURE` is added without a further look; `NONE` means nothing was found."""

    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True)
class Proposed:
    value: str = ""
    certainty: Certainty = Certainty.NONE

    @classmethod
    def of(cls, value: str, *, sure: bool) -> "Proposed":
        if not value:
            return cls()
        return cls(value, Certainty.SURE if sure else Certainty.LIKELY)


@dataclass(frozen=True)
class Proposal:
    first_name: Proposed = Proposed()
    last_name: Proposed = Proposed()
    email: Proposed = Proposed()
    phone_number: Proposed = Proposed()
