"""What a list of pools says of each."""

from django.db.models import QuerySet
from django.utils import timezone

from recruspace_dashboard.library.listing import note_pools
from recruspace_dashboard.library.models import CopiedPool
from recruspace_dashboard.services.records import TalentPool

PAYLOAD = {"id": 7, "name": "Backend", "candidate_count": 3}


def note(payload: dict) -> None:
    note_pools([(TalentPool.from_payload(payload), payload)], timezone.now())


def test_a_pool_is_due_once_it_is_listed_and_when_it_changes(db):
    note(PAYLOAD)
    assert CopiedPool.objects.values_list("name", "count", "due").get() == (
        "Backend",
        3,
        True,
    )
    CopiedPool.objects.update(due=False)
    note(PAYLOAD | {"created_by": None})
    assert not CopiedPool.objects.get().due
    note(PAYLOAD | {"candidate_count": 4})
    assert CopiedPool.objects.values_list("count", "due").get() == (4, True)


def test_what_another_worker_has_listed_just_then_is_no_error(db, monkeypatch):
    note(PAYLOAD)
    # It was not there when this one looked.
    monkeypatch.setattr(QuerySet, "in_bulk", lambda *args, **kwargs: {})
    note(PAYLOAD | {"name": "Later"})
    assert CopiedPool.objects.get().name == "Backend"
