"""Every test of this room runs on each way the API may give its lists and bodies."""

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
def sandbox(running_sandbox: Sandbox, settings, lists: str, wrap: bool) -> Sandbox:
    running_sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap))
    settings.RECRUSPACE_API_URL = running_sandbox.url
    return running_sandbox


@pytest.fixture
def empty_pool(company):
    return next(one for one in company.pools.values() if not company.in_pool(one))
