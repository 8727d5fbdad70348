"""The job posts to choose from, in the panel of a list."""

import re

import pytest

from tests.http import HTMX, text


def test_published_job_posts_are_offered(browse, company):
    jobs = list(company.jobs.values())
    jobs[0].status, jobs[1].status, jobs[0].title = "published", "draft", "<i>Go</i>"
    page = text(browse.get("/outbox/jobs/", headers=HTMX))
    offered = set(re.findall(r'<option value="(\w+)">', page))
    assert offered == {one.hash for one in jobs if one.status == "published"}
    assert "&lt;i&gt;Go&lt;/i&gt;" in page
    assert 'name="action" value="job"' in page


@pytest.mark.usefixtures("uncached")
def test_without_job_posts_there_is_nothing_to_press(browse, company, sandbox):
    sandbox.reply("GET", "/job-posts/", status=503, times=3)
    answer = browse.get("/outbox/jobs/", headers=HTMX)
    assert answer.status_code == 502
    assert answer["HX-Retarget"] == "#selection-jobs"
    assert "Try again" in text(answer)
    company.jobs.clear()
    page = text(browse.get("/outbox/jobs/", headers=HTMX))
    assert "There is no published job post." in page
    assert "<button" not in page
