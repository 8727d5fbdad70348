"""Why a file cannot be shown, as the child says it."""

ENCRYPTED = "encrypted"
DAMAGED = "damaged"
TOO_LARGE = "too large"


class Unreadable(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
