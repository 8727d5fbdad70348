"""Each kind of form that creates something, as a user fills it in."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from recruspace_dashboard.sandbox.state import Candidate, Company
from recruspace_dashboard.writes.models import Write
from tests.sample_files import PDF

EMAIL = "zeynep.new@example.com"


@dataclass
class Sent:
    """A form: where it stands, what is typed, and which call it leads to."""

    address: str
    page: str
    call: str
    typed: dict[str, Any]
    files: list[str] = field(default_factory=list)

    def data(self, **more: object) -> dict[str, Any]:
        files = {
            name: SimpleUploadedFile("cv.pdf", PDF, "application/pdf")
            for name in self.files
        }
        return {**self.typed, **files, **more}


def form_id_on(page: str) -> str:
    """The id that the page gave the form, the last on it."""
    return re.findall(r'name="form_id" value="([^"]+)"', page)[-1]


def opened(browse: Client, form: Sent) -> str:
    """The id of the form on its page, freshly opened."""
    page = browse.get(form.page).content.decode()
    if form.address.endswith("/notes/"):
        page = page.split(f'action="{form.address}"')[1].split("</form>")[0]
    return form_id_on(page)


@pytest.fixture
def some(company: Company) -> list[Candidate]:
    """Candidates without tags."""
    found = list(company.candidates.values())[:8]
    for one in found:
        one.tags.clear()
    return found


@pytest.fixture
def candidate(company):
    return next(one for one in company.candidates.values() if one.cv and one.pool)


@pytest.fixture
def forms(company, candidate) -> dict[str, Sent]:
    elsewhere = next(
        pool
        for pool in company.pools.values()
        if not company.holds(candidate.email, pool, None)
    )
    job = next(job for job in company.jobs.values() if job.status == "published")
    job.questions.clear()
    user = {"first_name": "Zeynep", "last_name": "Ak", "email": EMAIL}
    path = f"/candidates/{candidate.id}"
    apply = f"/jobs/{job.hash}/apply/"
    return {
        "pool": Sent("/pools/new/", "/pools/new/", "/create/", {"name": "Newcomers"}),
        "note": Sent(f"{path}/notes/", f"{path}/", "/add-note/", {"text": "Call her."}),
        "candidate": Sent(
            "/candidates/new/",
            "/candidates/new/",
            "/candidates/add/",
            user | {"talent_pool_id": elsewhere.id},
            ["cv_file"],
        ),
        "assign": Sent(
            f"{path}/assign/",
            f"{path}/assign/",
            "/manual-add/",
            {"talent_pool_id": elsewhere.id},
        ),
        "upload": Sent("/files/new/", "/files/new/", "/upload-file/", {}, ["file"]),
        "apply": Sent(
            apply, apply, "/apply/", user | {"terms_of_use": "on"}, ["cv_file"]
        ),
    }


FORMS = ["pool", "note", "candidate", "assign", "upload", "apply"]


@pytest.fixture(params=FORMS)
def form(request, forms) -> Sent:
    return forms[request.param]


def sent(sandbox, form: Sent) -> int:
    """How often the call that the form leads to has come in."""
    return sum(
        call.method == "POST" and call.path.endswith(form.call)
        for call in sandbox.requests
    )


def states() -> list[str]:
    return [one.state for one in Write.objects.order_by("pk")]
