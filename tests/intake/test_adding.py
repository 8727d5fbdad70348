"""What is ready goes into the outbox, and what became of it is told."""

import re
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.files import waiting
from recruspace_dashboard.files.models import WaitingFile
from recruspace_dashboard.intake.adding import stage_ready
from recruspace_dashboard.intake.models import IntakeFile
from recruspace_dashboard.intake.page import OpenedIntake
from recruspace_dashboard.intake.views import opened as views
from recruspace_dashboard.library.models import CopiedPool, KeyPools
from recruspace_dashboard.library.writing import write_candidates
from recruspace_dashboard.sealing.fingerprints import fingerprint
from recruspace_dashboard.writes.models import Batch, Write
from tests.intake.filled import add_file, an_intake
from tests.outbox.asking import FORM, act, words, work, writes_in

State, Choice = IntakeFile.State, IntakeFile.Choice


def add(browse, intake):
    return browse.post(f"/intake/{intake.pk}/", {"confirm": "1"})


def copied(user, pool_id, candidate):
    """The copy has the candidate, in a pool that the user's key lists."""
    now = timezone.now()
    CopiedPool.objects.create(pk=pool_id, name="Backend", as_of=now, due=False)
    write_candidates(pool_id, [{"id": candidate.id, "email": candidate.email}])
    KeyPools.objects.create(
        pk=fingerprint(user.api_key.reveal()),
        pool_ids=str([pool_id]),
        asked_at=now,
        list_at=now + timedelta(hours=1),
    )


def opened(rf, user, intake):
    """The page as one tab has read it."""
    request = rf.post(f"/intake/{intake.pk}/")
    request.user = user
    request.recruspace = client_for(user.api_key.reveal(), Purpose.PAGE)
    return request, OpenedIntake.of(request, intake)


def pool_of(company):
    pool = next(iter(company.pools.values()))
    return {"talent_pool_id": pool.id, "target": pool.name}


# What goes wrong


def test_where_nothing_is_ready_it_says_so(browse, user):
    cases = [
        ({"email": ("", "none")}, "Look at the files to check first."),
        ({"state": State.ARRIVED}, "The files are still being read."),
        ({"state": State.FAILED}, "There is nothing left to be added."),
    ]
    for known, said in cases:
        intake = an_intake(user, 0, talent_pool_id=1, target="Backend")
        add_file(intake, **known)
        response = add(browse, intake)
        assert response.status_code == 422
        assert said in words(response)
    assert Batch.objects.count() == 0


def test_what_was_added_is_not_added_again(browse, user, company):
    intake = an_intake(user, 2, **pool_of(company))
    assert add(browse, intake).status_code == 303
    assert add(browse, intake).status_code == 422
    assert Batch.objects.count() == 1
    assert Write.objects.count() == 2


def test_of_two_tabs_one_adds_what_both_have_read(rf, user, company):
    intake = an_intake(user, 2, **pool_of(company))
    first, second = opened(rf, user, intake), opened(rf, user, intake)
    assert stage_ready(*first) is not None
    assert stage_ready(*second) is None
    assert (Batch.objects.count(), Write.objects.count()) == (1, 2)


def test_who_was_slower_than_another_tab_is_told_so(browse, user, company):
    intake = an_intake(user, 1, **pool_of(company))
    with patch.object(views, "stage_ready", return_value=None):
        response = add(browse, intake)
    assert (response.status_code, response.url) == (302, f"/intake/{intake.pk}/")
    said = "Another tab has changed this intake just now."
    assert said in words(browse.get(response.url))


def test_what_another_tab_has_changed_meanwhile_is_not_added(rf, user, company):
    def changed(file):
        file.choice = Choice.SKIP
        file.save()

    def purged(file):
        waiting.delete(WaitingFile.objects.filter(pk=file.file_id))

    def moved(file):
        file.intake.sealed_for_all = file.intake.seal(pool_of(company) | {"note": "x"})
        file.intake.save()

    for change in (changed, purged, moved, lambda file: file.intake.delete()):
        intake = an_intake(user, 1, **pool_of(company))
        request, page = opened(rf, user, intake)
        assert len(page.ready) == 1
        change(IntakeFile.objects.get(intake=intake))
        assert stage_ready(request, page) is None
    assert Write.objects.count() == 0


