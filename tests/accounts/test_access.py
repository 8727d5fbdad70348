import logging
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.access import NO_KEY, UNREADABLE
from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.sandbox.server import Sandbox

pytestmark = pytest.mark.urls("tests.accounts.urls")

PROBE = "/probe/1/?q=x&page=2"
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/pools/3/?page=2"}


def message_of(answer: HttpResponse) -> str:
    [message] = get_messages(answer.wsgi_request)
    return str(message)


def assert_leads_to_key_page(address: str, back: str | None) -> None:
    target = urlsplit(address)
    assert target.path == reverse("accounts:key")
    assert parse_qs(target.query) == ({"next": [back]} if back else {})


def test_a_view_calls_with_the_key_of_its_user(
    sandbox: Sandbox, user: User, browse: Client
):
    answer = browse.get(PROBE)
    assert answer.status_code == 200
    assert answer.content.startswith(b"probed 1")
    [call] = sandbox.requests
    assert call.headers["Authorization"] == f"Bearer {sandbox.keys[0]}"


def test_each_user_calls_with_their_own_key(
    sandbox: Sandbox, browse: Client, keyless: User, keyless_browse: Client, settings
):
    settings.RECRUSPACE_CACHE_SECONDS = 0
    ApiKey.store(keyless, sandbox.keys[2])
    for client in [browse, keyless_browse, browse]:
        client.get(PROBE)
    sent = [call.headers["Authorization"] for call in sandbox.requests]
    assert sent == [f"Bearer {sandbox.keys[place]}" for place in (0, 2, 0)]


def test_without_a_key_a_user_is_led_to_enter_one(
    sandbox: Sandbox, keyless_browse: Client
):
    answer = keyless_browse.get(PROBE)
    assert answer.status_code == 302
    assert_leads_to_key_page(answer.url, PROBE)
    assert message_of(answer) == NO_KEY
    assert sandbox.requests == []


def test_htmx_is_led_to_enter_a_key_as_a_whole_page(keyless_browse: Client):
    answer = keyless_browse.get(PROBE, headers=HTMX)
    assert answer.status_code == 200
    assert_leads_to_key_page(answer.headers["HX-Redirect"], "/pools/3/?page=2")


def test_an_address_of_htmx_elsewhere_is_left_out(keyless_browse: Client):
    elsewhere = HTMX | {"HX-Current-URL": "https://evil.example/"}
    answer = keyless_browse.get(PROBE, headers=elsewhere)
    assert_leads_to_key_page(answer.headers["HX-Redirect"], None)


def test_who_sent_a_form_is_led_back_to_it(keyless_browse: Client):
    assert_leads_to_key_page(keyless_browse.post(PROBE).url, PROBE)


def test_a_lost_encryption_key_is_told_without_a_call(
    sandbox: Sandbox, browse: Client, lost_ring: None
):
    answer = browse.get(PROBE)
    assert answer.status_code == 302
    assert_leads_to_key_page(answer.url, PROBE)
    assert message_of(answer) == UNREADABLE
    assert sandbox.requests == []


def test_after_a_lost_encryption_key_the_api_key_is_entered_again(
    sandbox: Sandbox, browse: Client, lost_ring: None
):
    browse.post(reverse("accounts:key"), {"api_key": sandbox.keys[0]})
    assert browse.get(PROBE).status_code == 200


def test_the_row_of_another_user_makes_no_call(
    sandbox: Sandbox, user: User, keyless: User, keyless_browse: Client
):
    ApiKey.store(keyless, sandbox.keys[2])
    theirs = ApiKey.objects.get(user=user).ciphertext
    ApiKey.objects.filter(user=keyless).update(ciphertext=theirs)
    assert message_of(keyless_browse.get(PROBE)) == UNREADABLE
    assert sandbox.requests == []


def test_the_key_is_in_no_session_message_or_log(
    sandbox: Sandbox, browse: Client, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    answer = browse.get(PROBE)
    assert sandbox.keys[0] not in repr(dict(browse.session))
    assert sandbox.keys[0] not in answer.content.decode() + str(answer.headers)
    assert sandbox.keys[0] not in caplog.text
