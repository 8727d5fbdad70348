"""What a client asks before each call, if it is given one."""

from typing import Protocol


class CallGate(Protocol):
    """Counts the calls made with one key, wherever they are made."""

    @property
    def limit(self) -> int:
        """How many calls a minute it lets through."""
        ...

    def take(self) -> int:
        """0 for a call that may be made now, else the seconds until one may."""
        ...

    def refused(self, seconds: int) -> None:
        """The API itself has refused a call, and wants none for so long."""
        ...

    def left(self) -> int | None:
        """How many calls may be made now, where that is known."""
        ...
