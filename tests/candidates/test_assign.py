import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.http import HTMX, text
from tests.sample_files import PDF

ADD_TO = "/api/v1/client/candidates/manual-add/"


def written(sandbox):
    return [call for call in sandbox.requests if call.method == "POST"]


def option(page, value):
    return re.search(rf'<option value="{value}"( selected)?>', page)


@pytest.fixture
def a_cv():
    return SimpleUploadedFile("cv.pdf", PDF)


@pytest.fixture
def elsewhere(company, candidate):
    """A pool that the candidate is not in."""
    return next(
        pool
        for pool in company.pools.values()
        if not company.holds(candidate.email, pool, None)
    )


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/assign/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_is_not_there_is_not_found(browse, company, pool, method):
    data = {"talent_pool_id": pool.id}
    response = getattr(browse, method)("/candidates/999999/assign/", data)
    assert response.status_code == 404
    assert "not in Recruspace, or it was deleted" in text(response)


def test_a_user_of_another_company_is_not_found(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates))
    assert browse.get(f"/candidates/{theirs}/assign/").status_code == 404


@pytest.mark.parametrize("query", ["", "?file=", "?file=forged", "?file=abc:def:ghi"])
def test_a_file_that_was_not_given_to_this_user_is_not_found(
    browse, sandbox, address, query
):
    response = browse.get(address + query)
    assert response.status_code == (404 if query else 200)


@pytest.mark.parametrize(
    ("chosen", "field", "message"),
    [
        ({}, "talent_pool_id", "Choose a talent pool or a job post."),
        (
            {"talent_pool_id": "17", "job_post": "abc"},
            "job_post",
            "Choose a pool or a job post, not both.",
        ),
    ],
)
def test_exactly_one_of_pool_and_job_post_is_asked_for(
    browse, sandbox, address, chosen, field, message
):
    response = browse.post(address, chosen)
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [message]}
    assert written(sandbox) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_sent_of_whom_the_api_would_want_to_know_more(
    browse, sandbox, address, candidate, elsewhere, method
):
    candidate.last_name, candidate.cv = "", None
    page = text(getattr(browse, method)(address, {"talent_pool_id": elsewhere.id}))
    assert f"Missing for {candidate.first_name}: Last name." in page
    assert "Upload a CV" not in page.split("</header>")[1]
    assert f'href="/candidates/new/?email={quote(candidate.email)}"' in page
    assert written(sandbox) == []


def test_a_page_that_did_not_know_of_it_yet_says_it_too(
    browse, sandbox, address, candidate, elsewhere
):
    candidate.last_name = ""
    data = {"talent_pool_id": elsewhere.id}
    page = text(browse.post(address, data, headers=HTMX))
    assert (
        "Recruspace needs more details to add this candidate. Missing: Last name."
        in page
    )
    assert written(sandbox) == []


def test_what_the_api_says_against_a_field_stands_there_and_the_rest_on_top(
    browse, sandbox, address, elsewhere
):
    refusal = {"talent_pool_id": ["Is full."], "last_name": ["May not be blank."]}
    sandbox.reply("POST", "/candidates/manual-add/", status=400, body=refusal)
    response = browse.post(address, {"talent_pool_id": elsewhere.id})
    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors["talent_pool_id"] == ["Is full."]
    assert form.non_field_errors() == ["last_name: May not be blank."]
    assert option(text(response), elsewhere.id)[1]


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ({"status": 401}, 403, "does not accept your API key"),
        ({"status": 404}, 404, "not in Recruspace, or it was deleted"),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429, "again in 7 seconds"),
        ({"status": 500}, 502, "change may or may not have been made"),
    ],
)
def test_a_fault_of_the_api_keeps_the_choice_and_is_sent_once(
    browse, sandbox, address, elsewhere, fault, status, words
):
    sandbox.reply("POST", "/candidates/manual-add/", **fault)
    response = browse.post(address, {"talent_pool_id": elsewhere.id})
    assert response.status_code == status
    assert words in text(response)
    assert option(text(response), elsewhere.id)[1]
    assert len(written(sandbox)) == 1


