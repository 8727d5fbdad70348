import os
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.candidates.filled import NEW, filled
from tests.http import HTMX, text
from tests.sample_files import DOCX_TYPE, PDF, docx

ADD = "/api/v1/client/candidates/add/"
SEARCH = "/api/v1/client/candidates/search-by-email/"


def written(sandbox):
    return [call for call in sandbox.requests if call.method == "POST"]


def option(page, value):
    return re.search(rf'<option value="{value}"( selected)?>([^<]*)</option>', page)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("first_name", " ", "Enter the first name."),
        ("last_name", "x" * 256, "at most 255 characters (it has 256)"),
        ("email", "ece@", "Enter a valid email address."),
        ("email", "x" * 250 + "@example.com", "at most 254 characters"),
        ("phone_number", "call me", "A phone number may contain only digits"),
        ("phone_number", "1" * 60, "A phone number may contain only digits"),
        ("cv_file", None, "Choose the CV."),
        ("cv_file", SimpleUploadedFile("cv.pdf", b"MZ"), "not a PDF, DOC or DOCX"),
        ("talent_pool_id", "", "Choose a talent pool or a job post."),
        ("talent_pool_id", "abc", "Select a valid choice."),
        ("job_post", "some-hash", "Choose a pool or a job post, not both."),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_nothing_is_sent(
    browse, sandbox, pool, field, value, message
):
    data = filled(**({"talent_pool_id": pool.id} | {field: value}))
    response = browse.post("/candidates/new/", data)
    form = response.context["form"]
    assert response.status_code == 422
    assert any(message in error for error in form.errors[field])
    assert not form.non_field_errors()
    assert written(sandbox) == []
    typed = {name for name in data if name not in {"cv_file", field}}
    assert all(form[name].value() == str(data[name]) for name in typed)


def test_what_the_api_says_against_a_field_stands_there_and_the_rest_on_top(
    browse, sandbox, pool
):
    refusal = {
        "phone_number": ["Not a number of this world."],
        "cv_file": ["Too many pages."],
        "consent": ["Is missing."],
    }
    sandbox.reply("POST", "/candidates/add/", status=400, body=refusal)
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors["phone_number"] == ["Not a number of this world."]
    assert form.errors["cv_file"] == ["Too many pages."]
    assert form.non_field_errors() == ["consent: Is missing."]
    page = text(response)
    assert all(f'value="{typed}"' in page for typed in ("Ece", "Yıldız", NEW))
    assert option(page, pool.id)[1]


def test_a_number_loses_what_nobody_sees_of_it(browse, sandbox, pool):
    copied = "\u202a+90 532\u00a0123\u201345\u2011678\u202c"
    data = filled(talent_pool_id=pool.id, phone_number=copied)
    assert browse.post("/candidates/new/", data).status_code == 302
    assert sandbox.requests[-1].form["phone_number"] == "+90 532\u00a0123-45-678"


def test_without_javascript_the_file_has_to_be_chosen_again_and_that_is_said(
    browse, sandbox, pool
):
    data = filled(talent_pool_id=pool.id, first_name="")
    response = browse.post("/candidates/new/", data)
    again = "Choose the file again. Browsers do not remember it."
    assert response.context["form"].errors["cv_file"] == [again]


