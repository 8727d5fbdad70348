"""A list of candidates as a file."""

from dataclasses import replace
from itertools import chain, islice

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from recruspace_dashboard.accounts import events
from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.lists import export as files
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.copied import CopiedList
from recruspace_dashboard.lists.copy import Copy
from recruspace_dashboard.lists.saved import columns_of, view_asked
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import parse

# The mark of the encoding, the head, and the first candidate.
BEGINNING = 3


@require_safe
@recruspace_required
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everybody whom the query finds, in the columns that the user chose."""
    within = parse.identity(request.GET.get("pool"))
    asked = Asked.of(request.path, request.GET)
    copy = Copy.of(request)
    if not copy.begun(within):
        # The list says why there is no file.
        return redirect(replace(asked, address=reverse("candidates:find")).link())
    copied = CopiedList(copy, asked, within)
    columns = columns_of(view_asked(asked, request.user), request.user)
    events.log_change(request.user, f"exported {copied.total} candidates")
    name = f"candidates-{timezone.now():%Y-%m-%d}.{kind}"
    response: StreamingHttpResponse
    if kind == "csv":
        lines = files.write_csv(copied, columns)
        # Of what fails at once, an error page tells more than a broken file.
        begun = list(islice(lines, BEGINNING))
        response = StreamingHttpResponse(
            chain(begun, lines), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        file = files.write_xlsx(copied, columns)
        response = FileResponse(file, as_attachment=True, filename=name)
    return response
