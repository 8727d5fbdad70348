"""A new candidate where an id is missing, or no address can be made of it."""

import pytest

from tests.candidates.filled import filled


@pytest.mark.parametrize("body", [{}, {"id": None}, {"id": "x"}, {"id": -5}, []])
def test_an_answer_without_an_id_leads_to_the_pool_or_job(
    browse, sandbox, company, pool, body
):
    sandbox.reply("POST", "/candidates/add/", status=201, body=body)
    response = browse.post("/candidates/new/", filled(talent_pool_id=pool.id))
    assert response["Location"] == f"/pools/{pool.id}/"
    job = next(iter(company.jobs))
    response = browse.post("/candidates/new/", filled(job_post=job))
    assert response["Location"] == f"/jobs/{job}/"


def test_a_pool_that_no_address_can_be_made_of_is_refused(browse, sandbox):
    """Also where the API would take it, and give no id to go to instead."""
    sandbox.reply("POST", "/candidates/add/", status=201, body={})
    response = browse.post("/candidates/new/", filled(talent_pool_id="-1"))
    assert response.status_code == 422
    assert "talent_pool_id" in response.context["form"].errors


def test_ids_that_no_address_can_be_made_of_lead_to_the_job_posts(browse, sandbox):
    sandbox.reply("POST", "/candidates/add/", status=201, body={"id": -5})
    response = browse.post("/candidates/new/", filled(job_post="odd hash"))
    assert response["Location"] == "/jobs/"
