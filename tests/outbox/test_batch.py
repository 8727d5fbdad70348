"""The page of a batch: its dry run, its progress, and what can be done with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.each_case import each_case
from tests.http import HTMX, text
from tests.outbox.asking import stage, words, writes_in

State = Write.State
FORM = re.compile(
    r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S
)


def address(batch: Batch, name: str = "") -> str:
    return f"/outbox/{batch.pk}/" + (f"{name}/" if name else "")


def act(browse: Client, batch: Batch, name: str, **data: Any) -> str:
    """Presses a button of the batch; returns the words of the page it leads to."""
    answer = browse.post(address(batch, name), data)
    assert (answer.status_code, answer.url) == (302, address(batch))
    return words(browse.get(address(batch)))


def work(*batches: Batch, steps: int = 100) -> None:
    """What a worker does once the time to undo, and any rest, is over."""
    worker = OutboxWorker()
    for _ in range(steps):
        Batch.objects.filter(pk__in=[one.pk for one in batches]).update(not_before=None)
        if not worker.step():
            return


def states(batch: Batch) -> list[str]:
    return list(batch.writes.order_by("pk").values_list("state", flat=True))


def state_of(batch: Batch) -> str:
    batch.refresh_from_db()
    return batch.state


def forms(page: str) -> dict[str, str]:
    """The forms of the page's content: what they hold, by where they lead."""
    return dict(FORM.findall(page.partition("<main")[2].partition("</main>")[0]))


def tagged(sandbox: Any) -> list[int]:
    return [body["candidate_id"] for _, body in writes_in(sandbox)]


@pytest.fixture
def batch(browse, everybody) -> Batch:
    """A draft for three."""
    return stage(browse, everybody[:3])


@pytest.fixture
def unclear(browse, batch, sandbox) -> Batch:
    """Two of three whose outcome is unknown; nobody looks for them by itself."""
    sandbox.reply("POST", "/candidates/add-tag/", status=500, times=2)
    act(browse, batch, "send")
    work(batch, steps=6)
    batch.writes.update(look_at=None)
    assert states(batch) == ["unknown", "unknown", "done"]
    sandbox.requests.clear()
    return batch


# The dry run


def test_the_dry_run_says_what_would_be_sent(browse, everybody, sandbox, company):
    company_tagged = everybody[0]
    batch = stage(browse, [*everybody[:3], 999_999_999])
    page = text(browse.get(address(batch)))
    said = words(browse.get(address(batch)))
    assert "Tag “Remote”" in said
    assert "Nothing has been sent yet" in said
    assert "3 will be sent" in swapped(page)
    assert "1 left out" in swapped(page)
    assert (
        "less than a minute 3 calls at today\N{RIGHT SINGLE QUOTATION MARK}s limit"
        in swapped(page)
    )
    assert "A tag cannot be removed from here" in said
    assert company_tagged.last_name in said
    # It is not said of each.
    assert said.count("Not sent yet") == 0
    [(first, held), *_] = forms(page).items()
    assert first == address(batch, "send")
    assert held.count("<button") == 1
    assert "Send 3" in held
    assert re.findall(r'<input[^>]*type="(\w+)"', held) == ["hidden"]
    assert writes_in(sandbox) == []
    assert "hx-trigger" not in page.partition('id="batch"')[2].partition(">")[0]


