"""The client, which the rest of the dashboard calls."""

from copy import copy
from datetime import timedelta
from typing import Self

from recruspace_dashboard.services.api import Api, Ids, Query
from recruspace_dashboard.services.candidates import Candidates
from recruspace_dashboard.services.companies import Companies
from recruspace_dashboard.services.endpoints import Endpoint
from recruspace_dashboard.services.http.call_gate import CallGate
from recruspace_dashboard.services.http.response_cache import (
    ResponseCache,
    ResponseStore,
    Stale,
)
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.http.wire import Limits, RawResponse
from recruspace_dashboard.services.job_posts import JobPosts
from recruspace_dashboard.services.talent_pools import TalentPools
from recruspace_dashboard.services.utilities import Utilities


class RecruspaceClient:
    """The API, called with one user's key.

    Every method takes keyword arguments, returns records, and raises `RecruspaceError`
    (`services/errors.py`). A client costs nothing to make: sessions belong to threads,
    connections to the process. `base_url` is https, or http on loopback, else
    `ValueError`. A call that `gate` holds back raises `RateLimited` and is not sent.
    Answers in `store` are used while they are fresh, and when the API fails. `patient`
    is whether calls wait a moment for their turn when too many are under way.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str = "https://api.recruspace.com",
        limits: Limits | None = None,
        gate: CallGate | None = None,
        store: ResponseStore | None = None,
        patient: bool = True,
    ) -> None:
        self.gate = gate
        transport = Transport(api_key, base_url, limits or Limits(), gate, patient)
        self._use(Api(transport, ResponseCache(store) if store else None))

    @property
    def stale(self) -> Stale | None:
        """The oldest answer used because the API failed; None if there was none."""
        cache = self._api.cache
        return cache.stale if cache else None

    @property
    def clock_difference(self) -> timedelta:
        """How far the API's clock is ahead of ours, by its last answer."""
        return self._api.clock_difference

    def ask(
        self, endpoint: Endpoint, *, ids: Ids | None = None, query: Query | None = None
    ) -> RawResponse:
        """The API's answer to a reading call, whatever its status: to check the API."""
        return self._api.ask(endpoint, ids=ids, query=query)

    def uncached(self) -> Self:
        """A client without the cache, to check the outcome of a write."""
        client = copy(self)
        client._use(self._api.uncached())
        return client

    def from_cache(self) -> Self:
        """A client that reads without a call: it raises `NotCached` where there is no
        fresh answer, or here if there is no cache."""
        client = copy(self)
        client._use(self._api.from_cache())
        return client

    def _use(self, api: Api) -> None:
        self._api = api
        self.candidates = Candidates(api)
        self.companies = Companies(api)
        self.job_posts = JobPosts(api)
        self.talent_pools = TalentPools(api)
        self.utilities = Utilities(api)
