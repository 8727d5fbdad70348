"""What is to be done for a selection and cannot be: said, and nothing lost."""

import re
from html import unescape
from typing import Any

from django.test import Client

from recruspace_dashboard.library.models import KeyPools
from recruspace_dashboard.writes.models import Batch, Draft
from tests.each_case import each_case
from tests.http import text
from tests.outbox.asking import NEW, ids, post_new, words, writes_in

KEY_PAGE = "/account/key/?next=%2Foutbox%2Fnew%2F"
LONG_TAG, LONG_NOTE = "t" * 256, "n" * 10_001


def fields(page: str) -> dict[str, str]:
    """What the form on the page holds."""
    form = page.partition('action="/outbox/new/"')[2].partition("</form>")[0]
    held = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', form))
    held |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n?([^<]*)<', form))
    for name, options in re.findall(
        r'<select name="(\w+)".*?>(.*?)</select>', form, re.S
    ):
        held[name] = "".join(re.findall(r'value="([^"]*)" selected', options))
    return {name: unescape(value) for name, value in held.items()}


BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "Choose what to do."),
    ({"action": "delete"}, "Choose what to do."),
    ({"action": "file"}, "Choose what to do."),
    ({"action": "tag"}, "Write the tag first."),
    ({"action": "tag", "title": "  "}, "Write the tag first."),
    (
        {"action": "tag", "title": LONG_TAG},
        "A tag has at most 255 characters; this one has 256.",
    ),
    ({"action": "tag", "title": "a\0b"}, "Null characters are not allowed."),
    ({"action": "note"}, "Write the note first."),
    ({"action": "note", "text": "\r\n "}, "Write the note first."),
    (
        {"action": "note", "text": LONG_NOTE},
        "A note has at most 10000 characters; this one has 10001.",
    ),
    (
        {"action": "note", "text": "Hi {name}, {email} and {first_name}"},
        "Only {first_name} and {last_name} can be filled in, not {email}, {name}.",
    ),
    ({"action": "pool"}, "Choose a talent pool."),
    ({"action": "pool", "talent_pool_id": "x"}, "Choose a talent pool."),
    ({"action": "pool", "talent_pool_id": "-1"}, "Choose a talent pool."),
    (
        {"action": "pool", "talent_pool_id": "999999999"},
        "This talent pool does not exist any more.",
    ),
    ({"action": "job"}, "Choose a job post."),
    (
        {"action": "job", "job_post": "a/../../users"},
        "This job post does not exist any more.",
    ),
    ({"action": "job", "job_post": "gone"}, "This job post does not exist any more."),
]


@each_case(("data", "said"), BAD)
def test_what_cannot_be_sent_is_said_and_nothing_typed_is_lost(
    browse, everybody, sandbox, data, said
):
    typed = {"selected": "{},{}".format(*ids(everybody[:2])), **data}
    answer = post_new(browse, **typed)
    assert answer.status_code == 422
    assert said in words(answer)
    kept = fields(text(answer))
    # What is no pool or job is no choice.
    lost = {"talent_pool_id", "job_post"} | (
        {"action"} if data.get("action") in ("delete", "file") else set()
    )
    for name, value in typed.items():
        if name not in lost:
            assert kept[name].replace("\r\n", "\n") == value.replace("\r\n", "\n")
    assert not Batch.objects.exists()
    assert writes_in(sandbox) == []


NOBODY = [{}, {"selected": ""}, {"selected": ",,x,-1,1.5,²,1e3,None"}, {"all": ""}]


@each_case("selected", NOBODY)
def test_nobody_selected(browse, everybody, selected):
    answer = post_new(browse, action="tag", title="Remote", **selected)
    assert answer.status_code == 422
    assert "Nobody is selected. Tick candidates in a list." in words(answer)
    assert fields(text(answer))["title"] == "Remote"


def test_more_than_a_batch_takes(browse, everybody, sandbox):
    many = ",".join(map(str, range(1, 10_002)))
    answer = post_new(browse, action="tag", title="Remote", selected=many)
    assert answer.status_code == 422
    assert "At most 10,000 candidates at once; these are 10,001." in words(answer)
    assert fields(text(answer))["selected"] == many
    assert not Batch.objects.exists()


