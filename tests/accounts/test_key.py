import logging

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox


def store(client: Client, api_key: str, query: str = "") -> HttpResponse:
    return client.post(reverse("accounts:key") + query, {"api_key": api_key})


def typed(answer: HttpResponse) -> str:
    """The field as it is in the page."""
    page = answer.content.decode()
    start = page.index('<input type="password" name="api_key"')
    return page[start : page.index(">", start)]


def stored_key(user: User) -> str | None:
    stored = ApiKey.objects.filter(user=user).first()
    return stored.reveal() if stored else None


def test_the_page_says_how_to_make_a_key(keyless_browse: Client):
    answer = keyless_browse.get(reverse("accounts:key"))
    assert answer.status_code == 200
    assert "Settings &gt; Career Page" in answer.content.decode()
    field = typed(answer)
    assert 'autocomplete="off"' in field
    assert 'spellcheck="false"' in field
    assert "value=" not in field


def test_a_key_is_tried_with_one_reading_call_and_stored(
    sandbox: Sandbox, keyless: User, keyless_browse: Client
):
    answer = store(keyless_browse, sandbox.keys[0])
    assert answer.status_code == 302
    assert answer.url == reverse("home")
    assert stored_key(keyless) == sandbox.keys[0]
    [call] = sandbox.requests
    assert (call.method, call.path) == ("GET", "/api/v1/client/talent-pools/")
    assert call.query == {"page": ["1"], "page_size": ["1"]}
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[0]}"


def test_storing_is_confirmed(sandbox: Sandbox, keyless_browse: Client):
    store(keyless_browse, sandbox.keys[0])
    page = keyless_browse.get(reverse("accounts:key")).content.decode()
    assert "Your API key works and is stored." in page


@pytest.mark.parametrize("pasted", ["  {}\n", "Bearer {}", "bearer  {} ", "\xa0{}\t"])
def test_what_is_pasted_around_a_key_is_taken_off(
    sandbox: Sandbox, keyless: User, keyless_browse: Client, pasted: str
):
    answer = store(keyless_browse, pasted.format(sandbox.keys[0]))
    assert answer.status_code == 302
    assert stored_key(keyless) == sandbox.keys[0]


@pytest.mark.parametrize(
    ("api_key", "message"),
    [
        ("", "Enter your API key."),
        ("   ", "Enter your API key."),
        ("rs_live 12345678", "no spaces or line breaks"),
        ("rs_live\n12345678", "no spaces or line breaks"),
        ("rs_live\xa012345678", "no spaces or line breaks"),
        ("Bearer rs live 123", "no spaces or line breaks"),
        ("rs_live_\u0441orrect1", "cyrillic small letter es"),
        ("“rs_live_12345678”", "left double quotation mark"),
        ("rs_live_\u200b12345678", "zero width space"),
        ("rs_live_\x0112345678", "an invisible character"),
        ("rs_live_\x0012345678", "Null characters are not allowed."),
        ("rs_1234", "too short"),
        ("Bearer x", "too short"),
        ("x" * 513, "too long"),
        ("x" * 10_000, "too long"),
    ],
)
def test_what_cannot_be_a_key_is_refused_without_a_call(
    sandbox: Sandbox, keyless_browse: Client, api_key: str, message: str
):
    answer = store(keyless_browse, api_key)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    if api_key.strip():
        assert f'value="{escape(api_key)}"' in typed(answer)
    assert sandbox.requests == []
    assert not ApiKey.objects.exists()


def test_a_key_that_recruspace_does_not_know_is_refused(
    sandbox: Sandbox, keyless_browse: Client
):
    answer = store(keyless_browse, "rs_live_nobody_knows")
    assert answer.status_code == 403
    assert answer.context["form"].errors == {
        "api_key": ["Recruspace does not accept this key."]
    }
    assert 'value="rs_live_nobody_knows"' in typed(answer)
    assert [call.status for call in sandbox.requests] == [401]
    assert not ApiKey.objects.exists()


def test_a_key_that_may_not_read_the_pools_is_refused(
    sandbox: Sandbox, keyless_browse: Client
):
    sandbox.reply("GET", "/talent-pools/", status=403, body={"detail": "No."})
    answer = store(keyless_browse, sandbox.keys[0])
    assert answer.status_code == 403
    assert answer.context["form"].errors == {
        "api_key": [
            "Recruspace accepts this key, but the key may not read talent pools."
        ]
    }
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("status", "body", "ours", "message"),
    [
        (503, {"detail": "Down."}, 502, "Recruspace reported an error of its own"),
        (200, "<html>", 502, "Recruspace reported an error of its own"),
        (429, {"detail": "Expected available in 7 seconds."}, 429, "in 7 seconds"),
        (404, {"detail": "Not found."}, 404, "not in Recruspace"),
        (400, {"detail": "Company is closed."}, 422, "Company is closed."),
    ],
)
def test_a_fault_of_recruspace_stores_nothing_and_loses_nothing(
    sandbox: Sandbox,
    keyless_browse: Client,
    status: int,
    body: object,
    ours: int,
    message: str,
):
    sandbox.reply("GET", "/talent-pools/", status=status, body=body)
    answer = store(keyless_browse, sandbox.keys[0])
    assert answer.status_code == ours
    assert message in answer.content.decode()
    assert f'value="{sandbox.keys[0]}"' in typed(answer)
    assert not ApiKey.objects.exists()


