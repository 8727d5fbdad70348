"""Whatever fails or is sent, the answer is a page of ours, in the user's language,
with the reference that the log names."""

import re
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
)
from django.test import Client
from django.urls import reverse
from django.utils import translation

from recruspace_dashboard.operations import views
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.pages import middleware
from tests.clock import wait_until
from tests.conftest import PASSWORD
from tests.each_case import each_case
from tests.http import HTMX


def assert_ours(response, status: int, words: str) -> None:
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert '<main id="main"' in page
    assert response.headers["X-Request-ID"] in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def assert_ours_above_the_page(response, status: int, words: str) -> None:
    fragment = response.content.decode()
    assert response.status_code == status
    assert fragment.startswith('<div id="fault">')
    assert words in fragment
    assert response.headers["X-Request-ID"] in fragment
    assert response.headers["HX-Retarget"] == "#fault"
    assert response.headers["HX-Push-Url"] == "false"


NOT_UNDERSTOOD = "could not understand"


def test_more_text_than_is_taken_is_said_to_be_too_much(browse: Client):
    text = {"name": "x" * 3 * 1024 * 1024}
    address = reverse("pools:create")
    plain = {"content_type": "application/x-www-form-urlencoded"}
    body = f"name={text['name']}"
    assert_ours(browse.post(address, body, **plain), 413, "Too much text")
    assert_ours(browse.post(address, text), 413, "Too much text")
    answer = browse.post(address, body, headers=HTMX, **plain)
    assert_ours_above_the_page(answer, 413, "Too much text")


def test_too_many_fields_are_refused(browse: Client):
    fields = {f"field{number}": "x" for number in range(1200)}
    answer = browse.post(reverse("pools:create"), fields)
    assert_ours(answer, 400, NOT_UNDERSTOOD)
    answer = browse.post(reverse("pools:create"), fields, headers=HTMX)
    assert_ours_above_the_page(answer, 400, NOT_UNDERSTOOD)


def test_too_many_files_are_refused(browse: Client):
    files = {
        f"f{number}": SimpleUploadedFile("a.pdf", b"%PDF-") for number in range(11)
    }
    assert_ours(browse.post(reverse("upload_file"), files), 413, "10 files")


def test_a_broken_multipart_body_is_refused(browse: Client):
    answer = browse.post(
        reverse("upload_file"), b"nonsense", content_type="multipart/form-data"
    )
    assert_ours(answer, 400, NOT_UNDERSTOOD)


class _HangsUp:
    """What is read of a browser that went away half-way through its upload."""

    def read(self, *size: int) -> bytes:
        raise OSError("connection reset")

    readline = read


def test_an_upload_that_breaks_off_makes_nothing(browse: Client, sandbox):
    browse.raise_request_exception = False
    answer = browse.generic(
        "POST",
        reverse("upload_file"),
        b"the rest of which never comes",
        content_type="multipart/form-data; boundary=b",
        **{"wsgi.input": _HangsUp()},
    )
    assert_ours(answer, 400, "Send it again")
    assert sandbox.requests == []


@each_case("host", ["evil.example", "a b", "testserver@evil.example", ""])
def test_a_foreign_host_is_refused(db, host: str):
    assert_ours(Client().get("/login/", headers={"Host": host}), 400, NOT_UNDERSTOOD)


def test_a_forwarded_host_is_not_listened_to(client: Client, keyless: User):
    client.force_login(keyless)
    answer = client.get(
        "/account", headers={"X-Forwarded-Host": "evil.example"}, follow=True
    )
    assert "evil.example" not in answer.content.decode()
    assert answer.redirect_chain == [("/account/", 301)]


@pytest.mark.parametrize("method", ["GET", "TRACE"])
def test_a_method_that_an_address_does_not_take_is_a_page(browse: Client, method: str):
    answer = browse.generic(method, reverse("logout"))
    assert_ours(answer, 405, "Not possible here")
    assert "POST" in answer.headers["Allow"]
    answer = browse.generic(method, reverse("logout"), headers=HTMX)
    assert_ours_above_the_page(answer, 405, "Not possible here")


@pytest.mark.parametrize("method", ["PUT", "FOO", "PROPFIND"])
@pytest.mark.parametrize("address", ["/", "/login/", "/pools/new/", "/healthz/"])
def test_made_up_methods_do_nothing(browse: Client, sandbox, method: str, address: str):
    browse.handler.enforce_csrf_checks = True
    answer = browse.generic(method, address)
    assert answer.status_code in {403, 405}
    assert '<main id="main"' in answer.content.decode()
    assert sandbox.requests == []


