"""Each of the 18 endpoints has a test of its own."""

import inspect
from collections.abc import Iterator

import pytest

from recruspace_dashboard.services.endpoints import ENDPOINTS, Endpoint
from tests.each_case import each_case
from tests.services import (
    test_candidates,
    test_companies,
    test_job_posts,
    test_talent_pools,
    test_utilities,
)

MODULES = (
    test_candidates,
    test_companies,
    test_job_posts,
    test_talent_pools,
    test_utilities,
)


def marked() -> Iterator[Endpoint]:
    """The endpoints of all marks. The `sandbox` fixture checks that a marked test sends
    the call."""
    for module in MODULES:
        for name, test in inspect.getmembers(module, inspect.isfunction):
            for mark in getattr(test, "pytestmark", []):
                if mark.name == "endpoint":
                    assert name.startswith("test_")
                    fixtures = inspect.signature(test).parameters
                    assert {"recruspace", "sandbox"} & set(fixtures)
                    yield mark.args[0]


def test_there_are_eighteen_endpoints():
    assert [endpoint.number for endpoint in ENDPOINTS] == list(range(1, 19))
    assert len({(each.method, each.path) for each in ENDPOINTS}) == 18


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_every_endpoint_has_a_test_that_sends_its_call(endpoint):
    assert endpoint in set(marked())


@each_case("endpoint", ENDPOINTS)
def test_every_path_ends_in_a_slash(endpoint):
    assert endpoint.path.startswith("/")
    assert endpoint.path.endswith("/")