def test_with_htmx_only_the_errors_come_and_no_list_is_read(browse, sandbox, pool):
    sandbox.reply("POST", "/candidates/add/", status=400, body={"email": ["No."]})
    data = filled(talent_pool_id=pool.id)
    response = browse.post("/candidates/new/", data, headers=HTMX)
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#form-errors"
    assert '<div class="field-errors" id="id_email_error" hx-swap-oob="true">' in text(
        response
    )
    assert response.context["form"].errors == {"email": ["No."]}
    assert [call.path for call in sandbox.requests] == [SEARCH, ADD]


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ({"status": 401}, 403, "does not accept your API key"),
        ({"status": 404}, 404, "not in Recruspace, or it was deleted"),
        ({"status": 413, "body": {"detail": "Too big."}}, 422, "Too big."),
        ({"status": 429, "headers": {"Retry-After": "7"}}, 429, "again in 7 seconds"),
        (
            {"status": 500, "body": "<h1>oops</h1>"},
            502,
            "change may or may not have been made",
        ),
        (
            {"status": 200, "body": "<h1>oops</h1>"},
            502,
            "change may or may not have been made",
        ),
    ],
)
def test_a_fault_of_the_api_keeps_what_was_typed_and_is_sent_once(
    browse, sandbox, pool, fault, status, words
):
    sandbox.reply("POST", "/candidates/add/", **fault)
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    assert response.status_code == status
    assert words in text(response)
    assert "oops" not in text(response)
    assert f'value="{NEW}"' in text(response)
    assert len(written(sandbox)) == 1