def test_a_locked_database_is_a_page_that_says_to_try_again(
    transactional_db, client: Client
):
    client.raise_request_exception = False
    User.objects.create_user("ayse", password=PASSWORD)
    form = {"username": "ayse", "password": PASSWORD}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    file = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(reverse("login"), form)
        assert_ours(answer, 503, "The dashboard is busy")
        assert answer.headers["Retry-After"] == "5"
        answer = client.post(reverse("login"), form, headers=HTMX)
        assert_ours_above_the_page(answer, 503, "The dashboard is busy")
    assert client.post(reverse("login"), form).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 5000")


def test_a_fault_of_our_own_asks_no_database(monkeypatch):
    """No fixture of a database here: a query would fail the test."""

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("jane.doe@example.com is not to be seen")

    monkeypatch.setattr(middleware, "is_htmx", fail)
    client = Client(raise_request_exception=False)
    answer = client.get("/login/", headers={"Accept-Language": "en"})
    assert_ours(answer, 500, "The error is in the dashboard")
    assert "jane" not in answer.content.decode()
    assert_ours_above_the_page(
        client.get("/login/", headers=HTMX), 500, "The error is in the dashboard"
    )
    # The thread keeps the language of its last request.
    with translation.override("en"):
        answer = client.get("/login/", headers={"Accept-Language": "tr"})
    assert '<html lang="tr"' in answer.content.decode()
    assert_ours(answer, 500, "")


def test_a_database_that_is_gone_is_told_by_the_health_check(monkeypatch):
    class Gone:
        def cursor(self):
            raise OperationalError("could not connect to server")

        def close(self) -> None:
            """Nothing to close."""

    monkeypatch.setattr(views, "connection", Gone())
    answer = Client(raise_request_exception=False).get("/healthz/")
    assert_ours(answer, 503, "database is not responding")


def test_a_database_that_hangs_is_told_in_time_and_asked_once(monkeypatch):
    asked, over = [], threading.Event()

    def hang() -> None:
        asked.append(1)
        over.wait(30)

    monkeypatch.setattr(views, "HEALTHY_SECONDS", 0.2)
    monkeypatch.setattr(views, "_ask_database", hang)
    monkeypatch.setattr(views, "_check", views.DatabaseCheck())
    began, client = time.monotonic(), Client(raise_request_exception=False)
    for _ in range(2):
        assert_ours(client.get("/healthz/"), 503, "database is not responding")
    assert len(asked) == 1
    over.set()
    assert time.monotonic() - began < 15
    wait_until(lambda: client.get("/healthz/").status_code == 200)


@pytest.mark.parametrize("host", ["10.1.2.3:8000", "[fd00::1]", "dashboard-7", "a b"])
def test_the_health_check_is_asked_by_any_address(transactional_db, host: str):
    for method in ("GET", "HEAD"):
        answer = Client().generic(method, "/healthz/", headers={"Host": host})
        assert answer.status_code == 200
    assert Client().get("/login/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the database system is starting up"),
        InternalError("cannot execute UPDATE in a read-only transaction"),
        ProgrammingError('relation "django_session" does not exist'),
        InterfaceError("the connection is closed"),
    ],
)
def test_each_fault_of_a_database_says_to_try_again(monkeypatch, error: Exception):
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(middleware, "is_htmx", fail)
    client = Client(raise_request_exception=False)
    answer = client.get("/login/")
    assert_ours(answer, 503, "The dashboard is busy")


def test_a_file_that_is_no_database_is_one_of_them(db, tmp_path):
    """SQLite's error for it has no type of its own."""
    (tmp_path / "x").write_bytes(b"no database" * 100)
    settings = {**connections["default"].settings_dict, "NAME": tmp_path / "x"}
    other = type(connections["default"])(settings)
    with pytest.raises(DatabaseError) as caught:
        other.ensure_connection()
    assert is_database_fault(caught.value)
    assert not is_database_fault(DatabaseError("Forced update did not affect any rows"))
    assert not is_database_fault(IntegrityError("UNIQUE constraint failed"))


def test_each_answer_has_a_reference_of_its_own(browse: Client):
    first, second = (browse.get(path) for path in ("/login/", "/nothing/"))
    ids = {first.headers["X-Request-ID"], second.headers["X-Request-ID"]}
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)
    assert_ours(second, 404, "This page does not exist")


def test_a_reference_is_not_taken_from_outside(browse: Client):
    answer = browse.get("/nothing/", headers={"X-Request-ID": "forged"})
    assert answer.headers["X-Request-ID"] != "forged"


def test_a_fault_of_the_api_names_the_reference(browse: Client, sandbox):
    answer = browse.get("/pools/999999/")
    assert answer.status_code == 404
    assert answer.headers["X-Request-ID"] in answer.content.decode()


def test_a_stale_form_names_the_reference(user: User):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post("/pools/new/", {"name": "Kept?"})
    assert_ours(answer, 403, "Please send it again")
