"""Who is left out of a batch and why, and what is stored for the others."""

import json
from typing import Any

import pytest

from recruspace_dashboard.accounts.models import TeamSettings
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.sandbox.state import Tag
from recruspace_dashboard.writes.models import Write
from tests.outbox.asking import ids, stage, words, writes_in

NO_ONE = 999_999_999


def staged(batch: Any) -> list[int]:
    rows = batch.writes.order_by("pk")
    return list(rows.values_list("candidate_id", flat=True))


def reasons(batch: Any) -> dict[int, str]:
    return dict(batch.left_out)


@pytest.fixture
def pooled(user, company) -> list[Any]:
    """The candidates of all pools, without tags, before they are copied."""
    for one in company.candidates.values():
        one.tags.clear()
    return [one for one in company.candidates.values() if one.pool]


@pytest.fixture
def other_pool(company, pool):
    """A pool that is not that of most candidates."""
    return next(one for one in company.pools.values() if one is not pool)


@pytest.fixture
def job(company):
    job = next(one for one in company.jobs.values() if one.status == "published")
    job.questions.clear()
    return job


# Tags


# What a candidate has, what is to be added, and whether it is the same.
TAGS = [
    ("Remote", "remote", True),
    ("  Remote ", "REMOTE", True),
    ("STRASSE", "straße", True),
    ("İK", "İK", True),
    ("Çağrı", "ÇAĞRı", True),
    # The API alone knows whether these are the same: it is asked.
    ("Çağrı", "ÇAĞRI", False),
    ("ık", "IK", False),
    ("ik", "İK", False),
    ("Remote", "Remote work", False),
    ("Go", "G", False),
]


def test_who_has_the_tag_is_left_out(browse, pooled, sandbox, sync):
    some = dict(zip(TAGS, pooled, strict=False))
    for (there, _, _), one in some.items():
        one.tags[:] = [Tag(1, there)]
    sync()
    for (there, title, is_same), one in some.items():
        batch = stage(browse, [one], title=title)
        expected = ({one.id: "has_tag"}, []) if is_same else ({}, [one.id])
        assert (reasons(batch), staged(batch)) == expected, (there, title)
    assert writes_in(sandbox) == []


# Notes


def test_notes_are_filled_in_with_the_names_of_each(browse, pooled, sync):
    one, two, nameless, unlasted = chosen = pooled[:4]
    one.first_name, one.last_name = " {last_name} ", "Öz <b>"
    two.first_name, two.last_name = "Can", "Ak"
    nameless.first_name = " "
    unlasted.last_name = ""
    sync()
    text = "Hi {first_name} {last_name},\r\n{first_name}!"
    batch = stage(browse, chosen, action="note", text=text)
    assert reasons(batch) == {nameless.id: "no_name", unlasted.id: "no_name"}
    notes = [one.arguments["text"] for one in batch.writes.order_by("pk")]
    assert notes == ["Hi {last_name} Öz <b>,\n{last_name}!", "Hi Can Ak,\nCan!"]
    page = browse.get(f"/outbox/{batch.pk}/").content.decode()
    assert "Hi {last_name} Öz &lt;b&gt;,<br>{last_name}!" in page
    # Only the names that are used have to be there.
    batch = stage(browse, chosen, action="note", text="{first_name}")
    assert reasons(batch) == {nameless.id: "no_name"}
    batch = stage(browse, chosen, action="note", text="Plain")
    assert reasons(batch) == {}


def test_notes_begin_with_who_wrote_them_where_the_team_wants_it(browse, everybody):
    TeamSettings.objects.update_or_create(pk=1, defaults={"sign_notes": True})
    batch = stage(browse, everybody[:1], action="note", text="Hello")
    assert batch.writes.get().arguments["text"] == "[Ayşe Y.] Hello"


def test_many_notes_are_not_many_queries(
    browse, everybody, django_assert_max_num_queries
):
    TeamSettings.objects.update_or_create(pk=1, defaults={"sign_notes": True})
    with django_assert_max_num_queries(40):
        batch = stage(browse, everybody[:55], action="note", text="Hello")
    assert len(staged(batch)) == 55


# Pools and jobs


