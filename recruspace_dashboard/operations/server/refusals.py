"""Django's side of a refused body: an exception that becomes an error page."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

from recruspace_dashboard.operations.logs import GetResponse
from recruspace_dashboard.operations.server.bodies import REFUSED


class BodyRefused(BadRequest):
    """The server did not take the body of a request."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the body of the request was refused: {status}")
        self.status = status


def refused_bodies(get_response: GetResponse) -> GetResponse:
    """Raises `BodyRefused` for a request whose body the server refused."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        status = request.META.get("asgi.scope", {}).get(REFUSED)
        if status is not None:
            raise BodyRefused(status)
        return get_response(request)

    return middleware
