from io import BytesIO

import pytest

from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.errors import NotFound, ValidationFailed
from tests.services.conftest import reads_lists

ROOT = "/api/v1/client/candidates"
CV = b"%PDF-1.7 \x00\xff and bytes\r\n--that-look-like-a-boundary"
NEW = {"first_name": "Işıl", "last_name": "Öztürk", "email": "isil@example.com"}


@pytest.fixture
def candidate(company):
    """A candidate of a pool with tags."""
    return next(each for each in company.candidates.values() if each.pool and each.tags)


@pytest.fixture
def pool(company):
    return next(iter(company.pools.values()))


@pytest.fixture
def job(company):
    return next(iter(company.jobs.values()))


def upload(**target):
    return {
        **NEW,
        "cv_name": "Özgeçmiş.pdf",
        "cv": BytesIO(CV),
        "cv_type": "application/pdf",
        **target,
    }


@pytest.mark.endpoint(endpoints.GET_CANDIDATE)
def test_one_candidate_is_read(recruspace, the_call, candidate):
    found = recruspace.candidates.get(candidate_id=candidate.id)
    call = the_call()
    assert (call.method, call.path) == ("GET", f"{ROOT}/{candidate.id}/")
    assert (call.query, call.body) == ({}, b"")
    assert (found.id, found.email) == (candidate.id, candidate.email)
    assert found.first_name == candidate.first_name
    assert found.last_name == candidate.last_name
    assert [tag.title for tag in found.tags] == [tag.title for tag in candidate.tags]


@pytest.mark.endpoint(endpoints.GET_CANDIDATE)
def test_an_unknown_candidate_is_not_found(recruspace):
    with pytest.raises(NotFound) as caught:
        recruspace.candidates.get(candidate_id=404)
    assert (caught.value.status, caught.value.call) == (
        404,
        "GET /candidates/{candidate_id}/",
    )


@pytest.mark.endpoint(endpoints.CREATE_CANDIDATE)
def test_a_candidate_is_created_in_a_pool(recruspace, the_call, company, pool):
    made = recruspace.candidates.create(
        **upload(talent_pool_id=pool.id, phone_number="+90 555 000 00 00")
    )
    call = the_call()
    assert (call.method, call.path, call.query) == ("POST", f"{ROOT}/add/", {})
    assert call.form == {
        **NEW,
        "phone_number": "+90 555 000 00 00",
        "talent_pool_id": str(pool.id),
    }
    [(field, file)] = call.files.items()
    assert (field, file.filename) == ("cv_file", "Özgeçmiş.pdf")
    assert (file.content, file.content_type) == (CV, "application/pdf")
    assert call.headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert company.candidates[made.id].pool is pool
    assert (made.email, made.name) == ("isil@example.com", "Işıl Öztürk")
    assert (made.cv.name, made.cv.size) == ("Özgeçmiş.pdf", len(CV))


@pytest.mark.endpoint(endpoints.CREATE_CANDIDATE)
def test_a_candidate_is_created_for_a_job_post(recruspace, the_call, company, job):
    made = recruspace.candidates.create(**upload(job_post=job.hash))
    assert the_call().form == {**NEW, "job_post": job.hash}
    assert company.candidates[made.id].job_post is job
    assert made.job_post.title == job.title


@pytest.mark.endpoint(endpoints.CREATE_CANDIDATE)
def test_a_candidate_who_is_there_already_is_a_conflict(recruspace, candidate):
    again = {"email": candidate.email, "talent_pool_id": candidate.pool.id}
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.create(**{**upload(), **again})
    error = caught.value
    assert (error.status, error.conflict, error.outcome_unknown) == (409, True, False)
    assert error.messages == ["A candidate with this email already exists."]


@pytest.mark.endpoint(endpoints.CREATE_CANDIDATE)
def test_a_refused_candidate_is_refused_by_field(recruspace, pool):
    bad = {"email": "nobody", "first_name": " ", "cv_name": "cv.exe"}
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.create(**{**upload(talent_pool_id=pool.id), **bad})
    assert caught.value.fields.keys() == {"email", "first_name", "cv_file"}


@pytest.mark.parametrize("target", [{}, {"job_post": "abc", "talent_pool_id": 1}])
def test_a_candidate_is_for_one_job_post_or_one_pool(recruspace, sandbox, target):
    with pytest.raises(ValueError, match="one of"):
        recruspace.candidates.create(**upload(**target))
    with pytest.raises(ValueError, match="one of"):
        recruspace.candidates.add_to(**NEW, cv_id=1, **target)
    assert sandbox.requests == []


@pytest.mark.endpoint(endpoints.ADD_NOTE)
def test_a_note_is_added(recruspace, the_call, candidate):
    note = recruspace.candidates.add_note(
        candidate_id=candidate.id, text="Çok iyi:\n“ara”"
    )
    call = the_call()
    assert (call.method, call.path, call.query) == ("POST", f"{ROOT}/add-note/", {})
    assert call.json == {"candidate_id": candidate.id, "text": "Çok iyi:\n“ara”"}
    assert note.id == candidate.notes[-1].id
    assert note.text == candidate.notes[-1].text == "Çok iyi:\n“ara”"
    assert note.created_at is not None


