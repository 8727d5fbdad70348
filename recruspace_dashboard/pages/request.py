"""The request as views get it."""

from django.contrib.auth.models import User
from django.http import HttpRequest as DjangoRequest
from django.http import QueryDict
from django_htmx.middleware import HtmxDetails

from recruspace_dashboard.services import RecruspaceClient


class HttpRequest(DjangoRequest):
    """A request as our middleware and `recruspace_required` leave it."""

    user: User
    htmx: HtmxDetails
    recruspace: RecruspaceClient


def posted(request: DjangoRequest) -> QueryDict | None:
    """What was posted, as data for a form; None, which leaves it unbound, for GET."""
    return request.POST if request.method == "POST" else None
