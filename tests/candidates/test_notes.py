import pytest

from tests.http import HTMX, text

TEXT = "Called her: <b>wants</b> İzmir.\r\nSecond line."


@pytest.fixture
def address(candidate):
    return f"/candidates/{candidate.id}/notes/"


@pytest.mark.usefixtures("every_reading")
def test_a_note_is_added_and_shown_with_its_time(browse, sandbox):
    one = next(iter(sandbox.company(sandbox.keys[0]).candidates.values()))
    response = browse.post(f"/candidates/{one.id}/notes/", {"text": TEXT}, headers=HTMX)
    [call] = sandbox.requests
    assert (call.method, call.path) == ("POST", "/api/v1/client/candidates/add-note/")
    assert call.json == {
        "candidate_id": one.id,
        "text": "Called her: <b>wants</b> İzmir.\nSecond line.",
    }
    page = text(response)
    assert "Called her: &lt;b&gt;wants&lt;/b&gt; İzmir.<br>Second line." in page
    assert one.notes[0].created_at.strftime("%Y, %H:%M") in page
    toasts = page.index('<div id="toasts" hx-swap-oob="innerHTML">')
    assert "The note was added." in page[toasts:]
    # The form comes again, empty.
    assert 'id="note-form"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<textarea" in page
    assert "wants" not in page[page.index("<textarea") :]


def test_without_javascript_the_page_shows_it(browse, candidate, address):
    response = browse.post(address, {"text": TEXT}, follow=True)
    assert response.redirect_chain == [(f"/candidates/{candidate.id}/", 302)]
    assert "&lt;b&gt;wants&lt;/b&gt; İzmir.<br>Second line." in text(response)
    again = browse.get(f"/candidates/{candidate.id}/")
    assert "İzmir.<br>Second line." in text(again)


def test_the_note_is_shown_at_the_right_user_only(browse, company, address):
    browse.post(address, {"text": TEXT})
    other = list(company.candidates)[-1]
    assert "Second line." not in text(browse.get(f"/candidates/{other}/"))


def test_the_way_back_to_the_pool_is_kept(browse, candidate, address):
    query = "?pool=7&page=2&page_size=10"
    response = browse.post(address + query, {"text": TEXT})
    assert response["Location"] == f"/candidates/{candidate.id}/{query}"


@pytest.mark.parametrize("body", [{}, [], {"text": None, "created_at": "soon"}])
def test_an_answer_that_says_nothing_counts_as_added_now(
    browse, sandbox, address, body
):
    sandbox.reply("POST", "/candidates/add-note/", status=201, body=body)
    page = text(browse.post(address, {"text": "Quiet"}, headers=HTMX))
    assert "<p>Quiet</p>" in page
    assert '<time datetime="20' in page


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "Write the note first."),
        (" \n ", "Write the note first."),
        ("n" * 10_001, "A note has at most 10000 characters; this one has 10001."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_bad_note_is_refused_here(browse, sandbox, address, note, message, headers):
    response = browse.post(address, {"text": note}, headers=headers)
    assert response.status_code == 422
    assert message in text(response)
    assert response.context["form"]["text"].value() == note
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("status", "ours", "words"),
    [
        (401, 403, "does not accept your API key"),
        (404, 404, "not in Recruspace, or it was deleted"),
        (429, 429, "Try again in"),
        (500, 502, "The change may or may not have been made"),
    ],
)
def test_a_long_text_survives_every_error(
    browse, sandbox, address, status, ours, words
):
    sandbox.reply("POST", "/candidates/add-note/", status=status)
    long = "All of what was said. " * 400
    response = browse.post(address, {"text": long})
    assert response.status_code == ours
    assert words in text(response)
    assert long.strip() in text(response)
    assert len(sandbox.requests) == 1


def test_the_text_survives_an_api_that_cannot_be_reached(browse, settings, address):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.post(address, {"text": "Typed with care"})
    assert response.status_code == 503
    assert "Typed with care</textarea>" in text(response)


def test_for_htmx_only_the_errors_come(browse, sandbox, address):
    refusal = {"text": ["Say it kindly."], "company": ["Is on hold."]}
    sandbox.reply("POST", "/candidates/add-note/", status=400, body=refusal)
    response = browse.post(address, {"text": "x"}, headers=HTMX)
    assert response.status_code == 422
    assert response["HX-Retarget"] == "#note-form-errors"
    page = text(response)
    assert page.index("company: Is on hold.") < page.index('id="id_note_text_error"')
    assert page.index('id="id_note_text_error"') < page.index("Say it kindly.")
    assert "<textarea" not in page


def test_a_user_of_another_company_gets_no_note(browse, sandbox):
    theirs = next(iter(sandbox.company(sandbox.keys[2]).candidates.values()))
    response = browse.post(f"/candidates/{theirs.id}/notes/", {"text": "x"})
    assert response.status_code == 404
    assert theirs.notes == []


def test_opened_by_itself_it_leads_to_the_user(browse, candidate, address):
    assert browse.get(address)["Location"] == f"/candidates/{candidate.id}/"


def test_the_page_says_what_cannot_be_done_here(browse, candidate):
    page = text(browse.get(f"/candidates/{candidate.id}/"))
    assert (
        "To read notes, or to change or remove notes and tags, open Recruspace." in page
    )
