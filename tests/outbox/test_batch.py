"""A batch under way: what stops it, what is taken back, what it shows."""

import re
from datetime import timedelta

from django.utils import timezone

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.http import HTMX, text
from tests.outbox.asking import (
    act,
    address,
    forms,
    stage,
    state_of,
    states,
    words,
    work,
    writes_in,
)


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


def test_a_key_that_was_replaced_before_it_was_sent_pauses_it(
    browse, batch, sandbox, user
):
    ApiKey.store(user, sandbox.keys[1])
    act(browse, batch, "send")
    work(batch)
    assert writes_in(sandbox) == []
    assert state_of(batch) == "paused"
    assert "The API key was replaced" in words(browse.get(address(batch)))


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
    Write.objects.filter(pk=first.pk).update(
        state=Write.State.SENDING, sent_at=long_ago
    )
    page = text(browse.get(address(batch)))
    assert "badge-unknown" in page
