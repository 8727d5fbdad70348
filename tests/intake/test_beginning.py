"""How an intake begins: with a target that may be used, a token, and for its user
alone."""

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake.models import Intake
from tests.each_case import each_case
from tests.intake.bringing import START, bring, brought, outcomes, pdf
from tests.outbox.asking import words

NOT_BEGUN = [
    ({}, {}, "Choose files."),
    ({".DS_Store": b"x"}, {}, "Choose files."),
    ({"a.pdf": pdf()}, {"talent_pool_id": "1", "job_post": "x"}, "not both"),
    ({"a.pdf": pdf()}, {"talent_pool_id": "x"}, "Choose a talent pool."),
    ({"a.pdf": pdf()}, {"talent_pool_id": "999999"}, "does not exist any more"),
    ({"a.pdf": pdf()}, {"job_post": "nobody"}, "does not exist any more"),
    ({"a.pdf": pdf()}, {"tags": "x" * 256}, "at most 255"),
    ({"a.pdf": pdf()}, {"tags": ",".join(map(str, range(21)))}, "At most 20 tags."),
]


@each_case(("files", "data", "said"), NOT_BEGUN)
def test_without_files_or_with_a_wrong_target_nothing_begins(browse, files, data, said):
    answer = bring(browse, files, **data)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Intake.objects.exists()
    assert not WaitingFile.objects.exists()


def test_a_job_that_asks_or_is_closed_is_no_target(browse, company, sandbox):
    published = [one for one in company.jobs.values() if one.status == "published"]
    asks, plain = published[:2]
    asked = {"id": 1, "question_key": "Phone", "is_required": True}
    sandbox.reply("GET", f"/job-posts/{asks.hash}/questions/", body=[asked])
    plain.questions.clear()
    closed = next(one for one in company.jobs.values() if one.status != "published")
    answer = bring(browse, {"a.pdf": pdf()}, job_post=asks.hash)
    assert (answer.status_code, "have to be answered" in words(answer)) == (422, True)
    answer = bring(browse, {"a.pdf": pdf()}, job_post=closed.hash)
    assert (answer.status_code, "is not published" in words(answer)) == (422, True)
    told = brought(browse, {"a.pdf": pdf()}, job_post=plain.hash).for_all
    assert (told["job_post"], told["target"]) == (plain.hash, plain.title)


def test_what_holds_for_all_is_kept(browse, pool):
    data = {"talent_pool_id": str(pool.id), "tags": " Go, remote ,,Go", "note": "Fair"}
    assert brought(browse, {"a.pdf": pdf()}, **data).for_all == {
        "talent_pool_id": pool.id,
        "target": pool.name,
        "tags": ["Go", "remote"],
        "note": "Fair",
    }


def test_while_the_api_fails_the_files_come_in_without_a_target(browse, sandbox, pool):
    sandbox.reply("GET", "/talent-pool/", status=500, times=9)
    sandbox.reply("GET", "/talent-pools/", status=500, times=9)
    intake = brought(browse, {"a.pdf": pdf()}, talent_pool_id=str(pool.id), tags="Go")
    assert intake.for_all == {"tags": ["Go"], "note": ""}
    assert outcomes(intake) == [("a.pdf", "arrived")]
    page = browse.get(f"/intake/{intake.pk}/").content.decode()
    assert "Choose the talent pool or job post again." in page


def test_a_refused_key_leads_to_its_page(browse, user, pool):
    ApiKey.store(user, "rs_live_refused")
    answer = bring(browse, {"a.pdf": pdf()}, talent_pool_id=str(pool.id))
    assert (answer.status_code, answer.url.startswith("/account/key/")) == (302, True)
    assert not Intake.objects.exists()


def test_the_token_of_the_form_is_checked(user: User, browse):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert bring(strict, {"a.pdf": pdf()}).status_code == 403
    assert not Intake.objects.exists()
    strict.get(START)
    token = strict.cookies["csrftoken"].value
    assert (
        bring(strict, {"a.pdf": pdf()}, csrfmiddlewaretoken="x" * 32).status_code == 403
    )
    assert bring(strict, {"a.pdf": pdf()}, csrfmiddlewaretoken=token).status_code == 303


def test_another_user_finds_nothing(browse, sandbox):
    intake = brought(browse, {"a.pdf": pdf()})
    colleague = User.objects.create_user("mert", is_superuser=True)
    ApiKey.store(colleague, sandbox.keys[0])
    other = Client()
    other.force_login(colleague)
    for name in ("detail", "files", "delete"):
        address = reverse(f"intake:{name}", args=[intake.pk])
        assert other.get(address).status_code == 404
        assert other.post(address).status_code in (404, 405)
    assert (
        bring(other, {"b.pdf": pdf()}, to=f"/intake/{intake.pk}/files/").status_code
        == 404
    )
    assert "a.pdf" not in words(other.get(START))
    assert intake.files.count() == 1


def test_with_another_api_it_is_not_there(browse, settings):
    intake = brought(browse, {"a.pdf": pdf()})
    Intake.objects.update(api="https://elsewhere.example")
    assert browse.get(f"/intake/{intake.pk}/").status_code == 404
