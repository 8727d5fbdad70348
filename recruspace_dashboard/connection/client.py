"""Clients of the Recruspace API: `client_for` is the only way to get one."""

from contextlib import ExitStack
from enum import Enum

from django.conf import settings

from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.connection.late_store import LateStore
from recruspace_dashboard.connection.response_store import SealedResponseStore
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.http.response_cache import ResponseStore
from recruspace_dashboard.services.http.wire import Limits

# Calls per minute that background work leaves to users while nobody clicks. The gate
# leaves them more while somebody does.
RESERVE = 10


class Purpose(Enum):
    """What a client is for: this sets its time limits and whether it uses the cache.

    `PAGE`: all calls share one time limit, and answers may come from the cache.
    `CHECK`: like `PAGE`, but every answer comes from the API itself.
    `PREFETCH`: like `PAGE`, for what may be opened next: its calls leave users the same
    reserve as those of `BACKGROUND`, and do not wait for their turn.
    `BACKGROUND`: each call has its own time limit, and there is no cache. Some calls
    per minute are reserved for users; a call that would use one of those raises
    `RateLimited`, which says when to try again.
    """

    PAGE = "page"
    CHECK = "check"
    PREFETCH = "prefetch"
    BACKGROUND = "background"


RESERVED = {Purpose.PREFETCH, Purpose.BACKGROUND}
CACHED = {Purpose.PAGE, Purpose.PREFETCH}


def client_for(
    api_key: str,
    purpose: Purpose,
    *,
    patient: bool = True,
    late: ExitStack | None = None,
) -> RecruspaceClient:
    """The API with this key, within the rate limit that all processes share.

    A `patient` client waits a moment if too many calls are under way. If there is
    `late`, its answers are stored when that is closed: once the page is sent.
    """
    background = purpose is Purpose.BACKGROUND
    return RecruspaceClient(
        api_key,
        settings.RECRUSPACE_API_URL,
        Limits.of_background() if background else _page_limits(),
        gate=gate_of(api_key, reserve=RESERVE if purpose in RESERVED else 0),
        store=_store(api_key, late) if purpose in CACHED else None,
        patient=patient and purpose is not Purpose.PREFETCH,
    )


def _page_limits() -> Limits:
    return Limits.of_page(settings.RECRUSPACE_SECONDS)


def _store(api_key: str, late: ExitStack | None) -> ResponseStore:
    store = SealedResponseStore(api_key, settings.RECRUSPACE_CACHE_SECONDS)
    if late is None:
        return store
    late_store = LateStore(store)
    late.callback(late_store.keep)
    return late_store
