"""Stores answers once a page is sent, as nobody need wait for that."""

from contextlib import suppress

from recruspace_dashboard.services.http.response_cache import (
    CachedResponse,
    ResponseStore,
)


class LateStore:
    """The store of one page: until `keep` is called, it has new answers at hand, and
    the store behind it does not."""

    def __init__(self, store: ResponseStore) -> None:
        self._store = store
        self._waiting: dict[str, CachedResponse] = {}
        self._is_late = False

    def get(self, call: str) -> CachedResponse | None:
        return self._waiting.get(call) or self._store.get(call)

    def put(self, call: str, body: bytes, asked_at: float) -> None:
        self._waiting[call] = CachedResponse(body, asked_at, fresh=True)
        if self._is_late:
            self._store_waiting()

    def forget(self, call: str) -> None:
        self._waiting.pop(call, None)
        self._store.forget(call)

    def changed(self) -> None:
        # What came before a write is old, also for this page.
        self._store_waiting()
        self._store.changed()

    def keep(self) -> None:
        # A call that a page did not wait for may be answered later.
        self._is_late = True
        self._store_waiting()

    def _store_waiting(self) -> None:
        # Until there is none, also if another thread stores some of them.
        with suppress(KeyError):
            while True:
                call, answer = self._waiting.popitem()
                self._store.put(call, answer.body, answer.asked_at)
