"""Batches of new candidates: what is staged, the dry run, and what is told of them."""

import re
from typing import Any

import pytest

from recruspace_dashboard.accounts.models import ApiKey, TeamSettings
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.outbox.staging_new import ExistingCandidate, stage_new
from recruspace_dashboard.outbox.targets import UnusableTarget, target_name
from recruspace_dashboard.writes import batches
from recruspace_dashboard.writes.models import Batch, Write
from tests.each_case import each_case
from tests.http import text
from tests.outbox.asking import (
    act,
    address,
    forms,
    post_new,
    state_of,
    states,
    words,
    work,
    writes_in,
)
from tests.writes.newcomers import elsewhere, first, newcomer


@pytest.fixture
def target(company) -> dict[str, Any]:
    pool = elsewhere(company)
    return {"talent_pool_id": pool.id, "target": pool.name}


@pytest.fixture
def job(company) -> dict[str, Any]:
    job = next(one for one in company.jobs.values() if one.status == "published")
    return {"job_post": job.hash, "target": job.title}


def arguments(batch: Batch) -> list[dict[str, Any]]:
    return [one.arguments for one in batch.writes.order_by("pk")]


# Staging


def test_each_new_one_is_a_row_with_its_file_and_nothing_is_sent(
    user, sandbox, target, job
):
    rows = [
        newcomer(user, 1, **target, phone_number="+49301234"),
        newcomer(user, 2, **job, tags=(), note=""),
    ]
    batch = stage_new(user, rows)
    assert (batch.action, state_of(batch)) == ("candidate", "draft")
    assert arguments(batch) == [
        {
            "name": "Zeynep Ak1",
            "first_name": "Zeynep",
            "last_name": "Ak1",
            "email": "zeynep1@example.org",
            "phone_number": "+49301234",
            "talent_pool_id": target["talent_pool_id"],
            "job_post": "",
            "target": target["target"],
            "file_id": rows[0].file.pk,
            "cv_name": "Özgeçmiş 1.pdf",
            "cv_type": "application/pdf",
            "tags": ["Remote", "Go"],
            "note": "Met at the fair.",
        },
        {
            "name": "Zeynep Ak2",
            "first_name": "Zeynep",
            "last_name": "Ak2",
            "email": "zeynep2@example.org",
            "phone_number": "",
            "talent_pool_id": None,
            "job_post": job["job_post"],
            "target": job["target"],
            "file_id": rows[1].file.pk,
            "cv_name": "Özgeçmiş 2.pdf",
            "cv_type": "application/pdf",
            "tags": [],
            "note": "",
        },
    ]
    found = list(batch.writes.order_by("pk").values_list("file_id", "follows"))
    assert found == [(rows[0].file.pk, 3), (rows[1].file.pk, 0)]
    assert sandbox.requests == []
    sealed = "".join(batch.writes.values_list("sealed_arguments", flat=True))
    for secret in ("Zeynep", "example.org", "fair"):
        assert secret not in sealed + batch.sealed_arguments + batch.sealed_left_out


def test_who_is_there_is_tagged_and_noted_and_no_more(user, everybody, sandbox):
    one = everybody[0]
    row = ExistingCandidate(one.id, "Ada", "Ak", tags=("Go",), note="Hi {first_name}")
    batch = stage_new(user, [row])
    assert list(batch.writes.order_by("pk").values_list("action", "candidate_id")) == [
        ("tag", one.id),
        ("note", one.id),
    ]
    assert arguments(batch)[1] == {"name": "Ada Ak", "text": "Hi Ada"}
    assert batches.start(batch)
    work(batch)
    assert writes_in(sandbox) == [
        ("/candidates/add-tag/", {"candidate_id": one.id, "title": "Go"}),
        ("/candidates/add-note/", {"candidate_id": one.id, "text": "Hi Ada"}),
    ]


def test_notes_are_filled_in_and_begin_with_who_wrote_them(user, target):
    TeamSettings.objects.update_or_create(pk=1, defaults={"sign_notes": True})
    row = newcomer(user, 1, **target, note=" Hello {first_name} {last_name}! ")
    [told] = arguments(stage_new(user, [row]))
    assert told["note"] == "[Ayşe Y.] Hello Zeynep Ak1!"


@each_case(
    ("name", "kind", "expected"),
    [
        ("../../Özgeçmiş.pdf", "application/pdf", "Özgeçmiş.pdf"),
        ("cv.pdf.exe", "application/pdf", "cv.pdf"),
        ("cv.pdf", "application/msword", "cv.doc"),
        ("", "application/pdf", "file.pdf"),
        ('a"\r\nb.odt', "application/odt", "a b.odt"),
    ],
)
def test_a_file_goes_by_a_safe_name(user, target, name, kind, expected):
    row = newcomer(user, 1, **target, cv_name=name, cv_type=kind)
    assert arguments(stage_new(user, [row]))[0]["cv_name"] == expected