def test_nobody_is_tagged_whom_the_key_does_not_list(browse, user, company):
    theirs = next(iter(company.candidates.values()))
    intake = an_intake(user, 0, **pool_of(company), tags=["Fair"])
    file = add_file(intake, choice=Choice.TAG)
    file.sealed_own = file.seal({"same_as": theirs.id})
    file.save()
    response = add(browse, intake)
    assert response.status_code == 422
    assert "Choose the candidate who is there." in words(response)
    assert Write.objects.count() == 0


def test_a_batch_that_was_cancelled_can_be_added_again(browse, user, company):
    intake = an_intake(user, 1, **pool_of(company))
    add(browse, intake)
    act(browse, Batch.objects.get(), "cancel")
    assert "Add 1" in words(browse.get(f"/intake/{intake.pk}/"))
    # Also to another pool.
    assert browse.get(f"/intake/{intake.pk}/files/1/aim/").status_code == 200
    assert add(browse, intake).status_code == 303


# What is sent


def test_the_first_form_of_the_page_adds_what_is_ready(browse, user, company):
    intake = an_intake(user, 2, **pool_of(company))
    add_file(intake, email=("", "none"))
    page = browse.get(f"/intake/{intake.pk}/").content.decode()
    address, form = next(
        found for found in FORM.findall(page) if found[0].startswith("/intake/")
    )
    assert address == f"/intake/{intake.pk}/"
    names = re.findall(r' name="(\w+)"', form)
    assert names == ["csrfmiddlewaretoken", "confirm"]


def test_what_is_ready_is_sent_and_all_else_left_out(browse, user, company, sandbox):
    intake = an_intake(user, 1, **pool_of(company), tags=["Fair"], note="Met there")
    add_file(intake, email="zoe1@new.example")
    add_file(intake, email=("", "none"), name="unknown.pdf")
    add_file(intake, state=State.FAILED, problem="kind")
    sandbox.requests.clear()
    response = add(browse, intake)
    batch = Batch.objects.get()
    assert (response.status_code, response.url) == (303, f"/outbox/{batch.pk}/")
    assert writes_in(sandbox) == []
    dry_run = words(browse.get(response.url))
    assert "there already" in dry_run
    assert "not checked yet" in dry_run
    assert "whose file cannot be used" in dry_run
    act(browse, batch, "send")
    work(batch, steps=20)
    addresses = [address for address, _ in writes_in(sandbox)]
    assert addresses == [
        "/candidates/add/",
        "/candidates/add-tag/",
        "/candidates/add-note/",
    ]
    page = words(browse.get(f"/intake/{intake.pk}/?at=1"))
    assert "In the outbox 1" in page
    assert "Done" in page


def test_the_one_who_is_there_is_only_tagged_and_noted(browse, user, company, sandbox):
    pool = next(iter(company.pools.values()))
    candidate = company.in_pool(pool)[0]
    copied(user, pool.id, candidate)
    intake = an_intake(user, 0, **pool_of(company), tags=["Fair"])
    file = add_file(intake, choice=Choice.TAG, email=candidate.email)
    file.sealed_own = file.seal({"same_as": candidate.id})
    file.save()
    add(browse, intake)
    batch = Batch.objects.get()
    act(browse, batch, "send")
    work(batch, steps=10)
    sent = writes_in(sandbox)
    assert [address for address, _ in sent] == ["/candidates/add-tag/"]
    assert sent[0][1] == {"candidate_id": candidate.id, "title": "Fair"}


# What became of it


def test_what_became_of_each_is_told(browse, user, company):
    cases = [
        (Write.State.WAITING, "Waiting"),
        (Write.State.REFUSED, "Too long a name"),
        (Write.State.UNKNOWN, "It is not clear whether Recruspace has it."),
        (Write.State.DONE, "Recruspace could not read all of this CV: No name found"),
    ]
    intake = an_intake(user, 1, **pool_of(company))
    add(browse, intake)
    file, write = intake.files.get(), Write.objects.get()
    file.sealed_errors = file.seal({"errors": ["No name found"]})
    file.save()
    write.sealed_reason = write.seal("Too long a name")
    for state, said in cases:
        write.state = state
        write.save()
        page = browse.get(f"/intake/{intake.pk}/?at=1")
        assert said in words(page), state
        assert f'href="/outbox/{write.batch_id}/"' in page.content.decode()
