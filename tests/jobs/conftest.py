"""Job posts to look at and to apply to, and the ways the API may give them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.sandbox.server import Sandbox

PDF = b"%PDF-1.4 a CV"
PNG = b"\x89PNG\r\n\x1a\n a face"


@pytest.fixture(params=["array", "page", "mixed"])
def lists(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[False, True], ids=["plain", "wrapped"])
def wrap(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def any_reading(sandbox: Sandbox, lists: str, wrap: bool) -> None:
    """Each way the API may give its lists and bodies."""
    sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap))


@pytest.fixture
def company(sandbox: Sandbox):
    """The sandbox's data for the company of the signed-in user."""
    return sandbox.company(sandbox.keys[0])


@pytest.fixture
def job(company):
    """One that asks for a phone, a photo, experience, education and a motivation."""
    return next(job for job in company.jobs.values() if len(job.questions) == 5)


@pytest.fixture
def names(job):
    """The name of the form's field for each question, by the question's key."""
    return {each.question_key: f"answer_{each.id}" for each in job.questions}


@pytest.fixture
def cv():
    return SimpleUploadedFile("Özgeçmiş.pdf", PDF)


@pytest.fixture
def photo():
    return SimpleUploadedFile("me.png", PNG)


@pytest.fixture
def candidate_data():
    return {"first_name": "Işıl", "last_name": "Öztürk", "email": "isil@example.com"}


@pytest.fixture
def experience(names):
    """A row of the question for experience, as a form posts it."""
    row = f"{names['Experience']}-0"
    return {
        f"{row}-company_name": "Çınar A.Ş.",
        f"{row}-position_title": "Designer",
        f"{row}-employment_type": "full_time",
        f"{row}-start_date": "2020-02-29",
        f"{row}-end_date": "2024-05-31",
    }
