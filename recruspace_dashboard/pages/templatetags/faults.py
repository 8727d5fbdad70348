from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from recruspace_dashboard.pages.faults import explain

register = template.Library()
register.filter("explain", explain)


@register.filter
def clock(moment: datetime) -> str:
    """The time in UTC, with the day unless it is today."""
    today = moment.date() == timezone.now().date()
    return date_format(moment, "H:i" if today else "j M H:i")
