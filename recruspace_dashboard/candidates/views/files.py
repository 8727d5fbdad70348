"""A candidate's CV and photo, fetched by the server and sent from our address."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.files.downloads import identify_document, photo_type
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.services.http.downloads import (
    BEGIN_SECONDS,
    Download,
    FileTooLarge,
    open_link,
)
from recruspace_dashboard.services.http.downloads import CALL as LINK_CALL
from recruspace_dashboard.services.records import Candidate

# The empty sandbox: no scripts, no forms, its own origin. Chromium still shows PDFs in
# it. Only our own pages may frame a file.
POLICY = "sandbox; frame-ancestors 'self'"
# How file servers answer to an expired link.
EXPIRED_STATUSES = {401, 403, 404, 410}


@require_GET
@recruspace_required
def cv(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    try:
        candidate, download = _open(request, candidate_id, _cv_link)
    except AuthenticationFailed:
        raise
    except RecruspaceError as error:
        return _unavailable(request, candidate_id, error)
    document = identify_document(
        download.head, candidate.cv.name if candidate.cv else ""
    )
    if not document.is_pdf and request.headers.get("Sec-Fetch-Dest") == "object":
        # It would start a download that nobody asked for; the page has a link instead.
        download.close()
        return HttpResponse(_("Only PDF files can be shown on the page."), status=406)
    disposition = content_disposition_header(not document.is_pdf, document.name)
    return _stream(download, document.content_type, disposition or "attachment")


@require_GET
@recruspace_required
def photo(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    _candidate, download = _open(request, candidate_id, _photo_link)
    content_type = photo_type(download.head)
    if content_type is None:
        download.close()
        raise Http404("not a picture")
    name = f"photo.{content_type.rpartition('/')[2]}"
    return _stream(download, content_type, f'inline; filename="{name}"')


def _open(
    request: HttpRequest, candidate_id: int, link_of: Callable[[Candidate], str]
) -> tuple[Candidate, Download]:
    """The candidate, and their open file; a cached link that expired is renewed."""
    seconds = settings.RECRUSPACE_SECONDS
    deadline = time.monotonic() + seconds

    def open_with(client: RecruspaceClient) -> tuple[Candidate, Download]:
        candidate = client.candidates.get(candidate_id=candidate_id)
        # What is left of the page's time, but at least 20 %.
        left = max(deadline - time.monotonic(), 0.2 * seconds)
        download = open_link(
            link_of(candidate),
            api_url=settings.RECRUSPACE_API_URL,
            within=min(left, BEGIN_SECONDS),
            user=request.user.pk,
        )
        return candidate, download

    try:
        return open_with(request.recruspace)
    except RecruspaceError as error:
        if error.call != LINK_CALL or error.status not in EXPIRED_STATUSES:
            raise
    return open_with(request.recruspace.uncached())


def _cv_link(candidate: Candidate) -> str:
    return candidate.cv.url if candidate.cv else ""


def _photo_link(candidate: Candidate) -> str:
    url = candidate.photo.url if candidate.photo else ""
    return url or candidate.profile_image


def _stream(
    download: Download, content_type: str, disposition: str
) -> StreamingHttpResponse:
    """The file as it comes in; Django closes it at the end, or if the client leaves."""
    headers = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": POLICY,
        "X-Frame-Options": "SAMEORIGIN",
    }
    if download.size is not None:
        headers["Content-Length"] = str(download.size)
    return StreamingHttpResponse(download, content_type=content_type, headers=headers)


def _unavailable(
    request: HttpRequest, candidate_id: int, error: RecruspaceError
) -> HttpResponse:
    fault = explain(error)
    context = {
        "candidate_id": candidate_id,
        "fault": fault,
        "too_large": isinstance(error, FileTooLarge),
    }
    return render(
        request, "candidates/candidate_file_fault.html", context, status=fault.status
    )