def test_the_api_refusing_connections_keeps_what_was_typed_and_chosen(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.post("/candidates/new/", filled(talent_pool_id="17"))
    page = text(response)
    assert response.status_code == 503
    assert "could not connect to Recruspace" in page
    assert f'value="{NEW}"' in page
    assert option(page, 17)[1]


def test_a_form_that_was_cut_off_on_its_way_adds_nobody(user, sandbox, pool):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    page = text(browser.get("/candidates/new/"))
    token = 'name="csrfmiddlewaretoken"'
    assert page.index('name="job_post"') < page.rindex(token)
    secret = re.findall(rf'{token} value="(\w+)"', page)[-1]
    form_id = re.findall(r'name="form_id" value="([^"]+)"', page)[-1]
    fields = filled(talent_pool_id=pool.id) | {"form_id": form_id}
    fields["csrfmiddlewaretoken"] = secret
    body = encode_multipart(BOUNDARY, fields)
    for length, status in ((len(body) - 100, 403), (len(body), 302)):
        assert written(sandbox) == []
        response = browser.generic(
            "POST", "/candidates/new/", body[:length], MULTIPART_CONTENT
        )
        assert response.status_code == status


def test_one_list_that_fails_leaves_the_other_to_choose_from(browse, sandbox, company):
    sandbox.reply("GET", "/talent-pools/", status=500)
    response = browse.get("/candidates/new/?pool=17")
    page = text(response)
    assert response.status_code == 200
    assert "The pools could not be loaded. Recruspace reported an error" in page
    assert option(page, 17)[1]
    assert all(option(page, job) for job in company.jobs)


def test_without_the_job_posts_a_pool_can_be_chosen(browse, sandbox, pool):
    sandbox.reply("GET", "/job-posts/", status=429)
    page = text(browse.get("/candidates/new/"))
    assert "The job posts could not be loaded. Recruspace allows 100 requests" in page
    assert option(page, pool.id)


def test_without_both_lists_there_is_a_page_of_ours(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get("/candidates/new/")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in text(response)


def test_lists_of_wrong_types_leave_what_makes_sense(browse, sandbox):
    pools = [{"id": "x", "name": "No id"}, None, {"id": 3, "name": "<i>Good</i>"}]
    jobs = [{"title": "No hash"}, 7, {"hash": "abc", "status": "draft"}]
    sandbox.reply("GET", "/talent-pools/", body=pools)
    sandbox.reply("GET", "/job-posts/", body=jobs)
    page = text(browse.get("/candidates/new/"))
    assert option(page, 3)[2] == "&lt;i&gt;Good&lt;/i&gt;"
    assert option(page, "abc")[2] == "abc (Draft)"
    assert "No id" not in page
    assert "No hash" not in page


def test_all_pools_and_job_posts_are_offered(browse, sandbox, user, every_reading):
    company = sandbox.company(sandbox.keys[0])
    page = text(browse.get("/candidates/new/"))
    for pool in company.pools.values():
        assert option(page, pool.id)[2] == pool.name.replace("&", "&amp;")
    for job in company.jobs.values():
        closed = "" if job.status == "published" else f" ({job.status.capitalize()})"
        assert option(page, job.hash)[2] == job.title + closed


def test_what_the_address_names_is_chosen_and_filled_in_already(browse, company, pool):
    page = text(browse.get(f"/candidates/new/?pool={pool.id}&email=a%2Bb@example.com"))
    assert option(page, pool.id)[1]
    assert 'value="a+b@example.com"' in page
    job = next(iter(company.jobs))
    page = text(browse.get(f"/candidates/new/?job={job}"))
    assert option(page, job)[1]
    assert not option(page, pool.id)[1]


@pytest.mark.parametrize("query", ["?pool=abc", "?pool=999999", "?job=../x", "?pool="])
def test_an_address_that_names_nothing_there_is_chooses_nothing(browse, company, query):
    response = browse.get(f"/candidates/new/{query}")
    assert response.status_code == 200
    page = text(response).split('id="user-menu"')[0]
    assert "999999" not in re.sub(r"hx-post=\S+", "", page)


def test_a_user_is_added_to_a_pool_with_the_cv(browse, sandbox, every_reading):
    company = sandbox.company(sandbox.keys[0])
    pool = next(iter(company.pools.values()))
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    added = list(company.candidates.values())[-1]
    assert (added.first_name, added.last_name) == ("Ece", "Yıldız")
    assert (added.email, added.pool, added.job_post) == (NEW, pool, None)
    assert response["Location"] == f"/candidates/{added.id}/"
    search, call = sandbox.requests
    assert (search.path, search.query["email"]) == (SEARCH, [NEW])
    assert call.path == ADD
    assert call.form == {
        "first_name": "Ece",
        "last_name": "Yıldız",
        "email": NEW,
        "phone_number": "+90 (532) 123 45 67",
        "talent_pool_id": str(pool.id),
    }
    cv = call.files["cv_file"]
    assert (cv.filename, cv.content_type) == ("Özgeçmiş.pdf", "application/pdf")
    assert cv.content == PDF


def test_from_a_pool_the_way_leads_back_into_it(browse, company, pool):
    page = text(browse.get(f"/pools/{pool.id}/"))
    address = f"/candidates/new/?pool={pool.id}"
    assert f'href="{address}"' in page
    page = text(browse.get(address))
    assert page.count(f'href="/pools/{pool.id}/"') == 2
    response = browse.post(address, filled(talent_pool_id=pool.id))
    added = list(company.candidates.values())[-1]
    pool_page = f"?pool={pool.id}&page=1&page_size=25"
    assert response["Location"] == f"/candidates/{added.id}/{pool_page}"
    page = text(browse.get(response["Location"]))
    assert f"Ece Yıldız was added to “{pool.name}”." in page.replace("&amp;", "&")
    assert 'rel="next"' in page


def test_a_user_is_added_to_a_job_post_with_a_large_docx(browse, sandbox, company):
    job = next(iter(company.jobs.values()))
    # More than is kept in memory: this one comes from a temporary file.
    content = docx(more={"word/media/image.bin": os.urandom(3 * 1024 * 1024)})
    data = filled(
        cv_file=SimpleUploadedFile("cv.docx", content),
        job_post=job.hash,
        phone_number="",
    )
    assert browse.post("/candidates/new/", data).status_code == 302
    call = written(sandbox)[0]
    assert "phone_number" not in call.form
    assert call.form["job_post"] == job.hash
    assert call.files["cv_file"].content == content
    assert call.files["cv_file"].content_type == DOCX_TYPE
    assert list(company.candidates.values())[-1].job_post is job


def test_with_htmx_the_whole_page_goes_on(browse, company, pool):
    data = filled(talent_pool_id=pool.id)
    response = browse.post("/candidates/new/", data, headers=HTMX)
    added = list(company.candidates.values())[-1]
    assert response["HX-Redirect"] == f"/candidates/{added.id}/"
    assert "Ece Yıldız was added." in text(browse.get(f"/pools/{pool.id}/"))