def test_recruspace_out_of_reach_stores_nothing_and_loses_nothing(
    keyless_browse: Client, settings
):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    answer = store(keyless_browse, "rs_live_0123456789")
    assert answer.status_code == 503
    assert "could not connect to Recruspace" in answer.content.decode()
    assert 'value="rs_live_0123456789"' in typed(answer)
    assert not ApiKey.objects.exists()


def test_a_refused_key_leaves_the_stored_one(
    sandbox: Sandbox, user: User, browse: Client
):
    before = stored_key(user)
    store(browse, "rs_live_nobody_knows")
    store(browse, "short")
    assert stored_key(user) == before


def test_a_key_is_replaced(sandbox: Sandbox, user: User, browse: Client):
    assert store(browse, sandbox.keys[1]).status_code == 302
    assert stored_key(user) == sandbox.keys[1]
    assert ApiKey.objects.count() == 1


def test_a_key_goes_to_its_owner_alone(
    sandbox: Sandbox, user: User, keyless: User, keyless_browse: Client
):
    store(keyless_browse, sandbox.keys[2])
    assert stored_key(user) == sandbox.keys[0]
    assert stored_key(keyless) == sandbox.keys[2]


def test_a_stored_key_is_in_no_page_session_or_log(
    sandbox: Sandbox, keyless_browse: Client, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    api_key = sandbox.keys[0]
    store(keyless_browse, api_key)
    session = dict(keyless_browse.session)
    for name in ["account", "key", "key_delete", "password"]:
        page = keyless_browse.get(reverse(f"accounts:{name}")).content.decode()
        assert api_key not in page
    assert f"<code>{api_key[-4:]}</code>" in page or name == "password"
    assert api_key not in repr(session)
    assert api_key not in caplog.text


def test_it_leads_back_to_the_page_that_was_asked_for(
    sandbox: Sandbox, keyless_browse: Client
):
    answer = store(keyless_browse, sandbox.keys[0], "?next=/pools/3/%3Fpage%3D2")
    assert answer.url == "/pools/3/?page=2"


def test_the_page_asked_for_outlives_a_refusal(
    sandbox: Sandbox, keyless_browse: Client
):
    answer = store(keyless_browse, "short", "?next=/pools/3/")
    hidden = '<input type="hidden" name="next" value="/pools/3/">'
    assert hidden in answer.content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
@pytest.mark.parametrize("how", ["query", "form"])
def test_it_leads_to_no_other_site(
    sandbox: Sandbox, keyless_browse: Client, elsewhere: str, how: str
):
    address = reverse("accounts:key")
    form = {"api_key": sandbox.keys[0]}
    if how == "form":
        answer = keyless_browse.post(address, form | {"next": elsewhere})
    else:
        answer = keyless_browse.post(address, form, query_params={"next": elsewhere})
    assert answer.url == reverse("home")


def test_a_relative_next_is_no_fault(sandbox: Sandbox, keyless_browse: Client):
    answer = store(keyless_browse, sandbox.keys[0], "?next=nonsense")
    assert answer.status_code == 302


def test_other_methods_are_refused(keyless_browse: Client):
    assert keyless_browse.put(reverse("accounts:key")).status_code == 405


def test_forgetting_is_asked_first(user: User, browse: Client):
    answer = browse.get(reverse("accounts:key_delete"))
    assert answer.status_code == 200
    assert stored_key(user) is not None


def test_a_key_is_forgotten(sandbox: Sandbox, user: User, browse: Client):
    answer = browse.post(reverse("accounts:key_delete"), follow=True)
    assert answer.redirect_chain == [(reverse("accounts:key"), 302)]
    assert "Your API key was removed" in answer.content.decode()
    assert stored_key(user) is None
    assert sandbox.requests == []


def test_forgetting_leaves_the_keys_of_others(user: User, keyless_browse: Client):
    keyless_browse.post(reverse("accounts:key_delete"))
    assert stored_key(user) is not None


def test_forgetting_nothing_is_no_fault(keyless_browse: Client):
    assert keyless_browse.get(reverse("accounts:key_delete")).status_code == 200
    assert keyless_browse.post(reverse("accounts:key_delete")).status_code == 302


@pytest.mark.parametrize("address", ["/account/key/", "/account/key/delete/"])
def test_with_another_key_what_was_seen_with_the_old_one_is_forgotten(
    browse, sandbox, address
):
    session = browse.session
    session["tags_seen"] = ["of the first company"]
    session.save()
    browse.post(address, {"api_key": sandbox.keys[2]})
    assert "tags_seen" not in browse.session
    assert browse.get("/account/").status_code == 200
