"""How tests control a sandbox: planned responses, recorded calls, reset."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from recruspace_dashboard.sandbox.options import Options, Rule
from recruspace_dashboard.sandbox.server import Sandbox
from tests.each_case import each_case

from .conftest import OPTIONS, CallApi


def test_a_planned_response_is_sent_so_many_times(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reply("GET", "/talent-pools/", status=503, times=2)
    sandbox.reply("GET", "/talent-pools/", status=429, times=1)
    statuses = [call("GET", "/talent-pools/").status_code for _ in range(4)]
    assert statuses == [503, 503, 429, 200]


def test_a_planned_response_is_for_its_method_and_paths_only(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reply("post", "/talent-pools/", status=500)
    assert call("GET", "/talent-pools/").status_code == 200
    assert call("POST", "/utilities/upload-file/").status_code == 400
    assert call("POST", "/talent-pools/create/").status_code == 500
    sandbox.reply("*", "/", status=502)
    assert call("GET", "/companies/users/").status_code == 502
    assert requests.get(f"{sandbox.url}/files/1/x", timeout=10).status_code == 502


@pytest.mark.parametrize(
    ("body", "content", "content_type"),
    [
        ({"a": "ş"}, b'{"a": "\\u015f"}', "application/json"),
        ([1], b"[1]", "application/json"),
        ("<h1>Hallo", b"<h1>Hallo", "text/html; charset=utf-8"),
        (b"\x00raw", b"\x00raw", "application/x-raw"),
        (None, b'{"detail": "I\'m a Teapot"}', "application/json"),
    ],
)
def test_a_planned_response_can_be_anything(
    call: CallApi, sandbox: Sandbox, body: object, content: bytes, content_type: str
) -> None:
    headers = {"X-Extra": "1"}
    if isinstance(body, bytes):
        headers["Content-Type"] = content_type
    sandbox.reply("GET", "/job-posts/", status=418, body=body, headers=headers)
    response = call("GET", "/job-posts/")
    assert (response.status_code, response.content) == (418, content)
    assert response.headers["Content-Type"] == content_type
    assert response.headers["X-Extra"] == "1"


def test_a_planned_response_can_hold_nothing(call: CallApi, sandbox: Sandbox) -> None:
    sandbox.reply("PATCH", "/talent-pools/", status=204)
    response = call("PATCH", "/talent-pools/1/")
    assert (response.status_code, response.content) == (204, b"")


def test_a_planned_response_and_all_others_can_be_slow(
    call: CallApi, sandbox: Sandbox
) -> None:
    sandbox.reset(replace(OPTIONS, latency_ms=30))
    sandbox.reply("GET", "/job-posts/", delay=0.05)
    start = time.perf_counter()
    call("GET", "/talent-pools/")
    assert time.perf_counter() - start >= 0.03
    start = time.perf_counter()
    call("GET", "/job-posts/")
    assert time.perf_counter() - start >= 0.08


def test_calls_can_fail_from_the_start(call: CallApi, sandbox: Sandbox) -> None:
    sandbox.reset(replace(OPTIONS, fail=("GET /talent-pools/ 503 1",)))
    assert call("GET", "/talent-pools/").json() == {"detail": "Service Unavailable"}
    assert call("GET", "/talent-pools/").status_code == 200


@each_case(
    "text", ["", "GET /a", "GET a 503", "GET /a x", "GET /a 99", "GET /a 503 1 1"]
)
def test_an_invalid_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Rule.parse(text)


def test_calls_are_recorded_completely(call: CallApi, sandbox: Sandbox) -> None:
    call("GET", "/talent-pools/", params={"page": ["1", "2"]})
    call("POST", "/candidates/add-note/", json={"text": "Merhaba"})
    form = {"first_name": "Şükrü"}
    files = {"cv_file": ("öz.pdf", b"%PDF", "application/pdf")}
    call("POST", "/candidates/add/", data=form, files=files)
    requests.get(f"{sandbox.url}/somewhere/else?x=1", timeout=10)
    listed, noted, added, elsewhere = sandbox.requests

    assert listed.path == "/api/v1/client/talent-pools/"
    assert listed.query == {"page": ["1", "2"]}
    assert listed.headers["authorization"] == f"Bearer {sandbox.keys[0]}"
    assert listed.json is None
    assert noted.json == {"text": "Merhaba"}
    assert json.loads(noted.body) == noted.json
    assert added.form == form
    assert added.files["cv_file"].filename == "öz.pdf"
    assert added.files["cv_file"].content_type == "application/pdf"
    assert added.files["cv_file"].content == b"%PDF"
    assert (elsewhere.method, elsewhere.query) == ("GET", {"x": ["1"]})
    assert [each.status for each in sandbox.requests] == [200, 400, 400, 404]


def test_the_log_has_calls_but_no_key_and_no_content(
    call: CallApi, sandbox: Sandbox, tmp_path: Path
) -> None:
    log = tmp_path / "calls.jsonl"
    sandbox.reset(replace(OPTIONS, log=str(log)))
    call("POST", "/candidates/add-note/", json={"candidate_id": 1, "text": "Secret"})
    files = {"file": ("a.pdf", b"%PDF")}
    call("POST", "/utilities/upload-file/", data={"folder_key": "cv"}, files=files)
    text = log.read_text(encoding="utf-8")
    noted, uploaded = (json.loads(line) for line in text.splitlines())
    assert noted["body"] == {"candidate_id": "int", "text": "str"}
    assert uploaded["body"] == {"folder_key": "str", "file": "file"}
    assert (noted["method"], noted["status"]) == ("POST", 404)
    assert noted["key"] == sandbox.keys[0][-4:]
    assert "Secret" not in text
    assert not any(key[:-4] in text for key in sandbox.keys)


def test_a_reset_restores_the_first_state(call: CallApi, sandbox: Sandbox) -> None:
    before = call("GET", "/talent-pools/").json()
    call("POST", "/talent-pools/create/", json={"name": "New"})
    sandbox.reply("GET", "/", status=500)
    sandbox.reset()
    assert sandbox.requests == []
    after = call("GET", "/talent-pools/").json()
    names = [(pool["id"], pool["name"], pool["candidate_count"]) for pool in before]
    assert names == [
        (each["id"], each["name"], each["candidate_count"]) for each in after
    ]


def test_a_sandbox_stops_and_starts_again_where_it_was() -> None:
    sandbox = Sandbox(Options(candidates=0))
    with sandbox:
        url = sandbox.url
        assert requests.get(url, timeout=10).status_code == 404
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=10)
    with sandbox:
        assert sandbox.url == url
        assert requests.get(url, timeout=10).status_code == 404
