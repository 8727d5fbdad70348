"""An API that gives a whole list as one bare array, whatever page is asked for, is
asked once: not once for each hundred rows."""

from collections import Counter

import pytest
from django.test import Client

from recruspace_dashboard.sandbox import shapes
from recruspace_dashboard.sandbox.options import API_ROOT

SIZES = [99, 100, 101, 300, 1000]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/pools/",
        "/pools/menu/",
        "/pools/{pool}/",
        "/pools/{pool}/?page=3&page_size=10",
        "/pools/{pool}/rename/",
        "/pools/{pool}/delete/",
        "/candidates/new/",
        "/jobs/",
        "/jobs/?page=3&page_size=10",
        "/company/",
    ],
)
def test_each_list_of_a_page_is_read_once(
    browse: Client, sandbox, company, size: int, page: str
):
    pool, job = (next(iter(each.values())) for each in (company.pools, company.jobs))
    pools = shapes.pool(pool, company, str) | {"name": "Many"}
    jobs = shapes.job_row(job, company, str)
    ids = range(1, size + 1)
    bodies = {
        "/talent-pools/": [pools | {"id": number} for number in ids],
        "/job-posts/": [jobs | {"hash": f"hash{number}"} for number in ids],
        "/companies/users/": [{"id": number, "role": "x"} for number in ids],
        "/companies/offices/": [{"id": number, "name": "x"} for number in ids],
    }
    candidates = [{"id": number, "email": f"{number}@example.com"} for number in ids]
    sandbox.reply("GET", f"/talent-pools/{size}/candidates/", body=candidates)
    for path, body in bodies.items():
        sandbox.reply("GET", path, body=body)
    htmx = {"HX-Request": "true"} if "menu" in page else {}
    answer = browse.get(page.format(pool=size), headers=htmx)
    assert answer.status_code == 200
    calls = Counter(call.path.removeprefix(API_ROOT) for call in sandbox.requests)
    # With as many rows as were asked for, the array may be the first of several.
    most = 2 if size == 100 else 1
    assert calls
    assert max(calls.values()) <= most, calls