def test_who_cannot_be_added_to_a_pool(browse, pooled, company, other_pool, sync):
    in_it, copied, good, same, no_mail, no_name, no_cv = outside(pooled, other_pool, 7)
    in_it.pool = other_pool
    # In the pool by another record, written in another way.
    twin = next(one for one in company.in_pool(other_pool) if one is not in_it)
    copied.email, twin.email = "Twin@Example.com", "twin@example.com"
    same.email = good.email.upper()
    no_mail.email = ""
    no_name.last_name = ""
    no_cv.cv = None
    sync()
    chosen = [in_it, copied, good, same, no_mail, no_name, no_cv, NO_ONE]
    batch = stage(browse, chosen, action="pool", talent_pool_id=other_pool.id)
    assert staged(batch) == [good.id]
    assert reasons(batch) == {
        NO_ONE: "not_found",
        in_it.id: "in_pool",
        copied.id: "in_pool",
        same.id: "same_email",
        no_mail.id: "no_email",
        no_name.id: "no_name",
        no_cv.id: "no_cv",
    }
    sent = batch.writes.get().arguments
    assert sent == {
        "name": f"{good.first_name} {good.last_name}",
        "email": good.email,
        "first_name": good.first_name,
        "last_name": good.last_name,
        "cv_id": good.cv.id,
        "talent_pool_id": other_pool.id,
        "target": other_pool.name,
    }
    page = words(browse.get(f"/outbox/{batch.pk}/"))
    assert "Left out: 7" in page
    for said in (
        "1 not found",
        "2 in the pool already",
        "1 with the same e-mail as another who is selected",
        "1 without an e-mail",
        "1 without a first or last name",
        "1 without a CV",
    ):
        assert said in page
    # Those who are left out are said before those who are not.
    assert page.index("Left out: 7") < page.index("To be sent")


def test_who_cannot_be_added_to_a_job(browse, pooled, job, sync):
    at_it, good, same, no_cv = outside(pooled, None, 4)
    at_it.job_post = job
    good.job_post = same.job_post = no_cv.job_post = None
    same.email = good.email
    no_cv.cv = None
    sync()
    chosen = [at_it, good, same, no_cv]
    batch = stage(browse, chosen, action="job", job_post=job.hash)
    assert staged(batch) == [good.id]
    expected = {at_it.id: "in_job", same.id: "same_email", no_cv.id: "no_cv"}
    assert reasons(batch) == expected
    sent = batch.writes.get().arguments
    assert (sent["job_post"], sent["target"]) == (job.hash, job.title)


# Rights


def test_who_is_not_mine_is_left_out_as_who_never_was(
    browse, user, company, everybody, pool, sandbox
):
    hidden = company.in_pool(pool)[0]
    only_see(everybody, pool)
    mine = next(one for one in everybody if one.pool is not pool)
    batch = stage(browse, [hidden, NO_ONE, mine])
    assert reasons(batch) == {hidden.id: "not_found", NO_ONE: "not_found"}
    assert staged(batch) == [mine.id]
    page = words(browse.get(f"/outbox/{batch.pk}/"))
    assert "2 not found" in page
    for id in (hidden.id, NO_ONE):
        assert f"Candidate {id}" in page
    assert hidden.last_name not in page
    assert Write.objects.get().candidate_id == mine.id
    # Nothing was asked of the API either.
    assert not any(f"/candidates/{hidden.id}/" in one.path for one in sandbox.requests)


def test_while_the_copy_is_under_way_it_says_that_they_may_be_missing_in_it(
    browse, everybody, pool
):
    hidden = next(one for one in everybody if one.pool is pool)
    only_see(everybody, pool)
    CopiedPool.objects.exclude(pk=pool.id).filter(
        pk=min(one.pool.id for one in everybody if one.pool is not pool)
    ).update(as_of=None, page=1)
    batch = stage(browse, [hidden, NO_ONE])
    assert reasons(batch) == {hidden.id: "not_copied", NO_ONE: "not_copied"}
    assert "2 not found, or not copied yet" in words(browse.get(f"/outbox/{batch.pk}/"))


def test_a_query_finds_only_who_is_mine(browse, everybody, pool):
    only_see(everybody, pool)
    mine = [one for one in everybody if one.pool is not pool]
    data = {"all": "1", "q": "", "action": "tag", "title": "Remote"}
    assert browse.post("/outbox/new/", data).status_code == 303
    sent = Write.objects.values_list("candidate_id", flat=True)
    assert sorted(sent) == sorted(ids(mine))
    inside = browse.post("/outbox/new/", data | {"pool": pool.id})
    assert inside.status_code == 422
    assert pool.name not in words(inside)


def test_who_is_already_in_a_pool_that_is_not_mine_is_not_told(
    browse, pooled, company, pool, sync
):
    """The API says it, with the user's own key."""
    [one] = outside(pooled, pool, 1)
    company.in_pool(pool)[0].email = one.email
    sync()
    only_see(pooled, pool)
    batch = stage(browse, [one], action="pool", talent_pool_id=pool.id)
    assert reasons(batch) == {}


def outside(candidates: Any, pool: Any, number: int) -> list[Any]:
    """So many who are not in a pool, whom nothing keeps from being added."""
    good = [
        one
        for one in candidates
        if one.pool is not pool and one.cv and one.email and not one.missing
    ]
    by_email = {one.email: one for one in good}
    return list(by_email.values())[:number]


def only_see(everybody: Any, hidden: Any) -> None:
    """The key lists all pools but one."""
    others = {one.pool.id for one in everybody} - {hidden.id}
    KeyPools.objects.update(pool_ids=json.dumps(sorted(others)))
