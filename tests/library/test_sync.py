"""The copy becomes what the API has, whatever happens on the way."""

from recruspace_dashboard.library.models import CopiedPool
from tests.library.conftest import copied, ids_in


def test_all_pools_are_copied(user, sandbox, company, sync):
    outcomes = sync()
    assert set(copied()) == ids_in(company)
    assert {one.pool_id for one in outcomes} == set(company.pools)
    assert all(pool.as_of for pool in CopiedPool.objects.all())
    calls = len(sandbox.requests)
    assert sync() == []
    assert len(sandbox.requests) == calls