def test_a_tag_is_there_once_whatever_its_letters(user, target):
    row = newcomer(user, 1, **target, tags=("Go", " go ", "", "GO", "Java", "Go"))
    assert arguments(stage_new(user, [row]))[0]["tags"] == ["Go", "Java"]


def test_who_cannot_be_sent_is_left_out_with_the_reason(user, superuser, target, job):
    rows = [
        newcomer(user, 1, **target),
        newcomer(user, 2, **target, email="ZEYNEP1@example.org "),
        # Elsewhere it is another record.
        newcomer(user, 3, **job, email="zeynep1@example.org"),
        newcomer(user, 4, **target, email=" "),
        newcomer(user, 5, **target, last_name=""),
        newcomer(user, 6, **target, file=None),
        newcomer(superuser, 7, **target),
        ExistingCandidate(7, tags=(" ",)),
    ]
    seen: list[Any] = []
    batch = stage_new(
        user, rows, [("Ada Ak", "duplicate"), ("a.zip", "Odd.")], seen.extend
    )
    assert batch.left_out == [
        ("Ada Ak", "duplicate"),
        ("a.zip", "Odd."),
        ("Zeynep Ak2", "same_email"),
        ("Zeynep Ak4", "no_email"),
        ("Zeynep", "no_name"),
        ("Zeynep Ak6", "no_cv"),
        ("Zeynep Ak7", "no_cv"),
        (7, "nothing"),
    ]
    one, other = batch.writes.order_by("pk")
    assert seen == [one, None, other, None, None, None, None, None]


def test_where_nobody_is_left_it_has_ended(user, browse):
    batch = stage_new(user, [], [("Ada Ak", "duplicate")])
    assert state_of(batch) == "ended"
    said = words(browse.get(address(batch)))
    assert "There is nobody to send it for" in said
    assert "1 there already" in said


def test_if_the_caller_cannot_store_its_part_there_is_no_batch(user, target):
    def failing(writes: Any) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stage_new(user, [newcomer(user, 1, **target)], on_staged=failing)
    assert not Batch.objects.exists()
    assert not Write.objects.exists()


def test_a_job_post_that_has_to_be_answered_is_no_target(user, company, sandbox, job):
    client = client_for(ApiKey.objects.get(user=user).reveal(), Purpose.CHECK)
    post = company.jobs[job["job_post"]]
    post.questions.clear()
    assert target_name(client, None, post.hash) == post.title
    pool = elsewhere(company)
    assert target_name(client, pool.id, "") == pool.name
    with pytest.raises(UnusableTarget, match="does not exist"):
        target_name(client, 999_999, "")
    asked = [{"id": 1, "question_key": "Phone", "required": True}]
    sandbox.reply("GET", f"/job-posts/{post.hash}/questions/", body=asked)
    with pytest.raises(UnusableTarget, match="one by one"):
        target_name(client, None, post.hash)


def test_a_list_does_not_offer_it(browse, everybody):
    chosen = {"selected": str(everybody[0].id), "action": "candidate"}
    assert post_new(browse, **chosen).status_code == 422
    assert 'value="candidate"' not in text(post_new(browse, selected="1"))


# The dry run


