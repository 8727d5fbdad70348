"""What is to be done for a selection becomes a batch; nothing of it is sent."""

from recruspace_dashboard.writes.models import Batch, Write
from tests.each_case import each_case
from tests.outbox.asking import NEW, ids, post_new, words, writes_in


def test_selected_ids_come_in_any_form_and_count_once(browse, everybody, sandbox):
    one, two, three = ids(everybody[:3])
    selected = [f"{two},{one}", str(three), f" {one} ", "nonsense", "", str(two)]
    answer = post_new(browse, action="tag", title=" Remote ", selected=selected)
    batch = Batch.objects.get()
    assert answer.status_code == 303
    assert answer.url == f"/outbox/{batch.pk}/"
    rows = batch.writes.order_by("pk")
    assert [row.candidate_id for row in rows] == [two, one, three]
    assert {row.state for row in rows} == {"staged"}
    assert batch.arguments == {"title": "Remote"}
    assert batch.state == "draft"
    page = words(browse.get(answer.url))
    assert "Nothing has been sent yet" in page
    assert writes_in(sandbox) == []


def test_what_is_typed_in_another_panel_is_in_no_ones_way(browse, everybody):
    other = {"text": "Hi {name}", "talent_pool_id": "x", "job_post": "gone"}
    data = {"selected": everybody[0].id, "action": "tag", "title": "Remote"}
    assert post_new(browse, **data, **other).status_code == 303
    assert Batch.objects.get().arguments == {"title": "Remote"}


def test_all_that_a_query_finds(browse, everybody, pool, company, sandbox):
    data = {"action": "tag", "title": "Remote", "all": "1"}
    # What is ticked beside it does not count.
    beside = {"selected": str(everybody[0].id)}
    cases = [
        ({"q": ""}, everybody),
        ({"q": "has:cv"}, [one for one in everybody if one.cv]),
        ({"q": "", "pool": pool.id}, company.in_pool(pool)),
        ({"q": "has:cv", "pool": pool.id}, [c for c in company.in_pool(pool) if c.cv]),
        # A word without sense is said in the list, and the rest counts.
        ({"q": "has:cv score:high"}, [one for one in everybody if one.cv]),
    ]
    for asked, expected in cases:
        assert post_new(browse, **data, **beside, **asked).status_code == 303
        rows = Batch.objects.latest("pk").writes.all()
        assert sorted(row.candidate_id for row in rows) == sorted(ids(expected)), asked
    assert writes_in(sandbox) == []


@each_case("pool_id", ["999999999", "9" * 18])
def test_all_in_a_pool_that_is_not_mine(browse, everybody, pool_id):
    answer = post_new(browse, action="tag", title="Remote", all="1", q="", pool=pool_id)
    assert answer.status_code == 422
    assert not Write.objects.exists()


def test_a_pool_that_is_no_id_is_not_all_pools(browse, everybody):
    answer = post_new(browse, action="tag", title="Remote", all="1", pool="x")
    assert answer.status_code == 422
    assert not Write.objects.exists()


def test_adding_to_a_pool_or_job_names_it(browse, everybody, company):
    pool = min(company.pools.values(), key=lambda one: len(company.in_pool(one)))
    job = next(one for one in company.jobs.values() if one.status == "published")
    job.questions.clear()
    for data, expected in (
        (
            {"action": "pool", "talent_pool_id": pool.id},
            {"talent_pool_id": pool.id, "target": pool.name},
        ),
        (
            {"action": "job", "job_post": job.hash},
            {"job_post": job.hash, "target": job.title},
        ),
    ):
        answer = post_new(browse, selected=everybody[0].id, **data)
        assert Batch.objects.latest("pk").arguments == expected
        assert expected["target"] in words(browse.get(answer.url))


def test_get_is_not_a_form(browse):
    assert browse.get(NEW).url == "/candidates/"
