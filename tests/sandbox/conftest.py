"""One sandbox for all tests of this folder, reset before each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from recruspace_dashboard.sandbox.options import API_ROOT, Options
from recruspace_dashboard.sandbox.server import Sandbox
from recruspace_dashboard.sandbox.state import Company

OPTIONS = Options(candidates=60, rate=0)
CallApi = Callable[..., requests.Response]


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(OPTIONS) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Sandbox:
    running_sandbox.reset(OPTIONS)
    return running_sandbox


@pytest.fixture
def company(sandbox: Sandbox) -> Company:
    """The state of the company of the first key."""
    return sandbox.company(sandbox.keys[0])


@pytest.fixture
def call(sandbox: Sandbox) -> CallApi:
    """Call the API with the first key, or the key with that number."""

    def call_api(
        method: str, path: str, *, key: int | None = 0, **more: Any
    ) -> requests.Response:
        headers = more.pop("headers", {})
        if key is not None:
            headers["Authorization"] = f"Bearer {sandbox.keys[key]}"
        return requests.request(
            method,
            sandbox.url + API_ROOT + path,
            headers=headers,
            allow_redirects=False,
            timeout=10,
            **more,
        )

    return call_api
