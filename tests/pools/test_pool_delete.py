"""Deleting a pool: its name is typed where it has many candidates, and a superuser can
take the right to do it from a user."""

import unicodedata

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.models import Account
from recruspace_dashboard.sandbox.state import Pool

CODE = "<b>Ünlü</b>  & “Co”"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


def delete(browse: Client, pool: Pool, name: str | None = None, **more: object):
    """Confirms it with the pool's name, or with another."""
    typed = pool.name if name is None else name
    address = f"/pools/{pool.id}/delete/"
    return browse.post(address, {"confirm_name": typed}, **more)


def deletions(sandbox) -> int:
    return sum(call.method == "DELETE" for call in sandbox.requests)


@pytest.mark.usefixtures("every_reading")
def test_it_asks_and_says_how_many_candidates_the_pool_holds(
    browse, sandbox, pool, company
):
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert f"<strong>{len(company.in_pool(pool))} candidates</strong>" in page
    assert [call.method for call in sandbox.requests] == ["GET"]
    assert pool.id in company.pools


@pytest.mark.usefixtures("every_reading")
def test_an_empty_pool_is_said_to_be_empty(browse, empty_pool):
    page = browse.get(f"/pools/{empty_pool.id}/delete/").content.decode()
    assert "It contains no candidates." in page


@pytest.mark.usefixtures("every_reading")
def test_after_the_answer_the_pool_is_deleted(browse, sandbox, pool, company):
    response = delete(browse, pool, follow=True)
    call = next(one for one in sandbox.requests if one.method == "DELETE")
    assert call.path == f"/api/v1/client/talent-pools/{pool.id}/"
    assert call.body == b""
    assert pool.id not in company.pools
    assert response.redirect_chain == [("/pools/", 302)]
    assert "The pool was deleted." in response.content.decode()


@pytest.mark.usefixtures("every_reading")
def test_a_pool_that_is_gone_already_counts_as_deleted(browse, sandbox, pool, company):
    browse.get(f"/pools/{pool.id}/delete/")
    del company.pools[pool.id]
    sandbox.requests.clear()
    response = delete(browse, pool, follow=True)
    assert sandbox.requests[0].status == 404
    said = f"The pool “{pool.name}” was deleted."
    assert said in response.content.decode().replace("&amp;", "&")


def test_a_pool_that_was_never_seen_is_not_found(browse, sandbox, company):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).pools))
    assert browse.post(f"/pools/{theirs}/delete/").status_code == 404
    assert deletions(sandbox) == 0
    assert theirs in sandbox.company(sandbox.keys[2]).pools


def test_a_refusal_of_the_api_is_shown_and_the_pool_stays(
    browse, sandbox, pool, company
):
    detail = {"detail": "This pool feeds a job post."}
    sandbox.reply("DELETE", "/talent-pools/", status=409, body=detail)
    response = delete(browse, pool)
    assert response.status_code == 422
    assert "This pool feeds a job post." in response.content.decode()
    assert pool.id in company.pools


def test_looking_at_the_page_deletes_nothing(browse, pool, company):
    browse.get(f"/pools/{pool.id}/delete/")
    browse.head(f"/pools/{pool.id}/delete/")
    assert pool.id in company.pools


@pytest.mark.usefixtures("every_reading")
@pytest.mark.parametrize("gone", [True, False])
def test_after_an_unclear_answer_it_is_seen_whether_the_pool_is_gone(
    browse, sandbox, pool, company, gone
):
    browse.get(f"/pools/{pool.id}/delete/")
    sandbox.reply("DELETE", "/talent-pools/", status=200, body="OK")
    if gone:
        del company.pools[pool.id]
    response = delete(browse, pool, follow=True)
    page = response.content.decode()
    assert (f"“{pool.name}” was deleted." in page.replace("&amp;", "&")) is gone
    assert response.status_code == (200 if gone else 502)
    assert deletions(sandbox) == 1


@pytest.fixture
def sized(company, empty_pool):
    """A pool with so many candidates."""

    def fill(count: int) -> Pool:
        for candidate in list(company.candidates.values())[:count]:
            candidate.pool = empty_pool
        assert len(company.in_pool(empty_pool)) == count
        return empty_pool

    return fill


def test_up_to_twenty_candidates_are_deleted_without_the_name(browse, sized, company):
    pool = sized(20)
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert "confirm_name" not in page
    # What an older page of it had asked for is not looked at.
    assert delete(browse, pool, "another").status_code == 302
    assert pool.id not in company.pools


def test_more_than_twenty_take_the_name(browse, sized, company, sandbox):
    pool = sized(21)
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert 'name="confirm_name"' in page
    assert f"type its name: <strong>{pool.name}</strong>" in page
    refused = browse.post(f"/pools/{pool.id}/delete/")
    assert refused.status_code == 422
    assert "Nothing was deleted. Type the name of the pool." in refused.content.decode()
    assert pool.id in company.pools
    assert deletions(sandbox) == 0
    assert delete(browse, pool).status_code == 302
    assert pool.id not in company.pools


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda name: name[:-1]])
def test_another_name_is_refused_and_stays_in_the_form(
    browse, pool, company, sandbox, change
):
    wrong = change(pool.name)
    response = delete(browse, pool, wrong)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Nothing was deleted. This is not the name of the pool" in page
    assert f'value="{wrong}"' in page
    assert f">{pool.name}</strong>" in page
    assert pool.id in company.pools
    assert deletions(sandbox) == 0
    assert delete(browse, pool).status_code == 302


