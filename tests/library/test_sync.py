"""The copy becomes what the API has, whatever happens on the way."""

import pytest

from recruspace_dashboard.library.models import CopiedCandidate, CopiedPool, KeyPools
from tests.library.conftest import copied, ids_in, later


def test_all_pools_are_copied(user, sandbox, company, sync):
    outcomes = sync()
    assert set(copied()) == ids_in(company)
    assert {one.pool_id for one in outcomes} == set(company.pools)
    assert all(pool.as_of for pool in CopiedPool.objects.all())
    calls = len(sandbox.requests)
    assert sync() == []
    assert len(sandbox.requests) == calls
