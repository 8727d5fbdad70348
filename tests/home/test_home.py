import re
from dataclasses import replace
from html import unescape

import pytest

from recruspace_dashboard.connection.gate import gate_of


def text(response):
    return unescape(response.content.decode())


def part(response, id_):
    """The part of the page with this id, up to the next part."""
    page = text(response)
    return re.split(r'<(?:section|div) [^>]*id="', page[page.index(f'id="{id_}"') :])[0]


def totals(response):
    return re.findall(r"<dd>([^<]*)</dd>", text(response).split("<footer")[0])


def candidates_of(company, pool):
    """Those whom the first page of the pool gives, the newest first."""
    candidates = company.in_pool(pool)
    key = lambda one: (one.created_at, one.id)  # noqa: E731
    return sorted(candidates, key=key, reverse=True)[:25]


# What goes wrong


def test_the_api_away_is_a_page_of_ours(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.get("/")
    assert response.status_code == 503
    assert "Recruspace cannot be reached" in text(response)


@pytest.mark.parametrize(
    ("failing", "status", "words"),
    [
        ("/talent-pools/", 500, "Recruspace has a problem"),
        ("/talent-pools/{pool}/", 404, "Not found"),
        ("/job-posts/", 403, "Not allowed"),
    ],
)
def test_a_part_that_fails_says_so_and_the_others_stand(
    browse, sandbox, company, pool, failing, status, words
):
    path = failing.format(pool=pool.id)
    sandbox.reply("GET", path, status=status, body={"detail": "Boom"})
    response = browse.get("/")
    page = text(response).split("<template")[0]
    assert response.status_code == 200
    assert page.count('role="alert"') == 1
    assert words in page
    assert "Boom" not in page
    pools, jobs, candidates = "home-pools", "home-jobs", "home-candidates"
    faulty = {"/talent-pools/": pools, "/job-posts/": jobs}.get(failing, candidates)
    assert words in part(response, faulty)
    if faulty != pools:
        assert f'href="/pools/{pool.id}/"' in part(response, pools)
    if faulty != jobs:
        assert next(iter(company.jobs)) in part(response, jobs)
    if faulty == jobs:
        assert f'href="/candidates/{candidates_of(company, pool)[0].id}/' in page


def test_once_the_api_refuses_more_calls_nothing_is_sent(browse, sandbox):
    sandbox.reply("GET", "/", status=429, headers={"Retry-After": "17"})
    assert browse.get("/").status_code == 429
    sent = len(sandbox.requests)
    assert "Try again in 17 seconds" in text(browse.get("/pools/"))
    assert len(sandbox.requests) == sent


@pytest.mark.parametrize("failing", ["/talent-pools/", "/job-posts/"])
def test_a_refused_key_leads_to_the_key_page(browse, sandbox, failing):
    sandbox.reply("GET", failing, status=401, body={"detail": "No."})
    assert browse.get("/")["Location"] == "/account/key/?next=%2F"


def test_values_of_wrong_types_leave_the_rest_of_the_page_standing(
    browse, sandbox, company
):
    odd = {"id": -1, "name": ["x"], "candidate_count": "many", "created_by": 7}
    pools = [odd, {}, None, {"id": 5, "name": "Fine", "candidate_count": "3"}]
    candidates = [{"id": -5, "first_name": 7, "cv": "x"}, {"created_at": "now"}, 3]
    jobs = [{"hash": "a/b", "title": "Slashed"}, {"applicant_count": []}, "x"]
    sandbox.reply("GET", "/talent-pools/5/", status=200, body=candidates)
    sandbox.reply("GET", "/talent-pools/", status=200, body=pools)
    sandbox.reply("GET", "/job-posts/", status=200, body=jobs)
    response = browse.get("/")
    assert response.status_code == 200
    assert totals(response) == ["3", "3", "2"]
    assert 'href="/pools/5/"' in text(response)
    assert "Slashed" in text(response)


def test_what_comes_from_outside_is_shown_as_text(browse, company, pool):
    pool.name = "<script>alert(1)</script>"
    candidates_of(company, pool)[0].first_name = "<img src=x>"
    next(iter(company.jobs.values())).title = "<b>Job</b>"
    page = browse.get("/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert "<b>Job" not in page


def test_without_anything_it_says_where_to_begin(browse, company):
    company.pools.clear()
    company.jobs.clear()
    response = browse.get("/")
    assert totals(response) == ["0", "0", "0"]
    assert "No pools yet" in text(response)
    assert 'href="/pools/new/"' in text(response)
    assert "No open jobs." in text(response)


def test_with_empty_pools_it_asks_for_nobody(browse, sandbox, company):
    company.candidates.clear()
    assert "No candidates in the pools yet" in text(browse.get("/"))
    assert not [call for call in sandbox.requests if "candidates" in call.path]


# What there is


def test_it_makes_three_calls_with_the_candidates_own_key(browse, sandbox, pool):
    browse.get("/")
    root = "/api/v1/client"
    assert {call.path: call.query for call in sandbox.requests} == {
        f"{root}/talent-pools/": {"page": ["1"], "page_size": ["100"]},
        f"{root}/job-posts/": {"page": ["1"], "page_size": ["100"]},
        f"{root}/talent-pools/{pool.id}/candidates/": {
            "page": ["1"],
            "page_size": ["25"],
        },
    }
    assert len(sandbox.requests) == 3
    assert {call.headers["Authorization"] for call in sandbox.requests} == {
        f"Bearer {sandbox.keys[0]}"
    }


def test_the_pools_come_with_the_largest_first(browse, company):
    pools = sorted(
        company.pools.values(), key=lambda one: len(company.in_pool(one)), reverse=True
    )
    shown = part(browse.get("/"), "home-pools")
    rows = re.findall(r'/pools/(\d+)/">[^<]*</a>\s*<span class="row-note">(\d+)', shown)
    assert rows == [(str(pool.id), str(len(company.in_pool(pool)))) for pool in pools]


def test_of_many_pools_six_are_shown_and_all_are_counted(browse, company):
    first = next(iter(company.pools.values()))
    for _ in range(120):
        pool_id = company.new_id()
        company.pools[pool_id] = replace(first, id=pool_id, name="One of many")
    response = browse.get("/")
    # More than one call gives, so that their number is not known.
    assert totals(response)[0] == "100+"
    assert len(re.findall(r"/pools/\d+/", part(response, "home-pools"))) == 6
    assert 'href="/pools/"' in part(response, "home-pools")


def test_it_counts_pools_candidates_in_them_and_open_jobs(browse, company):
    in_pools = sum(len(company.in_pool(pool)) for pool in company.pools.values())
    assert totals(browse.get("/")) == ["6", str(in_pools), "6"]


def test_only_open_jobs_are_shown_and_unknown_statuses_are_open(browse, company):
    for job, status in zip(
        company.jobs.values(),
        ["published", "draft", "CLOSED", "archived", "active", "paused", "", "open"],
        strict=True,
    ):
        job.status, job.title = status, f"A {status or 'nameless'} job"
    shown = part(browse.get("/"), "home-jobs")
    found = re.findall(r'href="/jobs/\w+/">A (\w+) job<', shown)
    assert found == ["published", "active", "paused", "nameless", "open"]


def test_who_was_added_lately_leads_to_the_candidate_in_the_pool(browse, company, pool):
    response = browse.get("/")
    page = text(response)
    page = page[page.index("Recently added") :]
    newest = candidates_of(company, pool)[:5]
    links = re.findall(r'href="/candidates/(\d+)/\?pool=(\d+)"', page)
    assert links == [(str(one.id), str(pool.id)) for one in newest]
    assert f'href="/pools/{pool.id}/">{pool.name}</a>' in page


def test_failed_imports_come_before_those_without_a_cv(browse, company, pool):
    candidates = candidates_of(company, pool)
    for one in candidates:
        one.error_status, one.error_logs = False, []
        one.cv = one.cv or next(each.cv for each in candidates if each.cv)
    candidates[3].cv = None
    candidates[7].error_status, candidates[7].error_logs = True, ["The CV is locked."]
    page = text(browse.get("/"))
    page = page[page.index("Needs attention") : page.index("Recently added")]
    links = re.findall(r'href="/candidates/(\d+)/', page)
    assert links == [str(candidates[7].id), str(candidates[3].id)]
    assert page.index("Import failed") < page.index("No CV")
    assert "The CV is locked." in page
    assert "First page of:" in page


def test_where_nobody_needs_a_look_it_says_so(browse, company, pool):
    candidates = candidates_of(company, pool)
    for one in candidates:
        one.error_status = False
        one.cv = one.cv or next(each.cv for each in candidates if each.cv)
    assert "No failed imports, and every candidate has a CV." in text(browse.get("/"))


def test_of_many_who_need_a_look_the_rest_are_counted(browse, company, pool):
    candidates = candidates_of(company, pool)
    for one in candidates:
        one.error_status, one.cv = False, None
    page = text(browse.get("/"))
    assert f'<a href="/pools/{pool.id}/">{len(candidates) - 5} more</a>' in page


def test_the_one_main_action_is_to_add_a_candidate(browse):
    page = text(browse.get("/"))
    assert page.count("button-primary") == 1
    assert '<a class="button button-primary" href="/candidates/new/">' in page


def test_it_says_how_many_calls_are_left_this_minute(browse, sandbox, settings):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 5
    assert "2 of 5 requests to Recruspace left" in text(browse.get("/"))
    assert gate_of(sandbox.keys[0]).left() == 2


def test_when_no_calls_are_left_nothing_is_sent(browse, sandbox, settings):
    settings.RECRUSPACE_CALLS_PER_MINUTE = 0
    response = browse.get("/")
    assert response.status_code == 429
    assert "Too many requests" in text(response)
    assert sandbox.requests == []
