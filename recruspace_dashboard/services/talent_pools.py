"""Talent pools and the candidates in them: endpoints 13 to 17."""

from collections.abc import Sequence

from recruspace_dashboard.services import endpoints, parse
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.http.transport import Transport
from recruspace_dashboard.services.pagination import LARGEST_PAGE, Page, read_all
from recruspace_dashboard.services.records import Candidate, TalentPool


class TalentPools:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list(self, *, page: int = 1, page_size: int = LARGEST_PAGE) -> Page[TalentPool]:
        """One page of the company's pools (List Talent Pools)."""
        return self._transport.read_page(
            endpoints.LIST_TALENT_POOLS,
            TalentPool.from_payload,
            page=page,
            page_size=page_size,
        )

    def all(self) -> Sequence[TalentPool]:
        """Every pool of the company: one call for each hundred of them."""
        return read_all(lambda number: self.list(page=number))

    def find(self, *, pool_id: int) -> TalentPool:
        """One pool, out of the list: the API has no call to read a single one."""
        for pool in self.all():
            if pool.id == pool_id:
                return pool
        raise NotFound(str(endpoints.LIST_TALENT_POOLS), reason=f"no pool {pool_id}")

    def list_candidates(
        self, *, pool_id: int, page: int = 1, page_size: int = 25
    ) -> Page[Candidate]:
        """One page of a pool's candidates (List Talent Pool Candidates)."""
        return self._transport.read_page(
            endpoints.LIST_POOL_CANDIDATES,
            Candidate.from_payload,
            page=page,
            page_size=page_size,
            pool_id=pool_id,
        )

    def create(self, *, name: str) -> TalentPool:
        """Makes a pool (Create Talent Pool); its id is None if the answer has none."""
        body = self._transport.call(endpoints.CREATE_TALENT_POOL, json={"name": name})
        return TalentPool.from_payload({"name": name, **parse.mapping(body)})

    def update(self, *, pool_id: int, name: str) -> TalentPool:
        """Renames a pool (Update Talent Pool), which answers with it or nothing."""
        body = self._transport.call(
            endpoints.UPDATE_TALENT_POOL, ids={"pool_id": pool_id}, json={"name": name}
        )
        return TalentPool.from_payload(
            {"id": pool_id, "name": name, **parse.mapping(body)}
        )

    def delete(self, *, pool_id: int) -> None:
        """Deletes a pool (Delete Talent Pool)."""
        self._transport.call(endpoints.DELETE_TALENT_POOL, ids={"pool_id": pool_id})