def test_the_api_refusing_connections_keeps_the_choice(browse, address, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    assert browse.get(address).status_code == 503
    response = browse.post(address, {"job_post": "abc"})
    assert response.status_code == 503
    assert option(text(response), "abc")[1]


def test_with_htmx_only_the_errors_come(browse, sandbox, address):
    response = browse.post(address, {}, headers=HTMX)
    assert response["HX-Retarget"] == "#form-errors"
    assert "Choose a talent pool or a job post." in text(response)
    assert sandbox.requests == []


def test_somebody_who_is_there_already_is_no_failure(browse, sandbox, company, pool):
    one = next(user for user in company.in_pool(pool) if user.cv)
    data = {"talent_pool_id": pool.id}
    response = browse.post(f"/candidates/{one.id}/assign/", data)
    assert response["Location"] == f"/candidates/{one.id}/"
    page = text(browse.get(f"/pools/{pool.id}/"))
    assert "is already there. Nothing has changed." in page
    assert len(written(sandbox)) == 1


def test_without_a_cv_it_says_so_and_leads_to_the_upload(
    browse, sandbox, address, candidate, elsewhere
):
    candidate.cv = None
    page = text(browse.get(address))
    assert "Recruspace has no CV of" in page
    assert f'href="/files/new/?candidate={candidate.id}"' in page
    assert "<select" not in page
    response = browse.post(address, {"talent_pool_id": elsewhere.id})
    assert response.status_code == 422
    assert "Recruspace has no CV of" in text(response)
    assert written(sandbox) == []


def test_a_user_of_wrong_types_is_shown_as_far_as_it_goes(browse, sandbox, address):
    odd = {"first_name": 7, "email": None, "cv": {"id": "12", "name": []}, "user": "x"}
    sandbox.reply("GET", "/candidates/", body=odd)
    response = browse.get(address)
    assert response.status_code == 200
    assert "Add 7 to a pool or job post" in text(response)


def test_the_page_shows_who_with_which_cv_and_where_to(browse, sandbox, every_reading):
    company = sandbox.company(sandbox.keys[0])
    one = next(user for user in company.candidates.values() if user.cv)
    page = text(browse.get(f"/candidates/{one.id}/assign/"))
    assert f"Add {one.first_name} {one.last_name} to a pool or job post" in page
    assert one.cv.name in page
    assert all(option(page, pool) for pool in company.pools)
    assert all(option(page, job) for job in company.jobs)
    assert len(sandbox.requests) == 3


def test_a_user_is_added_with_the_cv_that_is_there(browse, sandbox, every_reading):
    company = sandbox.company(sandbox.keys[0])
    one = next(user for user in company.candidates.values() if user.cv)
    pool = next(
        pool
        for pool in company.pools.values()
        if not company.holds(one.email, pool, None)
    )
    data = {"talent_pool_id": pool.id}
    response = browse.post(f"/candidates/{one.id}/assign/", data)
    added = company.in_pool(pool)[-1]
    assert (added.email, added.cv) == (one.email, one.cv)
    assert response["Location"] == f"/candidates/{added.id}/"
    [call] = written(sandbox)
    assert call.path == ADD_TO
    assert call.json == {
        "email": one.email,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "cv": str(one.cv.id),
        "talent_pool_id": pool.id,
    }


def test_who_goes_through_a_pool_stays_in_it(browse, pool, elsewhere, candidate):
    one = candidate
    browse.get(f"/pools/{elsewhere.id}/")
    pool_page = f"?pool={pool.id}&page=2&page_size=10"
    here, address = f"/candidates/{one.id}/{pool_page}", f"/candidates/{one.id}/assign/"
    page = text(browse.get(here)).replace("&amp;", "&")
    assert f'href="{address}{pool_page}"' in page
    page = text(browse.get(address + pool_page)).replace("&amp;", "&")
    # The crumb and the way out.
    assert page.count(f'href="{here}"') == 2
    done = browse.post(address + pool_page, {"talent_pool_id": elsewhere.id})
    assert done["Location"] == here
    said = f"{one.first_name} {one.last_name} was added to “{elsewhere.name}”."
    assert said in text(browse.get(here))


def test_an_upload_on_the_way_keeps_the_pool(browse, pool, company, a_cv):
    one = next(user for user in company.in_pool(pool) if user.cv)
    one.cv = None
    pool_page = f"pool={pool.id}&page=2&page_size=10"
    page = text(browse.get(f"/candidates/{one.id}/assign/?{pool_page}"))
    upload = f"/files/new/?candidate={one.id}&{pool_page}"
    assert f'href="{upload}"' in page.replace("&amp;", "&")
    done = browse.post(upload, {"file": a_cv})["Location"]
    assert done.endswith(f"&{pool_page}")
    assert f"&{pool_page}" in text(browse.get(done)).replace("&amp;", "&")


def test_a_user_is_added_to_a_job_post(browse, sandbox, company, address, candidate):
    job = next(
        job
        for job in company.jobs.values()
        if not company.holds(candidate.email, None, job)
    )
    assert browse.post(address, {"job_post": job.hash}).status_code == 302
    call = written(sandbox)[0].json
    assert call["job_post"] == job.hash
    assert "talent_pool_id" not in call


def test_an_uploaded_file_is_used_and_never_uploaded_again(
    browse, sandbox, candidate, company, elsewhere, a_cv
):
    candidate.cv = None
    upload = browse.post(f"/files/new/?candidate={candidate.id}", {"file": a_cv})
    done = text(browse.get(upload["Location"]))
    step = re.search(rf'href="(/candidates/{candidate.id}/assign/\?file=[^"]+)"', done)
    assert "With the uploaded CV <strong>cv.pdf</strong>" in text(browse.get(step[1]))
    sandbox.reply("POST", "/candidates/manual-add/", status=500, times=1)
    data = {"talent_pool_id": elsewhere.id}
    assert browse.post(step[1], data).status_code == 502
    data["send_again"] = "yes"
    assert browse.post(step[1], data).status_code == 302
    assert company.in_pool(elsewhere)[-1].cv.content == PDF
    assert [call.path.split("/")[-2] for call in written(sandbox)] == [
        "upload-file",
        "manual-add",
        "manual-add",
    ]