@pytest.mark.parametrize("around", [" {}", "{}\t ", "\u00a0{}\u2003"])
def test_spaces_around_the_name_do_not_matter(browse, pool, company, around):
    pool.name = f"  {CODE} "
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert "<b>" not in page
    assert "&lt;b&gt;Ünlü&lt;/b&gt;  &amp; “Co”</strong>" in page
    assert delete(browse, pool, CODE.replace("Ü", "U")).status_code == 422
    assert delete(browse, pool, around.format(CODE)).status_code == 302
    assert pool.id not in company.pools


def test_the_name_is_compared_as_it_is_shown(browse, pool, company):
    """A page shows several spaces as one, and a letter alike in one or two parts."""
    pool.name = unicodedata.normalize("NFD", CODE)
    assert delete(browse, pool, CODE.replace("  ", " ")).status_code == 302
    assert pool.id not in company.pools


def test_htmx_gets_the_error_at_its_field(browse, pool, company):
    response = delete(browse, pool, "another", headers=HTMX)
    assert response.status_code == 422
    page = response.content.decode()
    assert "<form" not in page
    field = page.split('id="id_confirm_name_error"')[1]
    assert "This is not the name of the pool" in field
    assert pool.id in company.pools


def test_where_the_number_is_unknown_the_name_is_asked_for(
    browse, sandbox, empty_pool, company
):
    row = {"id": empty_pool.id, "name": empty_pool.name}
    sandbox.reply("GET", "/talent-pools/", body=[row])
    assert browse.post(f"/pools/{empty_pool.id}/delete/").status_code == 422
    assert delete(browse, empty_pool).status_code == 302


def test_a_pool_without_a_name_cannot_ask_for_it(browse, pool, company):
    pool.name = " "
    page = browse.get(f"/pools/{pool.id}/delete/").content.decode()
    assert "confirm_name" not in page
    assert browse.post(f"/pools/{pool.id}/delete/").status_code == 302
    assert pool.id not in company.pools


def test_the_name_is_that_of_now(browse, pool, company, sandbox, settings):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    browse.get(f"/pools/{pool.id}/delete/")
    old, pool.name = pool.name, "Renamed by a colleague"
    response = delete(browse, pool, old)
    assert response.status_code == 422
    assert "Renamed by a colleague" in response.content.decode()
    assert pool.id in company.pools


def test_if_the_name_cannot_be_read_nothing_is_deleted(browse, pool, company, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=503)
    response = delete(browse, pool)
    assert response.status_code == 502
    assert deletions(sandbox) == 0


# The right


@pytest.fixture
def without_right(user: User, browse: Client, superuser: User) -> Client:
    """A browser of `user`, from whom a superuser has taken the right."""
    boss = Client()
    boss.force_login(superuser)
    boss.post(reverse("team:rights", args=[user.pk]), {})
    return browse


def test_everybody_has_the_right_at_first(browse, user, pool):
    assert not Account.objects.filter(user=user).exists()
    for address in ("/pools/", f"/pools/{pool.id}/"):
        assert f"/pools/{pool.id}/delete/" in browse.get(address).content.decode()


def test_without_the_right_nothing_is_offered_or_deleted(
    without_right, pool, company, sandbox
):
    for address in ("/pools/", f"/pools/{pool.id}/"):
        page = without_right.get(address).content.decode()
        assert "/rename/" in page
        assert "/delete/" not in page
    sandbox.requests.clear()
    for response in (
        without_right.get(f"/pools/{pool.id}/delete/"),
        delete(without_right, pool),
        delete(without_right, pool, headers=HTMX),
    ):
        assert response.status_code == 403
        assert "You may not delete pools." in response.content.decode()
    assert pool.id in company.pools
    assert sandbox.requests == []


def test_a_superuser_gives_the_right_back(without_right, user, superuser, pool):
    boss = Client()
    boss.force_login(superuser)
    address = reverse("team:rights", args=[user.pk])
    saved = boss.post(address, {"may_delete_pools": "on"}, follow=True)
    page = saved.content.decode()
    assert "The rights of the user are saved." in page
    assert 'id="id_may_delete_pools" checked' in page
    assert delete(without_right, pool).status_code == 302


def test_a_superuser_always_has_it(without_right, user, pool):
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    assert without_right.get(f"/pools/{pool.id}/delete/").status_code == 200


def test_nobody_else_gives_rights(browse, user, superuser):
    for pk in (user.pk, superuser.pk):
        assert browse.post(reverse("team:rights", args=[pk]), {}).status_code == 403
    assert not Account.objects.exists()