def test_without_a_copy_each_is_asked_for_and_so_at_most_25(browse, company, sandbox):
    chosen = ids(company.candidates.values())[:26]
    typed = {"action": "tag", "title": "Remote"}
    answer = post_new(browse, selected=",".join(map(str, chosen)), **typed)
    assert answer.status_code == 422
    words_said = "At most 25 candidates at once while there is no copy of the pools."
    assert words_said in words(answer)
    assert not any("/candidates/" in call.path for call in sandbox.requests)
    chosen[24] = 999_999_999
    answer = post_new(browse, selected=",".join(map(str, chosen[:25])), **typed)
    assert answer.status_code == 303
    batch = Batch.objects.get()
    expected = {
        (id, "has_tag")
        for id in chosen[:24]
        if any(tag.title.casefold() == "remote" for tag in company.candidates[id].tags)
    }
    assert {*batch.left_out} == expected | {(999_999_999, "not_found")}
    assert writes_in(sandbox) == []


def test_without_a_copy_no_query_can_be_sent(browse, company):
    answer = post_new(browse, action="tag", title="Remote", all="1", q="go")
    assert answer.status_code == 422
    assert "There is no copy of the pools yet" in words(answer)
    assert fields(text(answer)).items() >= {"all": "1", "q": "go"}.items()


def test_a_query_that_finds_nobody_makes_no_batch(browse, everybody, pool):
    typed = {"all": "1", "q": "nobodyiscalledso", "pool": str(pool.id)}
    answer = post_new(browse, action="note", text="Hello", **typed)
    assert answer.status_code == 422
    assert "No candidate matches now." in words(answer)
    assert fields(text(answer)).items() >= typed.items()
    assert not Batch.objects.exists()


def test_a_job_with_questions_is_refused_by_its_name(
    browse, everybody, company, sandbox
):
    job = next(one for one in company.jobs.values() if one.status == "published")
    job.title = "<b>Go</b>"
    asked = {"id": 1, "question_key": "Phone", "is_required": True}
    sandbox.reply("GET", f"/job-posts/{job.hash}/questions/", body=[asked])
    data = {"selected": everybody[0].id, "action": "job", "job_post": job.hash}
    answer = post_new(browse, **data)
    assert answer.status_code == 422
    assert "&lt;b&gt;Go&lt;/b&gt;” asks each candidate questions" in text(answer)
    assert fields(text(answer))["job_post"] == job.hash


@each_case(
    ("status", "shown", "said"),
    [
        (500, 502, "try again"),
        (403, 403, "not allowed"),
        (429, 429, "requests"),
    ],
)
def test_where_the_api_fails_what_was_typed_is_kept(
    browse, everybody, pool, sandbox, status, shown, said
):
    sandbox.reset()
    sandbox.reply("GET", "/", status=status)
    KeyPools.objects.update(list_at=None)
    data = {"action": "pool", "talent_pool_id": str(pool.id)}
    answer = post_new(browse, selected=everybody[0].id, **data)
    assert answer.status_code == shown
    assert said in words(answer).lower()
    assert fields(text(answer))["selected"] == str(everybody[0].id)
    assert not Batch.objects.exists()


def test_a_refused_key_leads_to_its_page_and_back_to_what_was_typed(
    browse, everybody, sandbox, pool
):
    sandbox.reply("GET", "/", status=401, times=1)
    data = {"action": "pool", "talent_pool_id": str(pool.id)}
    answer = post_new(browse, selected=everybody[0].id, **data)
    assert answer.url == KEY_PAGE
    sandbox.reset()
    page = text(browse.get(NEW))
    assert "What you typed before has been restored." in page
    kept = fields(page)
    assert kept["selected"] == str(everybody[0].id)
    assert kept["talent_pool_id"] == str(pool.id)


def test_a_session_that_ended_loses_nothing(browse, everybody, user, client):
    page = text(browse.get("/candidates/"))
    form_id = re.search(r'name="form_id" value="([^"]+)"', page)[1]
    selected = ",".join(map(str, ids(everybody[:3])))
    typed = {"selected": selected, "action": "note", "text": "Call {first_name}"}
    answer = client.post(NEW, typed | {"form_id": form_id})
    assert answer.url == "/login/?next=/outbox/new/"
    client.force_login(user)
    page = text(client.get(NEW))
    assert fields(page).items() >= typed.items()
    assert "For 3 candidates" in page
    again = {**fields(page), "form_id": form_id}
    assert client.post(NEW, again).status_code == 303
    assert not Draft.objects.exists()
    assert client.get(NEW).url == "/candidates/"


def test_without_a_key(keyless, client, company):
    client.force_login(keyless)
    answer = client.post(NEW, {"selected": "1", "action": "tag", "title": "go"})
    assert answer.url == KEY_PAGE
    assert not Batch.objects.exists()


def test_from_another_site(user, everybody):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    data = {"selected": everybody[0].id, "action": "tag", "title": "go"}
    assert client.post(NEW, data).status_code == 403
    assert not Batch.objects.exists()
