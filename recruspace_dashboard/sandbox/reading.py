"""Numbers and JSON from outside, whatever they hold."""

from __future__ import annotations

import json
import re
from typing import Any


def whole(text: str) -> int | None:
    """A number from 0, or None. Python does not convert one of 5,000 digits."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


def parse_json(text: bytes | str) -> Any:
    """What JSON says. Raises `ValueError`, also for what could not be sent back."""
    try:
        value = json.loads(text)
        # Half of a surrogate pair is JSON, but no text in UTF-8.
        json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value
