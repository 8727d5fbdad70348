"""The one way to a client of the API."""

from enum import Enum

from django.conf import settings

from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.connection.response_store import SealedResponseStore
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.http.wire import Limits

# Calls of a window that background work leaves for users.
RESERVE = 10


class Purpose(Enum):
    """What a client is for, which decides how long it may wait, and for what.

    A `PAGE` has a limit of time for all its calls together, and cached answers. A
    `CHECK` is a page that must ask the API itself. `BACKGROUND` work has its time for
    each call, no cache, and leaves a reserve of the calls in a minute to users: what is
    held back raises `RateLimited`, which says when to come again.
    """

    PAGE = "page"
    CHECK = "check"
    BACKGROUND = "background"


def client_for(
    api_key: str, purpose: Purpose, *, patient: bool = True
) -> RecruspaceClient:
    """The API with this key, behind the gate that all processes share.

    A `patient` client waits a moment where too many calls are under way at once.
    """
    background = purpose is Purpose.BACKGROUND
    return RecruspaceClient(
        api_key,
        settings.RECRUSPACE_API_URL,
        Limits.of_background() if background else _page_limits(),
        gate=gate_of(api_key, reserve=RESERVE if background else 0),
        store=_store(api_key) if purpose is Purpose.PAGE else None,
        patient=patient,
    )


def _page_limits() -> Limits:
    return Limits.of_page(settings.RECRUSPACE_SECONDS)


def _store(api_key: str) -> SealedResponseStore:
    return SealedResponseStore(api_key, settings.RECRUSPACE_CACHE_SECONDS)
