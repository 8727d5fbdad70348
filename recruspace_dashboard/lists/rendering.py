"""How a list of candidates is answered."""

from typing import Any

from django.http import HttpResponse
from django_htmx.http import replace_url

from recruspace_dashboard.lists.listing import Listing
from recruspace_dashboard.pages.htmx import render_page
from recruspace_dashboard.pages.request import HttpRequest

# The id of the form with the query, by which htmx says that somebody types.
QUERY_FORM = "list-query"


def render_list(
    request: HttpRequest, page: str, listing: Listing, context: dict[str, Any]
) -> HttpResponse:
    """The template `page`, or for htmx the table of `listing` and what changes with it.

    Asked for `filters=1` by htmx, only the choices of the panel of filters.
    """
    is_panel = listing.filters is not None
    fragment = "lists/_filters.html" if is_panel else "lists/_candidate_table.html"
    context = context | {"listing": listing}
    response = render_page(request, page=page, fragment=fragment, context=context)
    if request.htmx.trigger == QUERY_FORM:
        # Without the empty values that the form sends.
        response = replace_url(response, listing.here)
    return response
