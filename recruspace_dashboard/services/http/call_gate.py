"""The interface of a limit on calls, which a client asks before each call."""

from typing import Protocol


class CallGate(Protocol):
    """Counts the calls made with one key, in all processes."""

    @property
    def limit(self) -> int:
        """How many calls a minute are allowed."""
        ...

    def take(self) -> int:
        """0 if a call may be made now, else the seconds to wait."""
        ...

    def refused(self, seconds: int) -> None:
        """The API refused a call and wants no more for `seconds`."""
        ...

    def left(self) -> int | None:
        """How many calls may be made now, or None if unknown."""
        ...
