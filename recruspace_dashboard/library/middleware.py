"""A key that Recruspace refuses shows nothing of the copy any more."""

from django.http import HttpRequest as DjangoRequest
from django.http import HttpResponseBase

from recruspace_dashboard.library import visible
from recruspace_dashboard.pages.request import GetResponse, HttpRequest
from recruspace_dashboard.services import endpoints
from recruspace_dashboard.services.errors import AuthenticationFailed


class RefusedKeys:
    """Notes that a page failed because the user's key was refused."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: DjangoRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        if isinstance(error, AuthenticationFailed) and is_refusal(error):
            client = getattr(request, "recruspace", None)
            if client is not None:
                visible.refuse(client)


def is_refusal(error: AuthenticationFailed) -> bool:
    """Whether the key is of no use any more. A 403 may be about one thing alone."""
    return error.status == 401 or error.call == str(endpoints.LIST_TALENT_POOLS)
