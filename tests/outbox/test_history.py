"""What a candidate's page tells of what was done from this dashboard."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from recruspace_dashboard.outbox.history import MOST_SHOWN
from recruspace_dashboard.writes.models import Write
from tests.each_case import each_case
from tests.http import text

State = Write.State
TITLE = "From this dashboard"


def done(user: Any, one: Any, action: str = "tag", **more: Any) -> Write:
    told = more.pop("told", '{"title": "Remote"}')
    write = Write(owner=user, sealed_for=user.pk, candidate_id=one.id, action=action)
    write.state, write.sent_at = State.DONE, timezone.now()
    for name, value in more.items():
        setattr(write, name, value)
    write.sealed_arguments = write.seal(told)
    write.save()
    return write


def history(browse: Any, one: Any) -> str:
    """What stands under the title on the candidate's page."""
    page = text(browse.get(f"/candidates/{one.id}/"))
    return page.partition(TITLE)[2].partition("</section>")[0]


def test_what_is_empty_is_not_shown(browse, everybody):
    page = text(browse.get(f"/candidates/{everybody[0].id}/"))
    assert "candidate-notes" in page
    assert "<li" not in page.partition(TITLE)[2].partition("</section>")[0]


def test_own_notes_stay_and_others_are_told_by_their_names(
    browse, user, colleague, everybody
):
    one = everybody[0]
    first = f"/candidates/{one.id}/notes/"
    browse.post(first, {"text": "Call <b>her</b>\nsoon"})
    done(colleague, one)
    shown = history(browse, one)
    assert "Call &lt;b&gt;her&lt;/b&gt;<br>soon" in shown
    assert "You ·" in shown
    assert "Tag “Remote”" in shown
    assert "Mert Ö. ·" in shown
    # The newest first.
    assert shown.index("Remote") < shown.index("Call")
    # Of whom it is not, nothing is told.
    assert "Remote" not in history(browse, everybody[1])


def test_after_a_user_was_deleted_what_they_did_stays(browse, colleague, everybody):
    done(colleague, everybody[0], "note", told='{"text": "Liked her."}')
    colleague.delete()
    shown = history(browse, everybody[0])
    assert "Liked her." in shown
    assert "A former user" in shown
    assert "Mert" not in shown


def test_another_apis_candidate_with_the_same_id_is_another(browse, user, everybody):
    done(user, everybody[0], api="https://other.example")
    assert "Remote" not in history(browse, everybody[0])


@each_case(
    ("state", "mine", "theirs"),
    [
        ("done", "", ""),
        ("waiting", "Waiting", "Waiting"),
        ("sending", "Being sent", "Being sent"),
        ("unknown", "Unclear", "Unclear"),
        ("refused", "Refused", None),
        ("staged", None, None),
        ("cancelled", None, None),
    ],
)
def test_with_what_result(browse, their_browser, user, everybody, state, mine, theirs):
    Write.objects.all().delete()
    done(user, everybody[0], state=state)
    for browser, expected in ((browse, mine), (their_browser, theirs)):
        shown = history(browser, everybody[0])
        assert ("Tag “Remote”" in shown) == (expected is not None)
        if expected is not None:
            assert ("badge" in shown) == bool(expected)
            assert expected in shown


def test_what_was_there_already_and_what_has_been_lost(browse, user, everybody):
    done(user, everybody[0], already=True)
    assert "Was there already" in history(browse, everybody[0])
    long_ago = timezone.now() - timedelta(minutes=5)
    done(user, everybody[1], state=State.SENDING, sent_at=long_ago)
    assert "Unclear" in history(browse, everybody[1])


def test_refused_ones_of_others_take_no_place(browse, user, colleague, everybody):
    done(user, everybody[0], told='{"title": "First"}')
    for _ in range(MOST_SHOWN):
        done(colleague, everybody[0], state=State.REFUSED)
    shown = history(browse, everybody[0])
    assert shown.count("<li") == 1
    assert "First" in shown


def test_what_can_be_read_no_more_is_told_by_its_kind(browse, user, everybody):
    write = done(user, everybody[0], "note")
    Write.objects.filter(pk=write.pk).update(sealed_arguments="broken")
    shown = history(browse, everybody[0])
    assert "<p>Note</p>" in shown


def test_who_is_not_mine_has_no_history_for_me(
    client, superuser, user, everybody, sandbox, company
):
    """Another company's key does not read the candidate, and so not the history."""
    from recruspace_dashboard.accounts.models import ApiKey

    other = next(key for key in sandbox.keys if sandbox.company(key) is not company)
    ApiKey.store(superuser, other)
    client.force_login(superuser)
    done(user, everybody[0])
    answer = client.get(f"/candidates/{everybody[0].id}/")
    assert answer.status_code == 404
    assert "Remote" not in text(answer)
