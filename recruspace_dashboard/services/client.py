"""The client: what the rest of the dashboard calls."""

from copy import copy
from typing import Self

from recruspace_dashboard.services.candidates import Candidates
from recruspace_dashboard.services.companies import Companies
from recruspace_dashboard.services.http.call_gate import CallGate
from recruspace_dashboard.services.http.response_cache import (
    ResponseCache,
    ResponseStore,
    Stale,
)
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.services.job_posts import JobPosts
from recruspace_dashboard.services.talent_pools import TalentPools
from recruspace_dashboard.services.utilities import Utilities


class RecruspaceClient:
    """The API, called with one person's key.

    Every method takes keyword arguments, gives records, and raises `RecruspaceError`
    (`services/errors.py`). Making a client costs nothing: threads keep their session,
    the process its connections. `base_url` is https, or http on loopback, else
    `ValueError`. What `gate` holds back is not sent, and raises `RateLimited`.
    Answers kept in `store` are given while they are fresh, and where the API fails.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = "https://api.recruspace.com",
        limits: Limits | None = None,
        gate: CallGate | None = None,
        store: ResponseStore | None = None,
    ) -> None:
        memory = ResponseCache(store) if store else None
        self.gate = gate
        self._use(Transport(api_key, base_url, limits or Limits(), gate, memory))

    @property
    def stale(self) -> Stale | None:
        """Since when what was read may have changed; None where all of it is fresh."""
        memory = self._transport.memory
        return memory.stale if memory else None

    def uncached(self) -> Self:
        """A client that asks the API itself: for looks at what a write has done."""
        client = copy(self)
        client._use(self._transport.uncached())
        return client

    def _use(self, transport: Transport) -> None:
        self._transport = transport
        self.candidates = Candidates(transport)
        self.companies = Companies(transport)
        self.job_posts = JobPosts(transport)
        self.talent_pools = TalentPools(transport)
        self.utilities = Utilities(transport)
