"""Pools, and each way the API may give its lists and bodies."""

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox


@pytest.fixture(params=["array", "page", "mixed"])
def lists(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[False, True], ids=["plain", "wrapped"])
def wrap(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def every_reading(sandbox: Sandbox, lists: str, wrap: bool) -> None:
    """For tests where lists or bodies matter: each runs on every reading."""
    sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap))


@pytest.fixture
def empty_pool(company):
    return next(one for one in company.pools.values() if not company.in_pool(one))
