"""How many calls a process may make while not all processes can count together."""

import math
from collections import defaultdict

from recruspace_dashboard.connection.gate.side_file import SideFile

# How often a process counts the others.
LOOK_SECONDS = 1.0


class Shares:
    """The calls of this process, counted while any process cannot use the file.

    Such a process announces it in the side file before it makes a call. From then on
    all processes, also those that can use the file, share out what was left of the
    limit at that time, until nobody has announced anything for a window. So the calls
    that are missing from the file are never too many.

    A process that starts meanwhile may replace one that has made its share of calls, so
    it makes none for a window.
    """

    def __init__(self, side_file: SideFile, window: float, processes: int) -> None:
        self._side_file = side_file
        self._window = window
        # As configured, as some may not have made a call yet; or the most there were
        # while this process ran, as one that has ended may have made its share.
        self._processes = processes
        self._look_at = -math.inf
        self._since: float | None = None
        self._over_at = -math.inf
        self._none_until: float | None = None
        self._own: defaultdict[str, list[float]] = defaultdict(list)

    def announce(self, now: float) -> None:
        # Whether others have, before it is overwritten.
        self.since(now)
        self._side_file.announce()

    def since(self, now: float) -> float | None:
        """When this process noticed that calls are shared out; None if they are not."""
        over_at = self._side_file.announced_at() + self._window
        if self._none_until is None:
            self._none_until = now if now >= over_at else now + self._window
        # It may have been over meanwhile, without this process noticing.
        if now >= self._over_at:
            self._since = None
        if now >= over_at:
            self._since = None
            self._own.clear()
        elif self._since is None:
            self._since = self._look_at = now
        self._over_at = over_at
        self._look(now)
        return self._since

    def _look(self, now: float) -> None:
        if now >= self._look_at:
            self._processes = max(self._processes, self._side_file.processes())
            self._look_at = now + LOOK_SECONDS

    def count(self, fingerprint: str, now: float) -> None:
        if self._since is not None:
            self._own[fingerprint].append(now)

    def left(self, fingerprint: str, now: float, shared: int) -> float:
        """How many of the `shared` calls this process may make now."""
        if self._since is None:
            return math.inf
        return self._share(shared) - len(self._recent(fingerprint, now))

    def free_at(self, fingerprint: str, now: float, shared: int) -> float:
        """When this process may make its next one of them; `now` if at once."""
        if self._since is None:
            return now
        if self._none_until is not None and self._none_until > now:
            return self._none_until
        share, own = self._share(shared), self._recent(fingerprint, now)
        if len(own) < share:
            return now
        return own[-share] + self._window if share else now + self._window

    def _share(self, shared: int) -> int:
        return max(0, shared) // self._processes

    def _recent(self, fingerprint: str, now: float) -> list[float]:
        recent = [at for at in self._own[fingerprint] if at > now - self._window]
        self._own[fingerprint] = recent
        return recent
