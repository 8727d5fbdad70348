import pytest


def names(company):
    return [pool.name for pool in company.pools.values()]


@pytest.mark.usefixtures("every_reading")
def test_a_new_pool_is_made_and_opened(browse, sandbox, company):
    response = browse.post("/pools/new/", {"name": "  Ürün Tasarımı "}, follow=True)
    made = list(company.pools.values())[-1]
    assert made.name == "Ürün Tasarımı"
    assert response.redirect_chain == [(f"/pools/{made.id}/", 302)]
    assert "The pool “Ürün Tasarımı” was created." in response.content.decode()
    call = sandbox.requests[0]
    assert (call.method, call.path) == ("POST", "/api/v1/client/talent-pools/create/")
    assert call.json == {"name": "Ürün Tasarımı"}


def test_the_form_asks_nothing_of_the_api(browse, sandbox):
    assert browse.get("/pools/new/").status_code == 200
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Enter a name for the pool."),
        ("   ", "Enter a name for the pool."),
        ("n" * 300, "A name has at most 255 characters; this one has 300."),
        ("nul\x00", "Null characters are not allowed."),
    ],
)
def test_a_bad_name_is_refused_here_and_kept(browse, sandbox, name, message):
    response = browse.post("/pools/new/", {"name": name})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert response.context["form"]["name"].value() == name
    assert sandbox.requests == []


def test_what_the_api_says_against_the_name_stands_at_the_field(browse, sandbox):
    refusal = {"name": ["This name is taken."], "company": ["Is on hold."]}
    sandbox.reply("POST", "/talent-pools/create/", status=400, body=refusal)
    response = browse.post("/pools/new/", {"name": "Twice"})
    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors["name"] == ["This name is taken."]
    assert form.non_field_errors() == ["company: Is on hold."]
    assert 'value="Twice"' in response.content.decode()


def test_the_api_refusing_connections_keeps_what_was_typed(browse, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    response = browse.post("/pools/new/", {"name": "Typed with care"})
    page = response.content.decode()
    assert response.status_code == 503
    assert "could not connect to Recruspace" in page
    assert "may or may not" not in page
    assert 'value="Typed with care"' in page


def test_a_fault_of_the_api_says_that_the_pool_may_be_there(browse, sandbox):
    sandbox.reply("POST", "/talent-pools/create/", status=500, body="<h1>oops</h1>")
    response = browse.post("/pools/new/", {"name": "Perhaps"})
    page = response.content.decode()
    assert response.status_code == 502
    assert "The change may or may not have been made" in page
    assert "oops" not in page
    assert 'value="Perhaps"' in page
    # It was sent once, and then looked for.
    assert [call.method for call in sandbox.requests] == ["POST", "GET"]


def test_an_answer_without_an_id_counts_as_made(browse, sandbox):
    sandbox.reply("POST", "/talent-pools/create/", status=201, body={})
    response = browse.post("/pools/new/", {"name": "Quiet"})
    assert (response.status_code, response["Location"]) == (302, "/pools/")


def test_too_many_calls_says_how_long_to_wait(browse, sandbox):
    detail = {"detail": "Request was throttled. Expected available in 7 seconds."}
    sandbox.reply("POST", "/talent-pools/create/", status=429, body=detail)
    response = browse.post("/pools/new/", {"name": "Later"})
    assert response.status_code == 429
    assert "Try again in 7 seconds." in response.content.decode()
    assert 'value="Later"' in response.content.decode()


def test_a_key_that_is_no_longer_accepted_keeps_what_was_typed(browse, sandbox):
    sandbox.reply("POST", "/talent-pools/create/", status=401, body={"detail": "No."})
    response = browse.post("/pools/new/", {"name": "Kept"})
    assert response.status_code == 403
    assert "does not accept your API key" in response.content.decode()
    assert 'value="Kept"' in response.content.decode()
