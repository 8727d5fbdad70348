"""Whose a batch is, and how it may be asked."""

from django.test import Client

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.writes.models import Batch
from tests.each_case import each_case
from tests.outbox.asking import (
    act,
    address,
    stage,
    state_of,
    states,
    words,
    writes_in,
)

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
            # Each page of an error has a number of its own, to look it up in the log.
            said = [words(one).partition("ference:")[0] for one in (theirs, unknown)]
            assert said[0] == said[1] != ""
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


# What is far too much


def test_more_fields_than_any_form_has(browse, everybody):
    many = [str(number) for number in range(2000)]
    data = {"action": "tag", "title": "Remote", "selected": many}
    assert browse.post("/outbox/new/", data).status_code == 400
    assert not Batch.objects.exists()


def test_a_post_that_is_larger_than_any_form(browse, everybody):
    data = {"action": "note", "text": "n" * 3_000_000, "selected": "1"}
    answer = browse.post("/outbox/new/", data)
    assert answer.status_code in (400, 413, 422)
    assert not Batch.objects.exists()


def test_ids_without_end(browse, everybody):
    data = {"action": "tag", "title": "Remote", "selected": "9," * 500_000}
    assert browse.post("/outbox/new/", data).status_code == 303
    # They are all the same, and nobody has it.
    assert Batch.objects.get().left_out == [(9, "not_found")]


def test_nothing_leads_to_another_site(browse, batch):
    for more in ("?next=https://evil.example", "?next=//evil.example"):
        for name in DOINGS:
            answer = browse.post(address(batch, name) + more, {"decision": "skip"})
            assert answer.url == address(batch), name
