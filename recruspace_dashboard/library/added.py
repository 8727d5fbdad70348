"""Who was added after a moment, and week by week: from the days, which are indexed."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from pyroaring import BitMap

from recruspace_dashboard.library.models import CopiedCandidate
from recruspace_dashboard.library.values import Values

WEEK = timedelta(days=7)


def added_after(moment: datetime, values: Values) -> BitMap:
    """Those who were added after a moment in UTC."""
    day = moment.date().isoformat()
    days = values.of_field("added")
    later = values.who_has("added", [one for one in days if one > day])
    return later | _of_its_day(moment) if day in days else later


def moments_of(ids: Iterable[int]) -> list[datetime]:
    """When these few were added, as far as that is known."""
    rows = CopiedCandidate.objects.filter(id__in=list(ids), created_at__isnull=False)
    return [moment for moment in rows.values_list("created_at", flat=True) if moment]


def _of_its_day(moment: datetime) -> BitMap:
    midnight = datetime.combine(
        moment.date() + timedelta(days=1), time(), moment.tzinfo
    )
    rows = CopiedCandidate.objects.filter(
        created_at__gt=moment, created_at__lt=midnight
    )
    return BitMap(rows.values_list("id", flat=True).iterator())


def by_week(number: int, today: date, values: Values) -> Iterator[BitMap]:
    """Those who were added in each of so many weeks, the last of which ends today."""
    days = values.of_field("added")
    for weeks in reversed(range(number)):
        last = today - weeks * WEEK
        first = (last - WEEK).isoformat()
        within = [day for day in days if first < day <= last.isoformat()]
        yield values.who_has("added", within)
