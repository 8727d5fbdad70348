"""The calls about talent pools."""

from __future__ import annotations

from functools import partial

from . import shapes
from .fields import Fields
from .responses import ApiResponse, Call, list_response, not_found
from .state import Pool


def _pool(call: Call, pool_id: int) -> Pool:
    if pool_id not in call.company.pools:
        raise not_found()
    return call.company.pools[pool_id]


def list_pools(call: Call) -> ApiResponse:
    """List Talent Pools."""
    pools = list(call.company.pools.values())
    shape = partial(shapes.pool, company=call.company, link=call.link)
    return list_response(call, pools, shape, bare=True)


def create(call: Call) -> ApiResponse:
    """Create Talent Pool."""
    fields = Fields.of_json(call.request)
    name = fields.text("name")
    fields.check()
    pool = Pool(call.company.new_id(), name, call.member)
    call.company.pools[pool.id] = pool
    return ApiResponse(shapes.pool(pool, call.company, call.link), 201)


def update(call: Call, pool_id: int) -> ApiResponse:
    """Update Talent Pool: its name. Without one, nothing changes."""
    pool = _pool(call, pool_id)
    fields = Fields.of_json(call.request)
    name = fields.text("name") if "name" in fields.data else pool.name
    fields.check()
    pool.name = name
    if call.options.patch == 204:
        return ApiResponse(status=204)
    return ApiResponse(shapes.pool(pool, call.company, call.link))


def delete(call: Call, pool_id: int) -> ApiResponse:
    """Delete Talent Pool: its candidates stay with the company, in no pool."""
    pool = _pool(call, pool_id)
    for candidate in call.company.in_pool(pool):
        candidate.pool = None
    del call.company.pools[pool_id]
    return ApiResponse(status=204)


def list_candidates(call: Call, pool_id: int) -> ApiResponse:
    """List Talent Pool Candidates, the newest first."""
    candidates = sorted(
        call.company.in_pool(_pool(call, pool_id)),
        key=lambda candidate: (candidate.created_at, candidate.id),
        reverse=True,
    )
    shape = partial(shapes.candidate, link=call.link)
    return list_response(call, candidates, shape, bare=True)