def numbers(page: str) -> list[str]:
    """Each before its word, as they are seen."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.S)
    return [" ".join(f"{dd} {dt}".split()) for dt, dd in pairs]


def staged(user: Any, target: Any, job: Any, known: int) -> Batch:
    rows = [newcomer(user, n, **target) for n in (1, 2)]
    rows += [newcomer(user, 3, **job, tags=("Go",), note="")]
    rows += [ExistingCandidate(known, "Ada", "Ak", ("Go", "Remote"), "Hi")]
    out = [("Mert Öz", "duplicate"), ("<b>.pdf", "failed"), ("cv.docx", "to_check")]
    return stage_new(user, rows, out)


def test_the_dry_run_says_what_would_be_sent(
    browse, user, everybody, target, job, sandbox
):
    batch = staged(user, target, job, everybody[0].id)
    page = text(browse.get(address(batch)))
    assert numbers(page) == [
        "3 new candidates",
        "1 only tagged or noted",
        # 2 + 2 + 1 of new ones, and 2.
        "7 tags",
        "3 notes",
        "3 left out",
        # 3 and 10, and each new one is read once.
        "less than a minute 16 calls at today\N{RIGHT SINGLE QUOTATION MARK}s limit",
    ]
    said = words(browse.get(address(batch)))
    for expected in (
        "New candidates Nothing has been sent yet",
        f"2 into the pool {target['target']}",
        f"1 at the job post {job['target']}",
        "New candidates, tags and notes cannot be removed from here",
        "Add 3 candidates, tag or note 1",
        "1 there already Mert Öz",
        "1 whose file cannot be used <b>.pdf",
        "1 not checked yet cv.docx",
        f"Zeynep Ak1 zeynep1@example.org · {target['target']} · Remote · Go",
        "Tag “Remote”",
        "Note Hi",
    ):
        assert expected in said, expected
    [(send, held), *_] = forms(page).items()
    assert send == address(batch, "send")
    assert held.count("<button") == 1
    assert writes_in(sandbox) == []


@each_case(("limit", "said"), [(13, "about 3 minutes"), (100, "less than a minute")])
def test_how_long_it_takes_counts_what_follows(
    browse, user, everybody, target, job, settings, limit, said
):
    settings.RECRUSPACE_CALLS_PER_MINUTE = limit
    Batch.objects.all().delete()
    batch = staged(user, target, job, everybody[0].id)
    assert numbers(text(browse.get(address(batch))))[-1].startswith(said)


@each_case(
    ("kind", "title"),
    [
        ("pool", "New candidates in “{pool}”"),
        ("job", "New candidates at “{job}”"),
        ("known", "Tags and notes of candidates who are there"),
    ],
)
def test_its_title_says_where_they_go(
    browse, user, everybody, target, job, kind, title
):
    rows = {
        "pool": [newcomer(user, 1, **target)],
        "job": [newcomer(user, 1, **job)],
        "known": [ExistingCandidate(everybody[0].id, tags=["Go"])],
    }
    batch = stage_new(user, rows[kind])
    expected = title.format(pool=target["target"], job=job["target"])
    assert expected in words(browse.get(address(batch)))
    assert expected in words(browse.get("/outbox/"))


def test_a_superuser_sees_numbers_and_no_names(user, boss, everybody, target, job):
    batch = staged(user, target, job, everybody[0].id)
    page = boss.get(address(batch))
    said = words(page)
    for secret in ("Zeynep", "example.org", "Mert", "cv.docx", "Ada", "Go", "Hi"):
        assert secret not in said, secret
    assert target["target"] not in said
    assert numbers(text(page))[0] == "6 will be sent"
    assert "A new candidate" in said
    assert address(batch, "send") not in forms(text(page))


# Under way, and afterwards


def test_sent_and_taken_back_and_sent_again(browse, user, company, target, sandbox):
    batch = stage_new(user, [newcomer(user, n, **target) for n in (1, 2)])
    assert "Sending begins in" in act(browse, batch, "send")
    assert "Nothing was sent." in act(browse, batch, "undo")
    assert state_of(batch) == "draft"
    assert "Add 2 candidates" in words(browse.get(address(batch)))
    act(browse, batch, "send")
    said = words(browse.get(address(batch)))
    # With the six that follow.
    assert "0 of 8" in said
    work(batch, steps=1)
    assert "1 of 8" in words(browse.get(address(batch)))
    work(batch)
    said = words(browse.get(address(batch)))
    assert "8 of 8 All done." in said
    new = [one for one in company.candidates.values() if "zeynep" in one.email]
    page = text(browse.get(address(batch)))
    for one in new:
        assert f'<a href="/candidates/{one.id}/">Zeynep' in page
    history = words(browse.get(f"/candidates/{new[0].id}/"))
    for told in ("New candidate: Zeynep Ak1", "Tag “Go”", "Met at the fair."):
        assert told in history


def test_what_was_refused_alone_is_sent_again(browse, user, target, sandbox):
    path = "/candidates/add/"
    body = {"email": ["Not so."]}
    sandbox.reply("POST", path, status=400, body=body, times=1)
    sandbox.reply("POST", path, status=409, times=1)
    batch = stage_new(user, [newcomer(user, n, **target) for n in (1, 2, 3)])
    act(browse, batch, "send")
    work(batch)
    said = words(browse.get(address(batch)))
    assert "Not so." in said
    assert "Recruspace has a candidate with this e-mail there already." in said
    # What nobody may read any more is told, and not sent.
    waiting.delete(WaitingFile.objects.filter(writes=first(batch)))
    sandbox.requests.clear()
    act(browse, batch, "again")
    work(batch)
    assert states(batch)[:3] == ["refused", "done", "done"]
    said = words(browse.get(address(batch)))
    assert "The file is not here any more. Bring it in again." in said
    sent = [call.form for call in sandbox.requests if call.path.endswith(path)]
    assert [form["email"] for form in sent] == ["zeynep2@example.org"]


def test_what_is_unclear_says_that_nothing_follows(browse, user, target, sandbox):
    sandbox.reply("POST", "/candidates/add/", status=500, times=1)
    batch = stage_new(user, [newcomer(user, 1, **target)])
    act(browse, batch, "send")
    work(batch, steps=1)
    said = words(browse.get(address(batch)))
    assert "Tags and notes follow only where it is found, or sent again." in said
    assert "Look again" in said
    row = first(batch)
    act(browse, batch, "decide", write=row.pk, decision="again")
    work(batch)
    assert states(batch) == ["done"] * 4


def test_what_is_cancelled_is_not_sent(browse, user, target, sandbox):
    batch = stage_new(user, [newcomer(user, n, **target) for n in (1, 2)])
    act(browse, batch, "send")
    work(batch, steps=1)
    act(browse, batch, "cancel")
    work(batch)
    assert sorted(states(batch)) == ["cancelled"] * 4 + ["done"]
    assert len(writes_in(sandbox)) == 1
    assert WaitingFile.objects.count() == 1
