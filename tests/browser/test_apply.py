"""A candidate applies to a job post, with the positions they held."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

CV = {"name": "Özgeçmiş.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 CV"}


@pytest.fixture
def job(sandbox):
    """One that asks for a phone, a photo, experience, education and a motivation."""
    jobs = sandbox.company(sandbox.keys[0]).jobs.values()
    return next(job for job in jobs if len(job.questions) == 5)


@pytest.fixture
def form(signed_in: Page, job) -> Page:
    """The form, reached from the list of jobs, with a candidate in it."""
    page = signed_in
    page.goto("/jobs/")
    page.get_by_role("link", name=job.title).click()
    page.get_by_role("link", name="Add an applicant").click()
    page.get_by_label("First name").fill("Işıl")
    page.get_by_label("Last name").fill("Öztürk")
    page.get_by_label("E-mail").fill("isil@example.com")
    return page


def calls(sandbox, ending: str) -> list:
    return [call for call in sandbox.requests if call.path.endswith(ending)]


def fill_row(page: Page, job, number: int, company: str, **more: str) -> None:
    [question] = [one for one in job.questions if one.question_key == "Experience"]
    values = {"company_name": company, "position_title": "Designer", **more}
    for name, value in values.items():
        page.locator(f"#id_answer_{question.id}-{number}-{name}").fill(value)


def test_a_user_with_two_positions_applies(
    form: Page, sandbox, job, javascript: bool
) -> None:
    page = form
    experience = page.get_by_role("group", name="Work experience, with dates")
    fill_row(page, job, 0, "Çınar", start_date="2020-01-01", end_date="2019-01-01")
    experience.get_by_role("button", name="Add another").click()
    fill_row(page, job, 1, "Meşe", start_date="2022-02-01")
    experience.get_by_label("Ongoing").last.check()
    if javascript:
        experience.get_by_role("button", name="Add another").click()
        expect(experience.get_by_label("Company")).to_have_count(3)
        experience.get_by_role("button", name="Remove").last.click()
    expect(experience.get_by_label("Company")).to_have_count(2)
    page.get_by_label("CV").set_input_files(CV)
    page.get_by_role("button", name="Submit application", exact=True).click()

    expect(page.locator("main")).to_contain_text(
        "The end date is before the start date."
    )
    expect(experience.get_by_label("Company").first).to_have_value("Çınar")
    if not javascript:
        page.get_by_label("CV").set_input_files(CV)
    fill_row(page, job, 0, "Çınar", end_date="2022-01-31")
    page.get_by_role("button", name="Submit application", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(job.title)
    expect(page.get_by_role("status").first).to_contain_text("Işıl Öztürk applied")
    [apply] = calls(sandbox, "/apply/")
    [answer] = apply.json["answers"]
    assert answer["job_post_question"]["question_key"] == "Experience"
    assert json.loads(answer["answer"]) == [
        {
            "company_name": "Çınar",
            "position_title": "Designer",
            "start_date": "2020-01-01",
            "end_date": "2022-01-31",
            "currently_employed": False,
        },
        {
            "company_name": "Meşe",
            "position_title": "Designer",
            "start_date": "2022-02-01",
            "currently_employed": True,
        },
    ]


def test_after_a_fault_the_uploaded_file_is_used_again(
    form: Page, sandbox, job
) -> None:
    page = form
    sandbox.reply(
        "POST", "/job-posts/", status=400, body={"detail": "Not now."}, times=1
    )
    page.get_by_label("Phone number").fill("+90 1")
    page.get_by_label("CV").set_input_files(CV)
    page.get_by_role("button", name="Submit application", exact=True).click()
    expect(page.locator("main")).to_contain_text("Özgeçmiş.pdf is uploaded.")
    expect(page.get_by_label("Phone number")).to_have_value("+90 1")
    page.get_by_label("Phone number").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("Işıl Öztürk applied")
    assert len(calls(sandbox, "/upload-file/")) == 1
    first, second = calls(sandbox, "/apply/")
    assert first.json == second.json
