"""A file that is uploaded stays so: what fails afterwards does not send it again."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recruspace_dashboard.files.references import FileReference
from tests.http import HTMX, text
from tests.jobs.conftest import PDF

NOTE = "<strong>Özgeçmiş.pdf</strong> is uploaded."


def token_in(response, name="cv_file"):
    return re.search(rf'name="{name}_uploaded" value="(.*?)"', text(response))[1]


def uploads(sandbox):
    return [call for call in sandbox.requests if "upload-file" in call.path]


def applications(sandbox):
    return [call for call in sandbox.requests if call.path.endswith("/apply/")]


@pytest.fixture
def address(job):
    return f"/jobs/{job.hash}/apply/"


@pytest.fixture
def refused(browse, sandbox, address, candidate_data, cv):
    """The answer to an application that failed after its CV was uploaded."""
    sandbox.reply("POST", "/job-posts/", status=500, times=1)
    return browse.post(address, {**candidate_data, "cv_file": cv})


def test_the_second_try_names_the_file_that_is_there(
    browse, sandbox, address, candidate_data, refused
):
    assert NOTE in text(refused)
    data = {**candidate_data, "cv_file_uploaded": token_in(refused)}
    assert browse.post(address, data).status_code == 302
    assert len(uploads(sandbox)) == 1
    first, second = applications(sandbox)
    assert first.json == second.json


def test_for_htmx_the_field_comes_along_with_the_errors(
    browse, sandbox, address, candidate_data, cv
):
    sandbox.reply("POST", "/job-posts/", status=500)
    data = {**candidate_data, "cv_file": cv}
    response = browse.post(address, data, headers=HTMX)
    assert response["HX-Retarget"] == "#form-errors"
    assert text(response).lstrip().startswith('<div id="form-errors">')
    assert 'id="id_cv_file_uploaded" hx-swap-oob="true"' in text(response)
    assert NOTE in text(response)


def test_for_htmx_a_file_that_is_not_uploaded_stays_in_the_browser(browse, address, cv):
    response = browse.post(address, {"cv_file": cv}, headers=HTMX)
    assert response.status_code == 422
    assert 'id="id_cv_file_uploaded"' not in text(response)
    assert "Choose the file again" not in text(response)


def test_it_stays_over_further_failures_and_added_rows(
    browse, sandbox, address, candidate_data, names, refused
):
    token = token_in(refused)
    response = browse.post(address, {"cv_file_uploaded": token})
    assert (response.status_code, token_in(response)) == (422, token)
    data = {"cv_file_uploaded": token, "add_row": names["Experience"]}
    response = browse.post(address, data)
    assert (response.status_code, token_in(response)) == (200, token)
    assert len(uploads(sandbox)) == 1


def test_another_file_replaces_it(browse, sandbox, address, candidate_data, refused):
    other = SimpleUploadedFile("other.pdf", PDF + b"2")
    posted = {"cv_file_uploaded": token_in(refused), "cv_file": other}
    assert browse.post(address, {**candidate_data, **posted}).status_code == 302
    assert len(uploads(sandbox)) == 2
    first, second = applications(sandbox)
    assert first.json["cv"] != second.json["cv"]


def test_a_photo_that_fails_leaves_the_cv_uploaded(
    browse, sandbox, address, candidate_data, names, cv, photo
):
    sandbox.reply("POST", "/utilities/", status=201, body={"id": 7}, times=1)
    sandbox.reply("POST", "/utilities/", status=500, times=1)
    data = {**candidate_data, "cv_file": cv, names["Photo"]: photo}
    response = browse.post(address, data)
    assert response.status_code == 502
    assert NOTE in text(response)
    assert "Choose the file again" in text(response)
    assert f'name="{names["Photo"]}_uploaded"' not in text(response)


def test_a_photo_is_kept_too(
    browse, sandbox, address, candidate_data, names, cv, photo
):
    sandbox.reply(
        "POST", "/job-posts/", status=400, body={"detail": "Not now."}, times=1
    )
    name = names["Photo"]
    response = browse.post(address, {**candidate_data, "cv_file": cv, name: photo})
    tokens = {
        f"{each}_uploaded": token_in(response, each) for each in ("cv_file", name)
    }
    assert browse.post(address, {**candidate_data, **tokens}).status_code == 302
    first, second = applications(sandbox)
    assert first.json["answers"] == second.json["answers"] != []
    assert len(uploads(sandbox)) == 2


def test_a_token_is_good_for_one_user_and_one_day(
    browse, sandbox, address, user, superuser, candidate_data, monkeypatch
):
    theirs = FileReference.sign(7, "theirs.pdf", superuser).token
    mine = FileReference.sign(7, "mine.pdf", user).token
    assert FileReference.from_token(mine, user) == FileReference(7, "mine.pdf", mine)
    for token in ("", "x", mine[:-1], theirs):
        response = browse.post(address, {**candidate_data, "cv_file_uploaded": token})
        assert response.context["form"].errors.keys() == {"cv_file"}
    monkeypatch.setattr("recruspace_dashboard.files.references.LIFETIME", timedelta(0))
    assert FileReference.from_token(mine, user) is None
    assert uploads(sandbox) == []
