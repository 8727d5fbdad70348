import json
import re
from itertools import product

import pytest
from django.core.management import CommandError, call_command

from recruspace_dashboard.sandbox.options import Options
from recruspace_dashboard.services.endpoints import ENDPOINTS

READINGS = list(product(["array", "page", "mixed"], [False, True]))


@pytest.fixture
def check(sandbox, monkeypatch, capsys):
    """Runs the command and gives its end code and what it printed."""
    monkeypatch.setenv("RECRUSPACE_API_KEY", sandbox.keys[0])

    def run(*arguments: str) -> tuple[int, str]:
        code = 0
        try:
            call_command("check_api", *arguments)
        except SystemExit as end:
            code = end.code
        return code, capsys.readouterr().out

    return run


def findings(output: str, number: int, level: str = "") -> list[str]:
    [report] = [
        each for each in json.loads(output)["endpoints"] if each["number"] == number
    ]
    return [
        finding["text"]
        for finding in report["findings"]
        if level in ("", finding["level"])
    ]


# Where nothing can be said


@pytest.mark.parametrize("key", [None, "", "  "])
def test_without_a_key_it_says_where_to_put_one(check, sandbox, monkeypatch, key):
    monkeypatch.delenv("RECRUSPACE_API_KEY")
    if key is not None:
        monkeypatch.setenv("RECRUSPACE_API_KEY", key)
    with pytest.raises(CommandError, match="RECRUSPACE_API_KEY") as error:
        check()
    assert error.value.returncode == 1
    assert sandbox.requests == []


@pytest.mark.parametrize("key", ["rsp_wrong_key", "rsp_ş", "two\nlines"])
def test_a_refused_key_is_said_and_not_printed(check, sandbox, monkeypatch, key):
    monkeypatch.setenv("RECRUSPACE_API_KEY", key)
    with pytest.raises(CommandError, match="does not accept your API key") as error:
        check()
    assert key not in str(error.value)
    assert len(sandbox.requests) <= 1


def test_an_api_that_is_away_is_said(check, settings):
    settings.RECRUSPACE_API_URL = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="could not connect"):
        check()


def test_an_address_without_https_is_said(check, settings):
    settings.RECRUSPACE_API_URL = "http://api.example.com"
    with pytest.raises(CommandError, match="must be https"):
        check()


def test_an_api_that_refuses_more_calls_is_not_judged(check, sandbox):
    path = "/companies/users/"
    sandbox.reply("GET", path, status=429, headers={"Retry-After": "9"})
    with pytest.raises(CommandError, match="Try again in 9 seconds"):
        check()


# What it finds


@pytest.mark.parametrize(("lists", "wrap"), READINGS)
def test_every_reading_that_the_documents_allow_passes(
    check, sandbox, lists, wrap
) -> None:
    sandbox.reset(Options(candidates=60, rate=0, lists=lists, wrap=wrap))
    code, output = check("--json")
    answer = json.loads(output)
    assert (code, answer["as_documented"]) == (0, True)
    verdicts = {each["name"]: each["verdict"] for each in answer["endpoints"]}
    assert verdicts == {
        endpoint.name: "as documented" if endpoint.reads else "not tried"
        for endpoint in ENDPOINTS
    }
    pools = findings(output, 13)
    assert any("an array" in text for text in pools) or lists == "page"
    assert ("in an envelope of success and content" in pools) == wrap
    offices = findings(output, 7)
    ends = {"array": "an array", "page": "next null", "mixed": "next absent"}
    assert any(ends[lists] in text for text in offices)


def test_it_only_reads_and_says_how_often(check, sandbox):
    _, output = check("--json")
    assert json.loads(output)["calls"] == len(sandbox.requests) == 18
    assert {call.method for call in sandbox.requests} == {"GET"}
    strangers = [
        call
        for call in sandbox.requests
        if call.headers["Authorization"] != f"Bearer {sandbox.keys[0]}"
    ]
    assert len(strangers) == 1


