"""Talent pools and the candidates in them: endpoints 13 to 17."""

from collections.abc import Sequence

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.api import Api
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page
from recruspace_dashboard.services.parse import Payload
from recruspace_dashboard.services.records import Candidate, TalentPool
from recruspace_dashboard.services.walk import Walk, read_all


class TalentPools:
    def __init__(self, api: Api) -> None:
        self._api = api

    def list(self, *, page: int = 1, page_size: int = LARGEST_PAGE) -> Page[TalentPool]:
        """One page of the company's pools (List Talent Pools)."""
        return self._api.read_page(
            endpoints.LIST_TALENT_POOLS,
            TalentPool.from_payload,
            page=page,
            page_size=page_size,
        )

    def walk(self, *, page_size: int = LARGEST_PAGE) -> Walk[TalentPool]:
        """All pages of the company's pools, each pool with its payload."""
        return self._api.walk(
            endpoints.LIST_TALENT_POOLS, TalentPool.from_payload, page_size=page_size
        )

    def all(self) -> Sequence[TalentPool]:
        """Every pool of the company: one call for each hundred."""
        return read_all(self.walk())

    def find(self, *, pool_id: int) -> TalentPool:
        """One pool, from the list: the API has no call to read a single one."""
        for pool in self.all():
            if pool.id == pool_id:
                return pool
        raise NotFound(str(endpoints.LIST_TALENT_POOLS), reason=f"no pool {pool_id}")

    def list_candidates(
        self, *, pool_id: int, page: int = 1, page_size: int = 25
    ) -> Page[Candidate]:
        """One page of a pool's candidates (List Talent Pool Candidates)."""
        return self._api.read_page(
            endpoints.LIST_POOL_CANDIDATES,
            Candidate.from_payload,
            page=page,
            page_size=page_size,
            pool_id=pool_id,
        )

    def walk_candidates(
        self, *, pool_id: int, page_size: int = LARGEST_PAGE, count: int | None = None
    ) -> Walk[Candidate]:
        """All pages of a pool's candidates, each candidate with its payload.

        `count` is the pool's `candidate_count`: if the API gives the list as bare
        arrays, nothing else tells whether all of it came.
        """
        return self._api.walk(
            endpoints.LIST_POOL_CANDIDATES,
            Candidate.from_payload,
            page_size=page_size,
            count=count,
            pool_id=pool_id,
        )

    def read_candidates(
        self, *, pool_id: int, page: int, page_size: int = LARGEST_PAGE
    ) -> Page[Payload]:
        """One page of a pool's candidates for a walk, as payloads."""
        return self._api.read_uncut(
            endpoints.LIST_POOL_CANDIDATES,
            lambda payload: payload,
            page=page,
            page_size=page_size,
            pool_id=pool_id,
        )

    def create(self, *, name: str) -> TalentPool:
        """Creates a pool (Create Talent Pool). An empty answer leaves its id None."""
        body = self._api.write(endpoints.CREATE_TALENT_POOL, json={"name": name})
        return TalentPool.from_payload({"name": name, **parse.mapping(body)})

    def update(self, *, pool_id: int, name: str) -> TalentPool:
        """Renames a pool (Update Talent Pool). The answer may be empty."""
        body = self._api.write(
            endpoints.UPDATE_TALENT_POOL, ids={"pool_id": pool_id}, json={"name": name}
        )
        return TalentPool.from_payload(
            {"id": pool_id, "name": name, **parse.mapping(body)}
        )

    def delete(self, *, pool_id: int) -> None:
        """Deletes a pool (Delete Talent Pool)."""
        self._api.write(endpoints.DELETE_TALENT_POOL, ids={"pool_id": pool_id})
