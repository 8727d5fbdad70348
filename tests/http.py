"""What tests say and read over HTTP."""

from django.http import HttpResponse

# The header by which htmx asks for a fragment.
HTMX = {"HX-Request": "true"}


def text(response: HttpResponse) -> str:
    return response.content.decode()
