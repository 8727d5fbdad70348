"""The outbox: what was sent and what is to be sent, mine or the whole team's."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from recruspace_dashboard.writes.models import Batch, Write
from recruspace_dashboard.writes.worker import OutboxWorker
from tests.each_case import each_case
from tests.http import HTMX, text
from tests.outbox.asking import stage, words

OUTBOX = "/outbox/"
State = Write.State


def send(browse: Client, batch: Batch, steps: int = 100) -> None:
    browse.post(f"/outbox/{batch.pk}/send/")
    worker = OutboxWorker()
    for _ in range(steps):
        Batch.objects.update(not_before=None)
        worker.step()


def single(user: Any, candidate_id: int, **more: Any) -> Write:
    """A write of a form."""
    write = Write(owner=user, sealed_for=user.pk, candidate_id=candidate_id)
    write.action, write.state = "tag", State.DONE
    write.sealed_arguments = write.seal('{"title": "Remote"}')
    for name, value in more.items():
        setattr(write, name, value)
    write.save()
    return write


def entry(page: str) -> str:
    """The outbox in the navigation."""
    return re.search(r'<a[^>]*href="/outbox/"[^>]*>.*?</a>', page, re.S)[0]


def section(page: str, title: str) -> str:
    return page.partition(f'id="{title}-title"')[2].partition("</section>")[0]


def test_an_empty_outbox_shows_nothing_but_how_to_fill_it(browse, user):
    page = text(browse.get(OUTBOX))
    assert "Nothing was sent from here yet" in page
    assert "<h2 id=" not in page
    assert "hx-trigger" not in page.partition('id="outbox"')[2].partition(">")[0]
    assert "<b" not in entry(page)


def test_each_batch_is_a_line_with_its_numbers(browse, everybody, sandbox):
    old = stage(browse, everybody[:4], title="Old")
    bad = {"title": ["No."]}
    sandbox.reply("POST", "/candidates/add-tag/", status=400, body=bad, times=1)
    sandbox.reply("POST", "/candidates/add-tag/", status=500, times=1)
    send(browse, old, steps=4)
    browse.post(f"/outbox/{old.pk}/cancel/")
    stage(browse, everybody[:2], title="New")
    said = words(browse.get(OUTBOX))
    assert said.index("Tag “New”") < said.index("Tag “Old”")
    line = said.partition("Tag “Old”")[2]
    for words_said in ("1 refused", "1 unclear", "2 of 4"):
        assert words_said in line
    assert "Not sent yet" in said.partition("Tag “Old”")[0]
    assert "One by one" not in said


def test_a_batch_for_nobody_is_not_listed(browse, everybody):
    stage(browse, [999_999_999])
    page = text(browse.get(OUTBOX))
    assert "Nothing was sent from here yet" in page
    assert "<b" not in entry(page)


def test_it_loads_itself_while_something_is_sent(browse, everybody):
    batch = stage(browse, everybody[:2])
    browse.post(f"/outbox/{batch.pk}/send/")
    answer = browse.get(OUTBOX, headers=HTMX)
    assert 'hx-get="/outbox/"' in text(answer)
    assert "HX-Request" in answer["Vary"]
    assert "<main" not in text(answer)
    send(browse, batch)
    assert "hx-trigger" not in text(browse.get(OUTBOX, headers=HTMX))


def test_only_mine_and_for_superusers_the_teams(
    browse, their_browser, boss, colleague, user, everybody
):
    mine = stage(browse, everybody[:2], title="Ours")
    single(colleague, everybody[0].id)
    theirs = stage(their_browser, everybody[:2], action="note", text="Theirs")
    for query in ("", "?of=team"):
        page = text(browse.get(OUTBOX + query))
        assert f"/outbox/{mine.pk}/" in page
        assert f"/outbox/{theirs.pk}/" not in page
        assert "One by one" not in page
        assert "The team" not in page
    assert "Nothing was sent from here yet" in text(boss.get(OUTBOX))
    page = text(boss.get(f"{OUTBOX}?of=team"))
    for shown in (
        f"/outbox/{mine.pk}/",
        f"/outbox/{theirs.pk}/",
        "Ayşe Yılmaz",
        "Mert",
    ):
        assert shown in page
    # What they wrote is theirs, and whom it is for is seen by those who may see them.
    for hidden in ("Theirs", "Ours", everybody[0].last_name, "Remote"):
        assert hidden not in page.partition("<main")[2]


def test_what_a_deleted_user_left(browse, boss, user, everybody):
    batch = stage(browse, everybody[:2])
    user.delete()
    page = text(boss.get(f"{OUTBOX}?of=team"))
    assert f"/outbox/{batch.pk}/" in page
    assert "A former user" in page
    assert boss.get(f"/outbox/{batch.pk}/").status_code == 200


# What was sent by forms


def test_single_writes_are_listed_with_their_outcome(browse, user, everybody):
    one, two = everybody[:2]
    single(user, one.id)
    single(user, two.id, state=State.REFUSED, sealed_reason=_sealed(user, "<i>No</i>"))
    # As an older version stored them.
    single(user, two.id, action="")
    single(user, 999_999_999, action="file", sealed_arguments="")
    page = text(browse.get(OUTBOX))
    shown = section(page, "singles")
    assert shown.count("<li>") == 3
    assert one.last_name in shown
    assert two.last_name in shown
    assert "&lt;i&gt;No&lt;/i&gt;" in shown
    assert "Batches" not in page.partition("<main")[2]


@each_case(("decision", "state"), [("done", "done"), ("skip", "cancelled")])
def test_what_is_unclear_is_decided(browse, user, everybody, decision, state):
    write = single(user, everybody[0].id, state=State.UNKNOWN)
    path = f"/outbox/writes/{write.pk}/"
    assert f'action="{path}"' in text(browse.get(OUTBOX))
    for asked in (browse.get, browse.head):
        assert asked(path).url == OUTBOX
    write.refresh_from_db()
    assert write.state == "unknown"
    assert browse.post(path, {"decision": decision}).url == OUTBOX
    write.refresh_from_db()
    assert write.state == state
    # It stays as it was decided first.
    other = "skip" if decision == "done" else "done"
    browse.post(path, {"decision": other})
    write.refresh_from_db()
    assert write.state == state


def test_what_nobody_may_decide(browse, their_browser, boss, user, everybody):
    write = single(user, everybody[0].id, state=State.UNKNOWN)
    path = f"/outbox/writes/{write.pk}/"
    of_batch = stage(browse, everybody[:1]).writes.get()
    Write.objects.filter(pk=of_batch.pk).update(state=State.UNKNOWN)
    decision = {"decision": "done"}
    for somebody, where, data in (
        (their_browser, path, decision),
        (boss, path, decision),
        (browse, f"/outbox/writes/{of_batch.pk}/", decision),
        (browse, f"/outbox/writes/{'9' * 40}/", decision),
        (browse, path, {}),
        (browse, path, {"decision": "again"}),
    ):
        assert somebody.post(where, data).status_code == 404
    site = Client(enforce_csrf_checks=True)
    site.force_login(user)
    assert site.post(path, decision).status_code == 403
    assert set(Write.objects.values_list("state", flat=True)) == {"unknown"}


def test_pages_of_batches_and_of_single_writes(browse, boss, user, everybody):
    for number in range(27):
        stage(browse, everybody[:1], title=f"Tag {number}")
        single(user, everybody[0].id)
    page = text(browse.get(OUTBOX))
    assert section(page, "batches").count("<li>") == 25
    assert section(page, "singles").count("<li>") == 25
    assert 'href="?page=2"' in section(page, "batches")
    assert 'href="?sent=2"' in section(page, "singles")
    second = text(browse.get(f"{OUTBOX}?page=2&sent=x"))
    assert section(second, "batches").count("<li>") == 2
    assert section(second, "singles").count("<li>") == 25
    assert 'href="?page=2&amp;of=team"' in text(boss.get(f"{OUTBOX}?of=team"))


# The number in the navigation


def test_the_navigation_counts_what_is_open(browse, their_browser, user, everybody):
    def number(browser: Client = browse) -> str:
        return re.sub("<[^>]*>|[^0-9]", "", entry(text(browser.get(OUTBOX))))

    batch = stage(browse, everybody[:2])
    assert number() == "1"
    single(user, everybody[0].id, state=State.UNKNOWN)
    single(user, everybody[0].id)
    assert number() == "2"
    assert number(their_browser) == ""
    send(browse, batch)
    assert number() == "1"
    batch.writes.update(state=State.UNKNOWN)
    # A batch counts once.
    assert number() == "2"


# The start page


def test_the_start_page_leads_to_what_is_to_be_decided(
    browse, user, everybody, colleague
):
    def lines() -> list[str]:
        page = text(browse.get("/"))
        found = re.findall(r'class="inbox-line" href="/outbox/">(.*?)</a>', page, re.S)
        return [" ".join(re.sub("<[^>]*>", " ", one).split()) for one in found]

    assert lines() == []
    batch = stage(browse, everybody[:4])
    assert lines() == []
    Batch.objects.update(state="paused", pause="refused_key")
    rows = list(batch.writes.order_by("pk"))
    now = timezone.now()
    Write.objects.filter(pk__in=[one.pk for one in rows[:2]]).update(state="unknown")
    Write.objects.filter(pk=rows[2].pk).update(state="refused", ended_at=now)
    old = now - timedelta(days=3)
    Write.objects.filter(pk=rows[3].pk).update(state="refused", ended_at=old)
    single(colleague, everybody[0].id, state=State.UNKNOWN)
    assert lines() == [
        "2 to decide in the outbox",
        "1 refused in the outbox since yesterday",
        "1 batch paused in the outbox",
    ]


def _sealed(user: Any, reason: str) -> str:
    return Write(owner=user, sealed_for=user.pk).seal(reason)
