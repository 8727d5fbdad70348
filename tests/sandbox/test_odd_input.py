"""What the sandbox is sent or told that makes no sense: an answer, never a fault."""

import argparse
import json

import pytest
import requests

from recruspace_dashboard.sandbox import cli
from recruspace_dashboard.sandbox.options import API_ROOT, Options, Rule
from tests.each_case import each_case

LONG = "9" * 5000
DEEP = "[" * 100_000
CANDIDATE = {"first_name": "Ece", "last_name": "Ak", "email": "ece@example.com"}


@pytest.fixture
def call(running_sandbox):
    """A call with a key, and its status."""
    running_sandbox.reset(Options(candidates=20, rate=0))
    key = {"Authorization": f"Bearer {running_sandbox.keys[0]}"}

    def ask(method: str, path: str, **more) -> int:
        headers = key | more.pop("headers", {})
        address = running_sandbox.url + API_ROOT + path
        answer = requests.request(method, address, headers=headers, timeout=60, **more)
        if answer.content:
            answer.content.decode()
        return answer.status_code

    return ask


@each_case("number", [LONG, "9" * 30, "²", "\uff11", "2%1f", "-1", "1_0", ""])
def test_a_page_of_any_number(call, number):
    for path in ("/talent-pools/", "/job-posts/"):
        assert call("GET", f"{path}?page={number}") in {200, 404}
        assert call("GET", f"{path}?page_size={number}") == 200
    assert call("GET", f"/candidates/{number}/") in {404, 400}


@each_case(
    "body",
    [DEEP, '{"name":' * 50_000, f'{{"name": {LONG}}}', '{"name": "\\ud800"}', b"\xff"],
)
def test_json_that_cannot_be_read(call, body):
    headers = {"Content-Type": "application/json"}
    assert call("POST", "/talent-pools/create/", data=body, headers=headers) == 400
    assert call("GET", "/talent-pools/") == 200


def test_ids_that_are_too_long(call, running_sandbox):
    company = running_sandbox.company(running_sandbox.keys[0])
    form, cv = CANDIDATE | {"talent_pool_id": LONG}, {"cv_file": ("a.pdf", b"%PDF-")}
    assert call("POST", "/candidates/add/", data=form, files=cv) == 400
    added = CANDIDATE | {"talent_pool_id": next(iter(company.pools)), "cv": LONG}
    assert call("POST", "/candidates/manual-add/", json=added) == 400


@pytest.mark.parametrize("answer", [DEEP, LONG])
def test_answers_that_cannot_be_read(call, running_sandbox, answer):
    company = running_sandbox.company(running_sandbox.keys[0])
    job = max(company.jobs.values(), key=lambda job: len(job.questions))
    answers = [
        {
            "job_post_question": {"id": each.id, "question_key": each.question_key},
            "answer": answer,
            "answer_file": answer,
        }
        for each in job.questions
    ]
    applied = CANDIDATE | {"cv": str(next(iter(company.files))), "answers": answers}
    assert call("POST", f"/job-posts/{job.hash}/apply/", json=applied) == 400


@pytest.mark.parametrize("status", [200, 204, 299, 304, 399, 419, 451, 520, 599])
def test_a_call_can_fail_with_any_status(call, running_sandbox, status):
    running_sandbox.api.rules.append(Rule.parse(f"GET /talent-pools/ {status} 1"))
    options = {"allow_redirects": False}
    assert call("GET", "/talent-pools/", **options) == status
    assert call("GET", "/talent-pools/") == 200


@each_case(
    "rule",
    [
        "100",
        "199",
        "600",
        "0",
        "-1",
        LONG,
        "200 -1",
        f"200 {LONG}",
        "\uff12",
        "200 1 1",
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule):
    with pytest.raises(ValueError, match="GET"):
        Rule.parse(f"GET / {rule}")


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "65536"],
        ["--port", "-1"],
        ["--rate", LONG],
        ["--candidates", "²"],
        ["--fail", "GET / 700"],
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_one_line(capsys, options):
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(options)
    assert options[0] in capsys.readouterr().err


def test_the_log_takes_odd_bodies(call, running_sandbox, tmp_path):
    log = tmp_path / "calls.jsonl"
    running_sandbox.reset(Options(candidates=20, rate=0, log=str(log)))
    headers = {"Content-Type": "application/json"}
    assert call("POST", "/talent-pools/create/", data=DEEP, headers=headers) == 400
    assert call("GET", "/talent-pools/%ED%A0%80?q=%ED%A0%80%00") == 404
    assert [json.loads(line)["status"] for line in log.read_text().splitlines()] == [
        400,
        404,
    ]
