"""A copy of all pools, and lists of it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from recruspace_dashboard.sandbox.state import Candidate, Company


@pytest.fixture
def everybody(user: Any, company: Company, sync: Callable[..., Any], sandbox: Any):
    """The candidates of all pools, copied."""
    sync()
    sandbox.requests.clear()
    return {one.id: one for one in company.candidates.values() if one.pool}


@pytest.fixture
def candidate(everybody: dict[int, Candidate]) -> Candidate:
    """Somebody of whom everything is known."""
    return next(one for one in everybody.values() if one.cv and one.photo and one.tags)


def ids_of_list(browse: Client, address: str) -> list[int]:
    """Those of a whole list, as its pages show them."""
    found: list[int] = []
    while address:
        page = unescape(browse.get(address).text)
        found += map(int, re.findall(r'<tr id="c(\d+)"', page))
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = following[1] if following else ""
    return found