def swapped(page: str) -> str:
    """The numbers, each before its word, as they are seen."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.S)
    return "; ".join(" ".join(f"{dd} {dt}".split()) for dt, dd in pairs)


@each_case(
    ("data", "said"),
    [
        ({"action": "note", "text": "Hi"}, "A note cannot be changed or deleted"),
        ({"action": "pool"}, "This makes a new record of each candidate there"),
    ],
)
def test_it_says_what_cannot_be_taken_back(browse, everybody, company, data, said):
    if data["action"] == "pool":
        chosen = next(one for one in everybody if one.cv and one.email)
        data = data | {
            "talent_pool_id": next(
                one.id
                for one in company.pools.values()
                if not company.holds(chosen.email, one, None)
            )
        }
    else:
        chosen = everybody[0]
    batch = stage(browse, [chosen], **data)
    assert said in words(browse.get(address(batch)))


@each_case(
    ("limit", "number", "said"),
    [(100, 60, "less than a minute"), (6, 60, "about "), (100, 1, "less than")],
)
def test_how_long_it_takes_at_the_limit(
    browse, everybody, settings, limit, number, said
):
    settings.RECRUSPACE_CALLS_PER_MINUTE = limit
    batch = stage(browse, everybody[:number])
    minutes = swapped(text(browse.get(address(batch)))).rpartition("; ")[2]
    assert minutes.startswith(said), minutes


def test_where_nobody_is_left_there_is_nothing_to_send(browse, everybody):
    batch = stage(browse, [999_999_999])
    page = text(browse.get(address(batch)))
    assert address(batch, "send") not in forms(page)
    assert "There is nobody to send it for." in page
    assert "To be sent" not in page


# Sending, and taking it back


def test_send_undo_send(browse, batch, sandbox, everybody):
    page = act(browse, batch, "send")
    assert "Sending begins in" in page
    assert not OutboxWorker().step()
    page = act(browse, batch, "undo")
    assert "Nothing was sent." in page
    assert "Nothing has been sent yet" in page
    assert states(batch) == ["staged"] * 3
    act(browse, batch, "send")
    assert writes_in(sandbox) == []
    work(batch)
    page = words(browse.get(address(batch)))
    assert "3 of 3" in page
    assert "All done." in page
    assert states(batch) == ["done"] * 3
    assert writes_in(sandbox) == [
        ("/candidates/add-tag/", {"candidate_id": one.id, "title": "Remote"})
        for one in everybody[:3]
    ]


def test_it_is_sent_once_however_often_the_button_is_pressed(browse, batch, sandbox):
    act(browse, batch, "send")
    work(batch)
    assert "It is sent already." in act(browse, batch, "send")
    work(batch)
    assert len(writes_in(sandbox)) == 3


def test_it_is_too_late_to_undo_once_one_was_sent(browse, batch, sandbox):
    act(browse, batch, "send")
    work(batch, steps=1)
    assert "It is too late to undo" in act(browse, batch, "undo")
    assert states(batch) == ["done", "waiting", "waiting"]
    assert address(batch, "undo") not in forms(text(browse.get(address(batch))))


def test_pause_go_on_cancel(browse, batch, sandbox):
    act(browse, batch, "send")
    work(batch, steps=1)
    page = act(browse, batch, "pause")
    assert "Paused by hand." in page
    work(batch)
    assert states(batch) == ["done", "waiting", "waiting"]
    # It is not in the way to pause it twice.
    act(browse, batch, "pause")
    page = act(browse, batch, "go-on")
    assert "Being sent" in page
    work(batch, steps=1)
    assert states(batch) == ["done", "done", "waiting"]
    page = act(browse, batch, "cancel")
    assert "1 write is cancelled." in page
    assert "Ended. What was cancelled was not sent." in page
    assert "cancelled." not in act(browse, batch, "cancel").replace("What was", "")[:99]
    for name in ("go-on", "send", "undo", "again", "pause"):
        act(browse, batch, name)
        work(batch)
    assert states(batch) == ["done", "done", "cancelled"]
    assert state_of(batch) == "ended"
    assert len(writes_in(sandbox)) == 2


def test_a_draft_that_is_not_wanted(browse, batch, sandbox):
    page = act(browse, batch, "cancel")
    assert "3 writes are cancelled." in page
    act(browse, batch, "send")
    work(batch)
    assert writes_in(sandbox) == []


# What was refused, and what is unclear


def test_what_was_refused_is_said_and_sent_again(browse, batch, sandbox, everybody):
    bad = {"title": ["<b>Not</b> that one."]}
    sandbox.reply("POST", "/candidates/add-tag/", status=400, body=bad, times=1)
    act(browse, batch, "send")
    work(batch)
    assert states(batch) == ["refused", "done", "done"]
    page = text(browse.get(address(batch)))
    assert "&lt;b&gt;Not&lt;/b&gt; that one." in page
    assert "Ended, but not all of it was done." in page
    only = words(browse.get(address(batch) + "?state=refused"))
    assert everybody[0].last_name in only
    assert "Send the 1 refused again" in only
    assert "1 is sent again." in act(browse, batch, "again")
    work(batch)
    assert states(batch) == ["done"] * 3
    assert "sent again" not in act(browse, batch, "again")
    work(batch)
    assert len(writes_in(sandbox)) == 4


def test_what_is_unclear_is_decided_one_by_one(browse, unclear, sandbox):
    first, second, _ = unclear.writes.order_by("pk")
    page = text(browse.get(address(unclear)))
    assert "For 2 no clear answer came" in page
    assert f'name="write" value="{first.pk}"' in page
    for decision, state, said in (
        ("done", "done", "1 is decided."),
        ("skip", "done", "It was decided already."),
    ):
        answer = act(browse, unclear, "decide", write=first.pk, decision=decision)
        assert said in answer
        assert states(unclear) == [state, "unknown", "done"]
    assert "For 1 no clear answer came" in words(browse.get(address(unclear)))
    said = act(browse, unclear, "decide", write=second.pk, decision="again")
    assert "1 is sent again." in said
    work(unclear)
    assert states(unclear) == ["done"] * 3
    assert tagged(sandbox) == [second.candidate_id]


@each_case(
    ("decision", "expected"),
    [("done", "done"), ("skip", "cancelled"), ("again", "waiting")],
)
def test_all_that_is_unclear_is_decided_at_once(browse, unclear, decision, expected):
    unclear.writes.filter(state__in=["done", "cancelled", "waiting"]).exclude(
        pk=unclear.writes.latest("pk").pk
    ).update(state="unknown", look_at=None)
    act(browse, unclear, "decide", write="all", decision=decision)
    assert states(unclear) == [expected, expected, "done"]


def test_a_look_finds_out(browse, unclear, sandbox, company):
    first = unclear.writes.earliest("pk")
    company.candidates[first.candidate_id].tags.append(company.tag("Remote"))
    page = text(browse.get(address(unclear)))
    assert "hx-trigger" not in page.partition('id="batch"')[2].partition(">")[0]
    said = act(browse, unclear, "decide", write="all", decision="look")
    assert "It is looked for in Recruspace." in said
    # The page shows by itself what is found.
    page = text(browse.get(address(unclear)))
    assert "hx-trigger" in page.partition('id="batch"')[2].partition(">")[0]
    work(unclear)
    assert states(unclear) == ["done", "unknown", "done"]
    assert writes_in(sandbox) == []
    page = words(browse.get(address(unclear)))
    assert "Not found in Recruspace at" in page


@each_case(
    "data",
    [
        {"decision": "delete", "write": "all"},
        {"write": "all"},
        {},
    ],
)
def test_no_other_decision(browse, unclear, data):
    assert browse.post(address(unclear, "decide"), data).status_code == 404
    assert states(unclear)[:2] == ["unknown", "unknown"]


@each_case("write", ["", "x", "-1", "9" * 30, "999999999", "all,1"])
def test_a_decision_for_no_write_of_the_batch(browse, unclear, write):
    act(browse, unclear, "decide", decision="skip", write=write)
    assert states(unclear)[:2] == ["unknown", "unknown"]


def test_a_decision_for_another_batchs_write(browse, unclear, everybody):
    other = stage(browse, everybody[5:6])
    own = unclear.writes.earliest("pk")
    act(browse, other, "decide", decision="skip", write=own.pk)
    assert states(unclear)[0] == "unknown"


# What stops it


def test_a_refused_key_pauses_it_with_the_reason(browse, batch, sandbox, user):
    sandbox.reply("POST", "/candidates/add-tag/", status=401, times=1)
    act(browse, batch, "send")
    work(batch)
    page = words(browse.get(address(batch)))
    assert "Recruspace refused the API key." in page
    assert "Store another API key" in page
    link = f'href="/account/key/?next={address(batch)}"'
    assert link in text(browse.get(address(batch)))
    ApiKey.store(user, sandbox.keys[0])
    act(browse, batch, "go-on")
    work(batch)
    assert states(batch) == ["done"] * 3


def test_without_a_key_it_is_shown_and_can_be_stopped(
    browse, batch, sandbox, user, everybody
):
    act(browse, batch, "send")
    user.api_key.delete()
    page = browse.get(address(batch))
    assert page.status_code == 200
    # By the name that was stored with the write.
    assert everybody[0].last_name in words(page)
    work(batch)
    assert "No API key is stored." in words(browse.get(address(batch)))
    answer = browse.post(address(batch, "go-on"))
    assert answer.url.startswith("/account/key/?next=")
    assert state_of(batch) == "paused"
    act(browse, batch, "cancel")
    assert states(batch) == ["cancelled"] * 3
    assert writes_in(sandbox) == []


def test_of_another_api_nothing_is_sent_and_no_name_is_told(
    browse, batch, sandbox, everybody
):
    Batch.objects.update(api="https://other.example")
    batch.writes.update(sealed_arguments="")
    page = words(browse.get(address(batch)))
    assert "It was made for another address of the API" in page
    assert everybody[0].last_name not in page
    assert address(batch, "send") not in forms(text(browse.get(address(batch))))
    browse.post(address(batch, "send"))
    work(batch)
    assert writes_in(sandbox) == []


# Others


DOINGS = ["send", "undo", "go-on", "again", "decide", "pause", "cancel"]


@each_case("name", ["", *DOINGS])
def test_anothers_batch_is_not_there(their_browser, batch, name):
    missing = batch.pk + 1
    for method in ("get", "post"):
        theirs = getattr(their_browser, method)(address(batch, name))
        unknown = getattr(their_browser, method)(
            f"/outbox/{missing}/" + name + "/" * bool(name)
        )
        assert theirs.status_code == unknown.status_code
        if (name, method) != ("", "post"):
            assert theirs.status_code == 404
            number = re.compile(r"\d+|csrf\w+. value=.\w+|form_id. value=.[^\"]+")
            assert number.sub("", text(theirs)) == number.sub("", text(unknown))
    assert state_of(batch) == "draft"
    assert states(batch) == ["staged"] * 3


def test_a_superuser_may_stop_it_and_sees_no_more_than_their_own_key_shows(
    browse, boss, everybody, sandbox
):
    batch = stage(browse, everybody[:3], action="note", text="Secret {first_name}")
    act(browse, batch, "send")
    page = words(boss.get(address(batch)))
    assert "Note" in page
    for hidden in ("Secret", everybody[0].last_name, "Undo", "Go on"):
        assert hidden not in page
    assert f"Candidate {everybody[0].id}" in page
    for name in ("send", "undo", "go-on", "again", "decide"):
        answer = boss.post(address(batch, name))
        assert answer.status_code in (302, 404)
        if answer.status_code == 302:
            assert answer.url.startswith("/account/key/")
    assert state_of(batch) == "running"
    act(boss, batch, "pause")
    assert "Paused by hand." in words(browse.get(address(batch)))
    act(boss, batch, "cancel")
    assert states(batch) == ["cancelled"] * 3
    assert writes_in(sandbox) == []


def test_a_superuser_with_a_key_sees_names_and_no_text(
    browse, boss, superuser, everybody, sandbox
):
    ApiKey.store(superuser, sandbox.keys[0])
    batch = stage(browse, [*everybody[:2]], action="note", text="Secret")
    page = words(boss.get(address(batch)))
    assert everybody[0].last_name in page
    assert "Secret" not in page
    for name in ("send", "undo", "go-on", "again", "decide"):
        assert boss.post(address(batch, name)).status_code == 404


# How it is asked


@each_case("name", DOINGS)
def test_get_changes_nothing_and_leads_to_the_batch(browse, batch, name):
    """Signing in again leads here with GET."""
    for asked in (browse.get, browse.head):
        answer = asked(address(batch, name))
        assert (answer.status_code, answer.url) == (302, address(batch))
    assert browse.put(address(batch, name)).status_code == 405
    assert state_of(batch) == "draft"


@each_case("name", DOINGS)
def test_after_the_session_ended_it_is_not_done(browse, batch, client, user, name):
    answer = client.post(address(batch, name))
    assert answer.url == f"/login/?next={address(batch, name)}"
    assert state_of(batch) == "draft"


@each_case("name", DOINGS)
def test_from_another_site_nothing_is_done(user, batch, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(address(batch, name)).status_code == 403
    assert state_of(batch) == "draft"


@each_case(
    "path",
    [
        "/outbox/0/",
        "/outbox/999999999/",
        f"/outbox/{'9' * 40}/",
        f"/outbox/{'9' * 18}/pause/",
        f"/outbox/{'9' * 40}/send/",
        "/outbox/-1/",
    ],
)
def test_no_batch(browse, path):
    assert browse.get(path).status_code == 404
    assert browse.post(path).status_code in (404, 405)


def test_nothing_else_can_be_done(browse, batch):
    for name in ("delete", "start", "__init__", "SEND"):
        assert browse.post(address(batch, name)).status_code == 404
    assert browse.post(address(batch)).status_code == 405


def test_a_fragment_loads_itself_until_the_end(browse, batch, sandbox):
    act(browse, batch, "send")

    def fragment(more: str = "") -> str:
        answer = browse.get(address(batch) + more, headers=HTMX)
        assert "HX-Request" in answer["Vary"]
        part = text(answer)
        assert "<main" not in part
        return part

    assert f'hx-get="{address(batch)}"' in fragment()
    assert "every 1s" in fragment()
    asked = fragment("?state=waiting&page=1")
    assert f'hx-get="{address(batch)}?state=waiting&amp;page=1"' in asked
    work(batch, steps=1)
    assert "every 2s" in fragment()
    assert "1</b> of 3" in fragment()
    act(browse, batch, "pause")
    assert "hx-trigger" not in fragment()
    act(browse, batch, "go-on")
    work(batch)
    assert "hx-trigger" not in fragment()
    assert "All done." in fragment()


def test_pages_and_states(browse, everybody):
    batch = stage(browse, everybody[:55])
    first = text(browse.get(address(batch)))
    assert "1 of 2" in first
    assert 'href="?page=2"' in first
    assert (
        len(re.findall('href="/candidates/', first.partition("items-title")[2])) == 50
    )
    for query, number in (("?page=2", 5), ("?page=99", 5), ("?page=x", 50)):
        page = text(browse.get(address(batch) + query)).partition("items-title")[2]
        assert page.count('href="/candidates/') == number, query
    batch.writes.filter(
        pk__in=list(batch.writes.values_list("pk", flat=True)[:52])
    ).update(state="done")
    batch.state = "running"
    batch.save()
    page = text(browse.get(address(batch) + "?state=done"))
    assert 'href="?page=2&amp;state=done"' in page
    unknown = text(browse.get(address(batch) + "?state=%3Cb%3E&page=-1"))
    assert "<b>" not in unknown.partition("items-title")[2][:400].replace("<b>52", "")


def test_what_is_html_in_names_is_text(browse, user, company, sync):
    one = next(each for each in company.candidates.values() if each.pool)
    one.first_name, one.last_name = "<img src=x>", "\"'><script>"
    one.tags.clear()
    sync()
    batch = stage(browse, [one, 999_999_999], title="<svg onload=x>")
    for page in (text(browse.get(address(batch))), text(browse.get("/outbox/"))):
        for bad in ("<img src=x", "'><script>", "<svg onload"):
            assert bad not in page
    assert "&lt;svg onload=x&gt;" in text(browse.get("/outbox/"))


def test_what_has_not_been_answered_is_unclear_after_a_while(browse, batch):
    act(browse, batch, "send")
    long_ago = timezone.now() - timedelta(minutes=5)
    first = batch.writes.earliest("pk")
    Write.objects.filter(pk=first.pk).update(state=State.SENDING, sent_at=long_ago)
    page = text(browse.get(address(batch)))
    assert "batch-unknown" in page