@pytest.mark.endpoint(endpoints.ADD_NOTE)
def test_a_note_on_an_unknown_candidate(recruspace):
    with pytest.raises(NotFound):
        recruspace.candidates.add_note(candidate_id=404, text="Hello?")


@pytest.mark.endpoint(endpoints.ADD_NOTE)
def test_an_empty_note_is_refused_by_field(recruspace, candidate):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.add_note(candidate_id=candidate.id, text="")
    assert caught.value.fields == {"text": ["This field may not be blank."]}


@pytest.mark.endpoint(endpoints.ADD_TAG)
def test_a_tag_is_added(recruspace, the_call, candidate):
    tag = recruspace.candidates.add_tag(candidate_id=candidate.id, title="Kıdemli")
    call = the_call()
    assert (call.method, call.path, call.query) == ("POST", f"{ROOT}/add-tag/", {})
    assert call.json == {"candidate_id": candidate.id, "title": "Kıdemli"}
    assert (tag.id, tag.title) == (candidate.tags[-1].id, "Kıdemli")


@pytest.mark.endpoint(endpoints.ADD_TAG)
def test_a_tag_that_is_there_already_is_a_conflict(recruspace, candidate):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.add_tag(
            candidate_id=candidate.id, title=candidate.tags[0].title
        )
    assert caught.value.conflict
    assert caught.value.messages == ["The candidate has this tag already."]


@pytest.mark.endpoint(endpoints.ADD_TAG)
def test_a_tag_for_an_unknown_candidate(recruspace):
    with pytest.raises(NotFound):
        recruspace.candidates.add_tag(candidate_id=404, title="Ghost")


@pytest.mark.endpoint(endpoints.ADD_CANDIDATE_TO)
def test_a_candidate_is_added_to_a_pool(recruspace, the_call, company, candidate, pool):
    made = recruspace.candidates.add_to(
        **NEW, cv_id=candidate.cv.id, talent_pool_id=pool.id
    )
    call = the_call()
    assert (call.method, call.path, call.query) == ("POST", f"{ROOT}/manual-add/", {})
    assert call.json == {
        **NEW,
        "cv": str(candidate.cv.id),
        "talent_pool_id": pool.id,
    }
    assert company.candidates[made.id].pool is pool
    assert made.cv.id == candidate.cv.id


@pytest.mark.endpoint(endpoints.ADD_CANDIDATE_TO)
def test_a_candidate_is_added_to_a_job_post(recruspace, the_call, candidate, job):
    made = recruspace.candidates.add_to(**NEW, cv_id=candidate.cv.id, job_post=job.hash)
    assert the_call().json == {
        **NEW,
        "cv": str(candidate.cv.id),
        "job_post": job.hash,
    }
    assert made.job_post.hash == job.hash


@pytest.mark.endpoint(endpoints.ADD_CANDIDATE_TO)
def test_a_candidate_added_twice_is_a_conflict(recruspace, candidate):
    again = {**NEW, "email": candidate.email}
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.add_to(
            **again, cv_id=candidate.cv.id, talent_pool_id=candidate.pool.id
        )
    assert caught.value.conflict


@pytest.mark.endpoint(endpoints.ADD_CANDIDATE_TO)
def test_a_candidate_with_an_unknown_file_is_refused_by_field(recruspace, pool):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.add_to(**NEW, cv_id=404, talent_pool_id=pool.id)
    assert list(caught.value.fields) == ["cv"]


@reads_lists
@pytest.mark.endpoint(endpoints.SEARCH_CANDIDATES)
def test_candidates_are_searched_by_email(recruspace, the_call, company, candidate):
    part = candidate.email[2:].upper()
    page = recruspace.candidates.search_by_email(email=part)
    call = the_call()
    assert (call.method, call.path) == ("GET", f"{ROOT}/search-by-email/")
    assert call.query == {"email": [part], "page": ["1"], "page_size": ["25"]}
    assert call.body == b""
    expected = [
        (each.id, each.email)
        for each in company.candidates.values()
        if part.lower() in each.email
    ]
    assert [(each.id, each.email) for each in page.items] == expected


@reads_lists
@pytest.mark.endpoint(endpoints.SEARCH_CANDIDATES)
def test_an_email_is_sent_as_it_is_typed(recruspace, the_call):
    odd = "a+b&email=c#d ü@example.com"
    assert recruspace.candidates.search_by_email(email=odd).items == ()
    assert the_call().query["email"] == [odd]


@reads_lists
@pytest.mark.endpoint(endpoints.SEARCH_CANDIDATES)
def test_an_empty_search_is_refused_by_field(recruspace):
    with pytest.raises(ValidationFailed) as caught:
        recruspace.candidates.search_by_email(email="")
    assert list(caught.value.fields) == ["email"]
