"""What the tests of whole lists share."""

from collections.abc import Iterable

from recruspace_dashboard.services.pagination import Page
from recruspace_dashboard.services.records import Candidate
from recruspace_dashboard.services.walk import Walk
from tests.each_case import each_case
from tests.services.conftest import client_of
from tests.services.raw_server import RawServer

SIZE = 3
shapes = each_case("is_array", [True, False])


def walk_at(
    server: RawServer, size: int = SIZE, count: int | None = None
) -> Walk[Candidate]:
    pools = client_of(server).talent_pools
    return pools.walk_candidates(pool_id=1, page_size=size, count=count)


def ids_of(walk: Iterable[Page[Candidate]]) -> list[int | None]:
    return [each.id for page in walk for each in page.items]


def ids(last: int) -> list[int]:
    return list(range(1, last + 1))
