"""The request types of views and middleware."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponseBase, QueryDict
from django_htmx.middleware import HtmxDetails

from recruspace_dashboard.services import RecruspaceClient

GetResponse = Callable[[DjangoRequest], HttpResponseBase]


class HttpRequest(DjangoRequest):
    """A request with the attributes added by middleware and `recruspace_required`."""

    user: User
    htmx: HtmxDetails
    recruspace: RecruspaceClient


def afterwards(
    response: HttpResponseBase, do: Callable[[], None], *, first: bool = False
) -> None:
    """Does what the visitor need not wait for, once they have the response: the server
    closes it then. What their next page may need comes `first`."""
    closers = response._resource_closers  # type: ignore[attr-defined]  # in stubs only
    closers.insert(0 if first else len(closers), do)


def posted(request: DjangoRequest) -> QueryDict | None:
    """The POST data for a form; None, which leaves the form unbound, for GET."""
    return request.POST if request.method == "POST" else None
