"""The start page on each way the API may give its lists, with and without envelope."""

import pytest

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox


@pytest.fixture(
    params=[("array", False), ("page", True), ("mixed", False)],
    ids=["array", "page, wrapped", "mixed"],
)
def sandbox(request: pytest.FixtureRequest, running_sandbox: Sandbox, settings):
    lists, wrap = request.param
    running_sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap))
    settings.RECRUSPACE_API_URL = running_sandbox.url
    return running_sandbox
