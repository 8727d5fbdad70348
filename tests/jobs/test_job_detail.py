import pytest

from tests.http import text

ROOT = "/api/v1/client/job-posts"


@pytest.mark.parametrize("job_hash", ["a.b", "a%2Fb", "..", "ğ", "a b", "%00"])
def test_what_is_no_hash_asks_the_api_nothing(browse, sandbox, job_hash):
    assert browse.get(f"/jobs/{job_hash}/").status_code == 404
    assert sandbox.requests == []


def test_a_job_post_that_does_not_exist_is_a_page_of_ours(browse):
    response = browse.get("/jobs/nothing/")
    assert response.status_code == 404
    assert "Not found" in text(response)


def test_a_job_post_of_another_company_does_not_exist(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).jobs))
    assert browse.get(f"/jobs/{theirs}/").status_code == 404


def test_the_api_refusing_connections_is_a_page_of_ours(browse, job, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get(f"/jobs/{job.hash}/")
    assert response.status_code == 503


def test_a_refused_key_leads_to_the_key_page(browse, sandbox, job):
    sandbox.reply("GET", "/job-posts/", status=401, body={"detail": "No."})
    response = browse.get(f"/jobs/{job.hash}/")
    assert response["Location"].startswith("/account/key/?next=")


@pytest.mark.parametrize(
    ("status", "open_"),
    [("published", True), ("", True), ("brand_new", True), ("closed", False)],
)
def test_who_is_applied_to_a_closed_job_is_a_choice_with_a_warning(
    browse, job, status, open_
):
    job.status = status
    page = text(browse.get(f"/jobs/{job.hash}/"))
    assert ("button-primary" in page) == open_
    form = text(browse.get(f"/jobs/{job.hash}/apply/"))
    assert ("This job post is not open: Closed." in form) != open_


@pytest.mark.parametrize("status", [404, 429, 500])
def test_without_its_questions_the_job_post_is_still_shown(
    browse, sandbox, job, status
):
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", status=status)
    response = browse.get(f"/jobs/{job.hash}/")
    assert response.status_code == 200
    assert job.title in text(response)
    assert "The questions could not be loaded." in text(response)


def test_values_of_wrong_types_leave_the_rest_of_the_page_standing(browse, sandbox):
    questions = [{"id": "x", "question_key": []}, {}, 7, {"text": "Why?", "id": 5}]
    sandbox.reply("GET", "/job-posts/odd/questions/", body=questions)
    odd = {"title": 7, "description": {}, "locations": "Bonn", "created_by": "me"}
    sandbox.reply("GET", "/job-posts/odd/", body=odd)
    response = browse.get("/jobs/odd/")
    assert response.status_code == 200
    assert "No description." in text(response)
    assert "Bonn" in text(response)
    assert "Why?" in text(response)


@pytest.mark.usefixtures("any_reading")
def test_what_the_job_post_and_its_questions_say(browse, sandbox, job, company):
    page = text(browse.get(f"/jobs/{job.hash}/"))
    assert f"<h1>{job.title}</h1>" in page
    assert job.description in page
    assert f"<dd>{len(company.applicants(job))}</dd>" in page
    assert f"<dd>{job.created_by.first_name} {job.created_by.last_name}</dd>" in page
    assert "<dd>Full time</dd>" in page
    assert all(office.name in page for office in job.locations)
    assert all(each.question in page for each in job.questions)
    assert f'href="/jobs/{job.hash}/apply/"' in page
    assert {(call.method, call.path) for call in sandbox.requests} == {
        ("GET", f"{ROOT}/{job.hash}/"),
        ("GET", f"{ROOT}/{job.hash}/questions/"),
    }


def test_choices_and_what_is_required_are_said(browse, sandbox, job):
    question = {"id": 1, "title": "When?", "options": ["Now", "Later"]}
    body = [question | {"is_required": True}]
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", body=body)
    assert "One of: Now, Later, required" in text(browse.get(f"/jobs/{job.hash}/"))


def test_the_description_is_made_safe(browse, job):
    job.description = "<h1>Join</h1><img src=x onerror=alert(1)><p>us</p>"
    page = text(browse.get(f"/jobs/{job.hash}/"))
    assert "<h2>Join</h2><p>us</p>" in page
    assert page.count("<h1") == 1
    assert "onerror" not in page
