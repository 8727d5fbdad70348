"""What was refused is sent again, and what is unclear is decided by a user."""

from tests.each_case import each_case
from tests.http import text
from tests.outbox.asking import (
    act,
    address,
    stage,
    states,
    tagged,
    words,
    work,
    writes_in,
)


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