def test_for_a_user_it_is_a_list_with_the_guesses_first(check):
    code, output = check()
    assert code == 0
    assert "checked with 18 read-only calls" in output
    numbers = [int(number) for number in re.findall(r"^ ?(\d+)  ", output, re.M)]
    assert numbers == [7, 9, 12, 1, 6, 8, 10, 13, 16, 11, 15, 18, 2, 3, 4, 5, 14, 17]
    assert "Result: answers as documented." in output


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_nothing_of_a_user_and_no_key_is_printed(check, sandbox, arguments):
    company = sandbox.company(sandbox.keys[0])
    odd = {"id": 5, "jane.doe@example.com": "Jane", "secret": {"of": "Jane"}}
    sandbox.reply("GET", "/companies/users/", status=200, body=[odd])
    _, output = check(*arguments)
    assert "@" not in output
    assert "Jane" not in output
    assert "rsp_" not in output
    assert "(no field name)" in output
    for one in company.candidates.values():
        for value in (one.email, one.first_name, one.last_name, one.phone_number):
            assert not value or f" {value}" not in output


def test_a_guessed_path_that_is_wrong_is_said(check, sandbox):
    sandbox.reply("GET", "/companies/offices/", status=404, body="<h1>Not Found</h1>")
    code, output = check("--json")
    assert code == 1
    assert findings(output, 7, "differs") == ["404 with no JSON; the path is a guess"]


@pytest.mark.parametrize(
    ("number", "path", "body", "differs"),
    [
        (8, "/companies/users/", {"users": []}, "neither an array nor a page"),
        (8, "/companies/users/", {"results": []}, "no count"),
        (8, "/companies/users/", "<p>Hello</p>", "200 with no JSON"),
        (
            8,
            "/companies/users/",
            ["x"],
            "of another type: each one (string instead of object)",
        ),
        (
            8,
            "/companies/users/",
            [{"id": "7", "user": {"id": 1, "first_name": 3}}],
            "of another type: id (string instead of integer), "
            "user.first_name (integer instead of string)",
        ),
        (
            8,
            "/companies/users/",
            [{"id": 7, "user": {"id": 1, "email": None}}, {"id": 8}],
            "missing: user.first_name, user.last_name, user.profile_img",
        ),
        (6, "/candidates/search-by-email/", [], "not so: a part of an address"),
        (13, "/talent-pools/", [{"id": 1}, {"id": 2}], "page_size=1 brings 2"),
        (10, "/job-posts/{job}/", [], "not an object"),
        (1, "/candidates/", {"id": 1, "company": "C"}, "there is no e-mail"),
        (1, "/candidates/", {"detail": "No."}, "unknown id: 200 with a detail"),
    ],
)
def test_what_differs_is_named_and_ends_with_1(
    check, sandbox, number, path, body, differs
):
    job_hash = next(iter(sandbox.company(sandbox.keys[0]).jobs))
    sandbox.reply("GET", path.format(job=job_hash), status=200, body=body)
    code, output = check("--json")
    assert code == 1
    assert any(differs in text for text in findings(output, number, "differs"))


def test_what_is_not_documented_is_named_with_its_types(check, sandbox):
    rows = [
        {"id": 1, "email": "a@example.com", "rank": 2.5, "seen": None},
        {"id": 2, "email": "b@example.com", "rank": 3, "since": "2026-01-02T03:04:05Z"},
    ]
    sandbox.reply("GET", "/candidates/search-by-email/", status=200, body=rows)
    _, output = check("--json")
    expected = "not documented: rank (integer or number), seen (null), since (time)"
    assert expected in findings(output, 6, "note")


def test_a_breaking_endpoint_does_not_keep_it_from_the_others(check, sandbox):
    sandbox.reply("GET", "/companies/users/", status=500, body={"detail": "Boom"})
    code, output = check("--json")
    assert code == 1
    assert findings(output, 8) == ["500 with a detail"]
    assert findings(output, 16, "differs") == []


def test_an_empty_company_leaves_open_what_cannot_be_seen(check, sandbox):
    company = sandbox.company(sandbox.keys[0])
    company.pools.clear()
    company.jobs.clear()
    company.candidates.clear()
    code, output = check("--json")
    assert code == 0
    assert "0 came without page_size" in findings(output, 13)
    verdicts = {e["number"]: e["verdict"] for e in json.loads(output)["endpoints"]}
    assert verdicts[16] == verdicts[10] == verdicts[1] == "not tried"


def test_a_wrong_key_that_is_let_in_is_said(check, sandbox):
    sandbox.reply("GET", "/talent-pools/", status=200, body=[])
    code, output = check("--json")
    assert code == 1
    common = json.loads(output)["all_calls"]["findings"]
    assert {"level": "differs", "text": "wrong key: 200 with JSON, list"} in common
