"""The stored keys that list a pool, which take turns: so its calls are spread over the
limits of all of them."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from recruspace_dashboard.library import listing
from recruspace_dashboard.library.keys import StoredKey, stored_keys
from recruspace_dashboard.library.middleware import is_refusal
from recruspace_dashboard.library.models import KeyPools
from recruspace_dashboard.library.sync.ahead import Ahead
from recruspace_dashboard.library.visible import pool_ids
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import AuthenticationFailed, RateLimited

T = TypeVar("T")


class NoKeyLeft(Exception):
    """No stored key lists the pool; or it was taken from all that did."""


class Turns:
    def __init__(self, pool_id: int) -> None:
        self._pool_id = pool_id
        self._clients: dict[str, RecruspaceClient] = {}
        # May list the pool, but not read it.
        self._barred: set[str] = set()
        self.calls = 0
        # The name of a key, and a call that is under way with it.
        self._ahead: tuple[str, Ahead[Any]] | None = None
        self.look_again()

    def look_again(self) -> None:
        """Keys may have been stored, forgotten or refused meanwhile."""
        listed = keys_of_pool(self._pool_id)
        self._clients = {
            name: self._clients.get(name) or key.client()
            for name, key in listed.items()
            if name not in self._barred
        }

    def start(self, call: Callable[[RecruspaceClient], Any]) -> None:
        """Begins what `call` will be asked for next."""
        for name, client in sorted(self._clients.items(), key=_calls_left)[:1]:
            self._ahead = name, Ahead(partial(call, client))

    def call(self, call: Callable[[RecruspaceClient], T]) -> T:
        """Calls with the key that has most calls left, or awaits what was begun.

        Raises `RateLimited` if all have to wait, `NoKeyLeft`, and what `call` raises.
        """
        limited: list[RateLimited] = []
        refused: AuthenticationFailed | None = None
        begun, self._ahead = self._ahead, None
        order = sorted(self._clients.items(), key=_calls_left)
        if begun:
            order.sort(key=lambda item: item[0] != begun[0])
        for name, client in order:
            try:
                if begun and begun[0] == name:
                    result: T = begun[1].result()
                else:
                    result = call(client)
                self.calls += 1
                return result
            except RateLimited as error:
                limited.append(error)
            except AuthenticationFailed as error:
                self.calls += 1
                refused = error
                self._bar(name, error)
        if limited:
            raise min(limited, key=lambda error: error.retry_after)
        raise refused or NoKeyLeft

    def _bar(self, name: str, error: AuthenticationFailed) -> None:
        self._barred.add(name)
        del self._clients[name]
        if is_refusal(error):
            listing.refuse(name)


def keys_of_pool(pool_id: int) -> dict[str, StoredKey]:
    """The stored keys that list a pool."""
    stored = stored_keys()
    rows = KeyPools.objects.filter(pk__in=stored)
    return {row.pk: stored[row.pk] for row in rows if pool_id in pool_ids(row)}


def _calls_left(item: tuple[str, RecruspaceClient]) -> int:
    gate = item[1].gate
    return -((gate.left() or 0) if gate else 0)
