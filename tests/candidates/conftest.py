"""The sandbox in each way it may answer, and some of its candidates."""

import pytest
from django.http import StreamingHttpResponse

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Candidate, Company

# Each way of giving lists, and of giving bodies, at least once.
READINGS = [
    pytest.param(("array", False), id="array"),
    pytest.param(("page", True), id="page-wrapped"),
    pytest.param(("mixed", False), id="mixed"),
]


@pytest.fixture(params=READINGS)
def reading(request: pytest.FixtureRequest) -> Options:
    lists, wrap = request.param
    return Options(candidates=60, rate=0, lists=lists, wrap=wrap)


@pytest.fixture
def every_reading(running_sandbox: Sandbox, sandbox: Sandbox, reading: Options) -> None:
    """For tests where lists or bodies matter: each runs on every reading."""
    running_sandbox.reset(reading)


@pytest.fixture
def company(sandbox: Sandbox) -> Company:
    """The sandbox's data for the company of the signed-in user."""
    return sandbox.company(sandbox.keys[0])


@pytest.fixture
def candidate(company: Company) -> Candidate:
    """Somebody of whom everything is known."""
    return next(
        one
        for one in company.candidates.values()
        if one.cv and one.photo and one.tags and one.score and one.job_post
    )


def content_of(response: StreamingHttpResponse) -> bytes:
    """All of a file; reading it to its end closes the answer as the server does."""
    return b"".join(response.streaming_content)
