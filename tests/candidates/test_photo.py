import pytest

from tests.candidates.conftest import content_of


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/photo/"


def test_a_photo_comes_from_our_own_address(browse, sandbox, candidate, address):
    response = browse.get(address)
    assert content_of(response) == candidate.photo.content
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'inline; filename="photo.jpeg"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert "Authorization" not in sandbox.requests[-1].headers


def test_the_picture_of_the_account_stands_in_for_a_photo(
    browse, sandbox, candidate, address
):
    link = f"{sandbox.url}/files/1/me.gif"
    body = {"photo": {}, "user": {"profile_img": link}}
    sandbox.reply("GET", f"/candidates/{candidate.id}/", body=body)
    gif = {"Content-Type": "text/html"}
    sandbox.reply("GET", "/files/1/me.gif", body=b"GIF89a...", headers=gif)
    response = browse.get(address)
    assert response["Content-Type"] == "image/gif"
    content_of(response)


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"<html>", b""])
def test_what_is_no_picture_is_not_handed_on(browse, candidate, address, content):
    candidate.photo.content = content
    candidate.photo.type = "image/png"
    assert browse.get(address).status_code == 404


def test_a_user_without_a_photo_has_none(browse, sandbox, candidate, address):
    candidate.photo = None
    assert browse.get(address).status_code == 404
    assert len(sandbox.requests) == 1


@pytest.mark.parametrize(("status", "ours"), [(403, 502), (404, 404), (500, 502)])
def test_a_storage_that_does_not_hand_it_out(browse, sandbox, address, status, ours):
    sandbox.reply("GET", "/files/", status=status)
    assert browse.get(address).status_code == ours
