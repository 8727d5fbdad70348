"""The headers that keep a page to itself, on every kind of answer."""

import pytest
from django.test import Client

from tests.candidates.conftest import content_of
from tests.conftest import PASSWORD
from tests.http import HTMX


def locked_out(browse: Client):
    form = {"username": "nobody", "password": "wrong"}
    return [Client().post("/login/", form) for _ in range(11)][-1]


KINDS = {
    "page": (200, lambda browse: browse.get("/pools/")),
    "fragment": (200, lambda browse: browse.get("/pools/", headers=HTMX)),
    "sign-in": (200, lambda browse: Client().get("/login/")),
    "wrong password": (
        422,
        lambda browse: Client().post("/login/", {"username": "x", "password": "y"}),
    ),
    "locked out": (429, locked_out),
    "redirect": (302, lambda browse: Client().get("/pools/")),
    "htmx redirect": (200, lambda browse: Client().get("/pools/", headers=HTMX)),
    "signed out": (302, lambda browse: browse.post("/logout/")),
    "refused form": (422, lambda browse: browse.post("/pools/new/", {"name": ""})),
    "health": (200, lambda browse: browse.get("/healthz/")),
    "bad request": (400, lambda browse: browse.get("/", headers={"Host": "evil"})),
    "not allowed": (403, lambda browse: browse.get("/team/")),
    "stale form": (
        403,
        lambda browse: Client(enforce_csrf_checks=True).post("/login/"),
    ),
    "not there": (404, lambda browse: browse.get("/nothing/")),
    "not there at the API": (404, lambda browse: browse.get("/pools/999999/")),
    "wrong method": (405, lambda browse: browse.get("/logout/")),
    "too large": (
        413,
        lambda browse: browse.post("/pools/new/", {"name": "x" * 3**14}),
    ),
    "fault": (500, lambda browse: browse.get("/pools/new/?fault")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_keeps_to_itself(browse: Client, monkeypatch, kind: str):
    status, answer_of = KINDS[kind]
    browse.raise_request_exception = False
    if kind == "fault":
        monkeypatch.setattr("recruspace_dashboard.pools.views.render_form", None)
    answer = answer_of(browse)
    headers = answer.headers
    assert answer.status_code == status
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in headers["Content-Security-Policy"]
    for nothing in ("object-src", "base-uri", "frame-ancestors"):
        assert f"{nothing} 'none'" in headers["Content-Security-Policy"]
    assert {"no-store", "private"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-ID"]) == 16
    assert "Server" not in headers
    assert "X-Powered-By" not in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_a_file_of_a_user_is_kept_nowhere(browse: Client, company):
    one = next(one for one in company.candidates.values() if one.cv)
    answer = browse.get(f"/candidates/{one.id}/cv/")
    content_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Request-ID"]


def test_cookies_are_out_of_reach_of_scripts(keyless):
    client = Client()
    client.get("/login/")
    form = {"username": keyless.username, "password": PASSWORD}
    client.post("/login/", form)
    client.post("/account/preferences/", {"theme": "dark", "language": "tr"})
    assert {"sessionid", "csrftoken", "theme", "django_language"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
