import re

import pytest

from tests.http import HTMX, text

ANY_READING = pytest.mark.usefixtures("any_reading")


def shown(response):
    return re.findall(r'<a href="/jobs/(\w+)/(?:\?[^"]*)?">', text(response))


def more_jobs(company, number):
    """So many job posts, of which each is like the first."""
    first = next(iter(company.jobs.values()))
    company.jobs.clear()
    for count in range(number):
        values = vars(first) | {"hash": f"job{count}", "title": f"Job {count}"}
        company.jobs[f"job{count}"] = type(first)(**values)


@ANY_READING
def test_no_job_posts_say_what_to_do(browse, company):
    company.jobs.clear()
    assert "No job posts yet" in text(browse.get("/jobs/"))


def test_the_api_refusing_connections_is_a_page_of_ours(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get("/jobs/")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in text(response)


def test_a_refused_key_leads_to_the_key_page(browse, sandbox):
    sandbox.reply("GET", "/job-posts/", status=401, body={"detail": "No."})
    response = browse.get("/jobs/")
    assert response["Location"] == "/account/key/?next=%2Fjobs%2F"


def test_for_a_fragment_the_fault_goes_on_top(browse, sandbox):
    sandbox.reply("GET", "/job-posts/", status=500, body="<h1>Boom</h1>")
    response = browse.get("/jobs/?page=2", headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (502, "#fault")


def test_values_of_wrong_types_leave_the_rest_of_the_page_standing(browse, sandbox):
    odd = {"hash": "a/../b", "title": [], "status": 7, "applicant_count": "many"}
    candidates = [{"id": -1, "first_name": "Neg"}, {"id": None}, 5]
    rows = [
        odd,
        {},
        None,
        {"hash": "ok", "title": "Ok", "example_candidates": candidates},
    ]
    sandbox.reply("GET", "/job-posts/", body=rows)
    response = browse.get("/jobs/")
    assert response.status_code == 200
    assert shown(response) == ["ok"]
    assert text(response).count("Untitled") == 2
    assert "Neg" in text(response)
    assert "/candidates/-1/" not in text(response)


def test_titles_and_names_are_shown_as_text(browse, company, job):
    job.title = "<script>alert(1)</script>"
    page = text(browse.get("/jobs/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@ANY_READING
def test_each_job_post_is_a_row(browse, sandbox, company, job):
    response = browse.get("/jobs/")
    assert shown(response) == list(company.jobs)
    row = text(response).split(f"/jobs/{job.hash}/")[1].split("</tr>")[0]
    applicants = company.applicants(job)
    assert f">{len(applicants)}</td>" in row
    assert '<span class="badge badge-published">Published</span>' in row
    assert f'<a href="/candidates/{applicants[0].id}/">' in row
    [call] = sandbox.requests
    assert (call.method, call.path) == ("GET", "/api/v1/client/job-posts/")
    assert call.query == {"page": ["1"], "page_size": ["25"]}


def test_numbers_that_make_no_sense_are_put_right(browse, sandbox):
    assert browse.get("/jobs/?page=abc&page_size=5000").status_code == 200
    assert sandbox.requests[0].query == {"page": ["1"], "page_size": ["100"]}


@ANY_READING
def test_pages_lead_forward_and_back(browse, company, lists):
    more_jobs(company, 24)
    second = browse.get("/jobs/?page=2&page_size=10", headers=HTMX)
    assert shown(second) == [f"job{number}" for number in range(10, 20)]
    assert text(second).lstrip().startswith('<section id="job-table"')
    assert "HX-Request" in second["Vary"]
    assert 'rel="prev" href="?page=1&amp;page_size=10"' in text(second)
    assert 'rel="next" href="?page=3&amp;page_size=10"' in text(second)
    # An array tells no total: then there is only forward and back.
    assert ("11–20 of 24 job posts" in text(second)) is (lists != "array")
    last = browse.get("/jobs/?page=3&page_size=10")
    assert "21–24 of 24 job posts" in text(last)
    assert 'rel="next"' not in text(last)


@ANY_READING
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "fragment"])
def test_a_page_past_the_end_leads_to_the_last(browse, company, headers):
    more_jobs(company, 24)
    response = browse.get("/jobs/?page=99&page_size=10", headers=headers)
    assert response.status_code == 302
    assert response["Location"] == "/jobs/?page=3&page_size=10"
    assert len(shown(browse.get(response["Location"]))) == 4


def test_past_the_end_of_an_unknown_number_leads_to_the_first(browse, sandbox):
    full = [{"hash": f"job{number}"} for number in range(100)]
    sandbox.reply("GET", "/job-posts/", body=[], times=1)
    sandbox.reply("GET", "/job-posts/", body=full)
    response = browse.get("/jobs/?page=99")
    assert response["Location"] == "/jobs/?page=1&page_size=25"


def test_from_a_job_post_the_way_leads_back_to_its_page_of_the_list(
    browse, company, job
):
    page = text(browse.get("/jobs/?page=1&page_size=50"))
    link = f"/jobs/{job.hash}/?page=1&amp;page_size=50"
    assert f'href="{link}"' in page
    back = '<a href="/jobs/?page=1&amp;page_size=50">Job posts</a>'
    assert back in text(browse.get(link.replace("&amp;", "&")))
    assert '<a href="/jobs/">Job posts</a>' in text(browse.get(f"/jobs/{job.hash}/"))
