"""Where a candidate was opened from: the way back to it stays, also after a write, and
the navigation marks the same place."""

import re

import pytest

from tests.candidates.filled import filled
from tests.each_case import each_case
from tests.http import HTMX, text


def places(page):
    """The link back, and the marked entry of the navigation."""
    [crumbs] = re.findall(r'<nav class="crumbs".*?</nav>', page, re.DOTALL)
    [back] = re.findall(r'<a href="([^"]*)">\s*([^<]*?)\s*</a>', crumbs)
    navigation = page.split('class="main-nav"')[1].split("</nav>")[0]
    [marked] = re.findall(r"<a href=\"([^\"]*)\"[^>]* aria-current", navigation)
    return *back, marked


@pytest.fixture
def in_pool(company, pool):
    return company.in_pool(pool)[0]


def test_the_pool_is_named_after_each_write(browse, pool, in_pool, company):
    browse.get(f"/pools/{pool.id}/")
    query = f"?pool={pool.id}&page=1&page_size=25"
    address = f"/candidates/{in_pool.id}/"
    other = next(one for one in company.pools.values() if one.id != pool.id)
    writes = [
        ("notes/", {"text": "Good"}, {}),
        ("notes/", {"text": "Better"}, HTMX),
        ("tags/", {"title": "go"}, {}),
        ("assign/", {"talent_pool_id": other.id}, {}),
        ("assign/", {"talent_pool_id": other.id}, HTMX),
    ]
    back = f"/pools/{pool.id}/#c{in_pool.id}"
    for path, data, headers in writes:
        browse.post(address + path + query, data, headers=headers)
        page = text(browse.get(address + query))
        assert places(page) == (back, f"Back to {pool.name}", "/pools/")


def test_who_was_added_in_a_pool_leads_back_to_it(browse, company, pool):
    # From the start page, so that the pool itself was never opened.
    browse.get("/")
    response = browse.post(
        f"/candidates/new/?pool={pool.id}", filled(talent_pool_id=pool.id)
    )
    page = text(browse.get(response["Location"]))
    assert places(page)[1:] == (f"Back to {pool.name}", "/pools/")
    assert f"was added to “{pool.name}”." in page


def test_the_form_of_a_pool_says_which_and_belongs_to_it(browse, pool):
    page = text(browse.get(f"/candidates/new/?pool={pool.id}"))
    assert places(page) == (f"/pools/{pool.id}/", pool.name, "/pools/")
    assert f"To the pool <strong>{pool.name}</strong>." in page


def test_adding_to_a_pool_says_to_which_and_that_there_will_be_two(
    browse, company, candidate
):
    other = next(
        one
        for one in company.pools.values()
        if not company.holds(candidate.email, one, None)
    )
    address = f"/candidates/{candidate.id}/assign/"
    assert "makes a second record of this candidate" in text(browse.get(address))
    response = browse.post(address, {"talent_pool_id": other.id})
    assert f"was added to “{other.name}”." in text(browse.get(response["Location"]))


def test_one_is_told_to_choose_a_pool_or_a_job_before_an_error(browse, candidate):
    for address in ("/candidates/new/", f"/candidates/{candidate.id}/assign/"):
        page = text(browse.get(address))
        [hint] = re.findall(r'aria-describedby="(targets-hint)"', page)
        assert f'id="{hint}">Choose one of the two' in page


def test_an_applicant_of_a_job_belongs_to_the_job(browse, company):
    job = next(job for job in company.jobs.values() if company.applicants(job))
    one = company.applicants(job)[0]
    page = text(browse.get("/jobs/"))
    address = f"/candidates/{one.id}/?job={job.hash}"
    assert f'href="{address}"' in page
    page = text(browse.get(address))
    assert places(page) == (f"/jobs/{job.hash}/", f"Back to {job.title}", "/jobs/")
    assign = re.search(r'href="(/candidates/\d+/assign/[^"]*)"', page)[1]
    assert places(text(browse.get(assign))) == (address, one_name(one), "/jobs/")


def one_name(one):
    return f"{one.first_name} {one.last_name}"


def test_a_search_belongs_to_finding_also_after_a_note(browse, candidate):
    address = f"/candidates/{candidate.id}/"
    back = ("/candidates/find/?email=ece", "Back to the search", "/candidates/")
    assert places(text(browse.get(f"{address}?email=ece"))) == back
    response = browse.post(f"{address}notes/?email=ece", {"text": "Good"})
    assert places(text(browse.get(response["Location"]))) == back


@each_case("query", ["?job=a/../b", "?job=%00", "?email=%22%3E<b>"])
def test_a_place_that_makes_no_sense_leaves_the_page(browse, candidate, query):
    response = browse.get(f"/candidates/{candidate.id}/{query}")
    assert response.status_code == 200
    assert "<b>" not in text(response)
