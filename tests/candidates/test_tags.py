import pytest

from recruspace_dashboard.accounts import session_data
from tests.http import HTMX, text


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/tags/"


def offered(page):
    """The tags that the field suggests."""
    options = page[page.index("<datalist") : page.index("</datalist>")].split('"')
    return [option for option in options[3::2] if option]


@pytest.mark.usefixtures("every_reading")
def test_a_tag_is_added_and_shown(browse, sandbox):
    one = next(iter(sandbox.company(sandbox.keys[0]).candidates.values()))
    address = f"/candidates/{one.id}/tags/"
    response = browse.post(address, {"title": " Türkçe <b> "}, headers=HTMX)
    [call] = sandbox.requests
    assert (call.method, call.path) == ("POST", "/api/v1/client/candidates/add-tag/")
    assert call.json == {"candidate_id": one.id, "title": "Türkçe <b>"}
    assert one.tags[-1].title == "Türkçe <b>"
    page = text(response)
    assert ">Türkçe &lt;b&gt;</li>" in page
    toasts = page[page.index('<div id="toasts" hx-swap-oob="innerHTML">') :]
    assert "The tag “Türkçe &lt;b&gt;” was added." in toasts
    assert "toast-success" in toasts
    assert 'id="tag-form"' in page
    assert 'name="title" value=' not in page


@pytest.mark.parametrize("body", [{}, [], {"title": None}])
def test_an_answer_that_says_nothing_counts_as_added(browse, sandbox, address, body):
    sandbox.reply("POST", "/candidates/add-tag/", status=201, body=body)
    assert ">quiet</li>" in text(browse.post(address, {"title": "quiet"}, headers=HTMX))


def test_what_was_said_once_is_not_said_on_the_next_page(browse, candidate, address):
    browse.post(address, {"title": "night owl"}, headers=HTMX)
    assert "was added." not in text(browse.get(f"/candidates/{candidate.id}/"))


def test_without_javascript_the_user_is_read_again(browse, candidate, address):
    response = browse.post(address, {"title": "night owl"}, follow=True)
    assert response.redirect_chain == [(f"/candidates/{candidate.id}/", 302)]
    assert ">night owl</li>" in text(response)
    assert "The tag “night owl” was added." in text(response)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_tag_that_is_there_already_is_fine(browse, candidate, address, headers):
    title = candidate.tags[0].title
    count = len(candidate.tags)
    response = browse.post(address, {"title": title}, headers=headers, follow=True)
    assert response.status_code == 200
    assert f"The tag “{title}” is already there." in text(response)
    assert len(candidate.tags) == count
    # In the page it stands once, so the fragment brings no other.
    assert text(response).count(f">{title}</li>") == (0 if headers else 1)


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "Write the tag first."),
        ("t" * 256, "A tag has at most 255 characters; this one has 256."),
    ],
)
def test_a_bad_tag_is_refused_here(browse, sandbox, address, title, message):
    response = browse.post(address, {"title": title})
    assert response.status_code == 422
    assert message in text(response)
    assert response.context["form"]["title"].value() == title
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("status", "body", "ours", "words"),
    [
        (400, {"title": ["Not this one."]}, 422, "Not this one."),
        (401, None, 403, "does not accept your API key"),
        (404, None, 404, "not in Recruspace, or it was deleted"),
        (429, None, 429, "Try again in"),
        (500, None, 502, "The change may or may not have been made"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_error_is_said_and_the_tag_is_kept(
    browse, sandbox, address, status, body, ours, words, headers
):
    sandbox.reply("POST", "/candidates/add-tag/", status=status, body=body)
    response = browse.post(address, {"title": "kept"}, headers=headers)
    assert response.status_code == ours
    assert words in text(response)
    if headers:
        assert response["HX-Retarget"] == "#tag-form-errors"
    else:
        assert 'value="kept"' in text(response)


def test_a_user_of_another_company_gets_no_tag(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates.values()))
    tags = list(theirs.tags)
    response = browse.post(f"/candidates/{theirs.id}/tags/", {"title": "x"})
    assert response.status_code == 404
    assert theirs.tags == tags


def test_opened_by_itself_it_leads_to_the_user(browse, candidate, address):
    assert browse.get(address)["Location"] == f"/candidates/{candidate.id}/"


def test_the_tags_seen_on_pools_and_users_are_suggested(
    browse, company, pool, candidate, address
):
    browse.get(f"/pools/{pool.id}/?page_size=100")
    seen = {tag.title for one in company.in_pool(pool) for tag in one.tags}
    response = browse.get(f"/candidates/{candidate.id}/")
    titles = seen | {tag.title for tag in candidate.tags}
    assert set(offered(text(response))) == titles
    response = browse.post(address, {"title": "brand new"}, headers=HTMX)
    assert set(offered(text(response))) == titles | {"brand new"}


def test_the_session_is_written_only_where_there_is_something_new(
    browse, candidate, pool
):
    for path in (f"/candidates/{candidate.id}/", f"/pools/{pool.id}/"):
        assert "sessionid" in browse.get(path).cookies
        assert "sessionid" not in browse.get(path).cookies


def test_what_is_remembered_has_an_end():
    session = {}
    session_data.add_seen_tags(session, ["t" * 101, *map(str, range(250))])
    assert session_data.seen_tags(session) == [str(number) for number in range(50, 250)]
