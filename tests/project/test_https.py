"""What changes with an https address: cookies, transport, and whom the dashboard
believes. The settings are read at the start, so each case is a process of its own."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from tests.project.processes import run
from tests.project.served import environment

ASKED = [
    "ALLOWED_HOSTS",
    "DEBUG",
    "MESSAGE_STORAGE",
    "SECURE_PROXY_SSL_HEADER",
    "SESSION_COOKIE_DOMAIN",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_PATH",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_SECURE",
    "USE_X_FORWARDED_HOST",
]
# Nothing is collected for tests, so static files keep their plain names.
ASK = """
import json, sys, django, warnings
warnings.simplefilter("ignore")
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
django.setup()
asked, secure, headers = json.loads(sys.argv[1])
client = Client(SERVER_NAME="pools.example.com")
answer = client.get("/login/", secure=secure, headers=headers)
chosen = {"theme": "dark", "language": "tr"}
client.post("/account/preferences/", chosen, secure=secure, headers=headers)
print(json.dumps({
    "status": answer.status_code,
    "headers": dict(answer.headers),
    "cookies": {name: dict(cookie) for name, cookie in client.cookies.items()},
    "settings": {name: getattr(settings, name) for name in asked},
}))
"""


def ask(
    tmp_path: Path, *, site: str, proxies: int = 0, secure: bool = False, **headers: str
) -> dict:
    """The sign-in page of a dashboard at `site`, and the settings it has."""
    words = {name.replace("_", "-"): value for name, value in headers.items()}
    question = json.dumps([ASKED, secure, words])
    where = environment(tmp_path, SITE_URL=site, TRUSTED_PROXIES=str(proxies))
    done = run("-c", ASK, question, cwd=settings.BASE_DIR, env=where)
    done.check_returncode()
    return json.loads(done.stdout.splitlines()[-1])


HTTPS = "https://pools.example.com"


def test_cookies_belong_to_this_host_alone_and_travel_by_https(tmp_path: Path):
    found = ask(tmp_path, site=HTTPS, secure=True)
    assert found["status"] == 200
    cookie = found["cookies"]["__Host-csrftoken"]
    assert (cookie["secure"], cookie["httponly"]) == (True, True)
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")
    assert {"__Host-theme", "__Host-language"} < set(found["cookies"])
    for name, cookie in found["cookies"].items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["httponly"]) == (True, True), name
        assert (cookie["path"], cookie["domain"]) == ("/", ""), name
    asked = found["settings"]
    # Messages name candidates, so they must not be in a cookie.
    assert asked["MESSAGE_STORAGE"].endswith("SessionStorage")
    assert asked["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert asked["SESSION_COOKIE_SECURE"]
    assert asked["SESSION_COOKIE_HTTPONLY"]
    assert asked["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert asked["SESSION_COOKIE_DOMAIN"] is None
    assert asked["SESSION_COOKIE_PATH"] == "/"


def test_the_browser_is_told_to_stay_with_https(tmp_path: Path):
    found = ask(tmp_path, site=HTTPS, secure=True)
    assert found["headers"]["Strict-Transport-Security"] == "max-age=31536000"


def test_plain_http_is_led_to_https(tmp_path: Path):
    found = ask(tmp_path, site=HTTPS)
    assert found["status"] == 301
    assert found["headers"]["Location"] == f"{HTTPS}/login/"


@pytest.mark.parametrize(("proxies", "status"), [(0, 301), (1, 200)])
def test_a_proxy_is_believed_where_the_setting_says_so(
    tmp_path: Path, proxies: int, status: int
):
    found = ask(tmp_path, site=HTTPS, proxies=proxies, X_Forwarded_Proto="https")
    assert found["status"] == status
    assert bool(found["settings"]["SECURE_PROXY_SSL_HEADER"]) == bool(proxies)
    assert found["settings"]["USE_X_FORWARDED_HOST"] is False
    assert found["settings"]["ALLOWED_HOSTS"][0] == "pools.example.com"


def test_without_https_no_browser_is_told_of_it(tmp_path: Path):
    found = ask(tmp_path, site="http://pools.example.com")
    assert found["status"] == 200
    assert "Strict-Transport-Security" not in found["headers"]
    assert not found["cookies"]["csrftoken"]["secure"]
    assert found["settings"]["DEBUG"] is False
