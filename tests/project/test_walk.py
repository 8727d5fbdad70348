"""Walking the pages as a user does calls all 18 endpoints, with the documented fields.

What was called is read from the log that the sandbox writes, and the README's table
is held against it.
"""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.services.endpoints import ENDPOINTS, PREFIX
from tests.sample_files import PDF

FIELDS = {
    "Create Candidate": {
        "first_name": "str",
        "last_name": "str",
        "email": "str",
        "phone_number": "str",
        "talent_pool_id": "str",
        "cv_file": "file",
    },
    "Add Note": {"candidate_id": "int", "text": "str"},
    "Add Tag": {"candidate_id": "int", "title": "str"},
    "Add Candidate to Job Post or Talent Pool": {
        "email": "str",
        "first_name": "str",
        "last_name": "str",
        "cv": "str",
        "talent_pool_id": "int",
    },
    "Apply to Job Post": {
        "email": "str",
        "first_name": "str",
        "last_name": "str",
        "cv": "str",
        "answers": "list",
    },
    "Update Talent Pool": {"name": "str"},
    "Create Talent Pool": {"name": "str"},
    "Upload File": {"folder_key": "str", "file": "file"},
}


def cv() -> SimpleUploadedFile:
    return SimpleUploadedFile("cv.pdf", PDF, "application/pdf")


def endpoint_of(method: str, path: str) -> str:
    found = [
        endpoint.name
        for endpoint in ENDPOINTS
        if endpoint.method == method
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", PREFIX + endpoint.path), path)
        # Of two that match, such as /candidates/add/, the one without an id.
        and ("{" not in endpoint.path or path.split("/")[-2] not in {"search-by-email"})
    ]
    assert len(found) == 1, (method, path, found)
    return found[0]


@pytest.fixture
def walk(browse, user, sandbox, settings, tmp_path: Path):
    """Goes to each page in turn; gives the log's entries for each page."""
    settings.RECRUSPACE_CACHE_SECONDS = 0
    log = tmp_path / "calls.jsonl"
    sandbox.reset(Options(candidates=60, rate=0, log=str(log)))
    company = sandbox.company(sandbox.keys[0])
    pools = list(company.pools.values())
    one = next(c for c in company.in_pool(pools[0]) if c.cv)
    job = next(job for job in company.jobs.values() if job.status == "published")
    somebody = {"first_name": "Ece", "last_name": "Yıldız"}
    applicant = somebody | {"email": "applicant@example.com", "cv_file": cv()}
    newcomer = somebody | {
        "email": "newcomer@example.com",
        "phone_number": "+90 532 123 45 67",
        "talent_pool_id": pools[0].id,
        "cv_file": cv(),
    }
    steps = [
        ("/", {}, None),
        ("/pools/", {}, None),
        ("/pools/<id>/", {"<id>": pools[0].id}, None),
        ("/pools/new/", {}, {"name": "Walkers"}),
        ("/pools/<id>/rename/", {"<id>": pools[-1].id}, {"name": "Runners"}),
        ("/pools/<id>/delete/", {"<id>": pools[-1].id}, {}),
        ("/candidates/find/", {}, "?email=example"),
        ("/candidates/new/", {}, newcomer),
        ("/candidates/<id>/", {"<id>": one.id}, None),
        ("/candidates/<id>/notes/", {"<id>": one.id}, {"text": "Met today."}),
        ("/candidates/<id>/tags/", {"<id>": one.id}, {"title": "walker"}),
        ("/candidates/<id>/assign/", {"<id>": one.id}, {"talent_pool_id": pools[1].id}),
        ("/files/new/", {}, {"file": cv()}),
        ("/jobs/", {}, None),
        ("/jobs/<hash>/", {"<hash>": job.hash}, None),
        ("/jobs/<hash>/apply/", {"<hash>": job.hash}, applicant),
        ("/company/", {}, None),
    ]
    entries = {}
    for page, ids, data in steps:
        address = page
        for name, value in ids.items():
            address = address.replace(name, str(value))
        before = len(log.read_text().splitlines()) if log.exists() else 0
        if isinstance(data, dict):
            response = browse.post(address, data)
            assert response.status_code in {200, 302}, (page, response.content.decode())
        else:
            response = browse.get(address + (data or ""))
            assert response.status_code == 200, page
        lines = log.read_text().splitlines()[before:]
        entries[page] = [json.loads(line) for line in lines]
    return entries


def test_all_18_endpoints_are_called_from_the_pages_the_readme_names(walk) -> None:
    called = {
        (endpoint_of(entry["method"], entry["path"]), page)
        for page, entries in walk.items()
        for entry in entries
    }
    assert {name for name, _ in called} == {endpoint.name for endpoint in ENDPOINTS}
    readme = Path(settings.BASE_DIR, "README.md").read_text()
    rows = re.findall(r"^\| \d+ \| (.+?) \|.*\| `(/.*?)` \| `(.+?)` \|$", readme, re.M)
    assert len(rows) == 18
    for name, page, test in rows:
        assert (name, page) in called
        assert Path(settings.BASE_DIR, test).is_file()


def test_every_call_is_answered_well_and_has_the_documented_fields(walk) -> None:
    bodies = {}
    for entries in walk.values():
        for entry in entries:
            assert entry["status"] < 300, entry
            if entry["method"] in {"POST", "PATCH"}:
                bodies[endpoint_of(entry["method"], entry["path"])] = entry["body"]
    assert bodies == FIELDS


def test_home_makes_at_most_three_calls(walk) -> None:
    assert 1 <= len(walk["/"]) <= 3
