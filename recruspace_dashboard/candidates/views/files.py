"""A candidate's CV and photo, fetched by the server and handed on from our address."""

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
from recruspace_dashboard.files.downloads import photo_type, read_document
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.http import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.candidate_records import Candidate
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.services.http.downloads import (
    BEGIN_SECONDS,
    Download,
    FileTooLarge,
    open_link,
)
from recruspace_dashboard.services.http.downloads import CALL as LINK

# The empty sandbox: no scripts, no forms, an origin of its own. Chromium shows PDFs
# under it. A file is framed by the person's page only.
POLICY = "sandbox; frame-ancestors 'self'"
# How the places where files are kept answer to a link whose time is over.
EXPIRED = {401, 403, 404, 410}


@require_GET
@recruspace_required
def cv(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    try:
        candidate, download = _open(request, candidate_id, _cv_link)
    except AuthenticationFailed:
        raise
    except RecruspaceError as error:
        return _unavailable(request, candidate_id, error)
    document = read_document(download.head, candidate.cv.name if candidate.cv else "")
    if not document.is_pdf and request.headers.get("Sec-Fetch-Dest") == "object":
        # A download that nobody asked for would begin; the page offers one instead.
        download.close()
        return HttpResponse(_("Only PDF files can be shown on the page."), status=406)
    disposition = content_disposition_header(not document.is_pdf, document.name)
    return _handed_on(download, document.content_type, disposition or "attachment")


@require_GET
@recruspace_required
def photo(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    _candidate, download = _open(request, candidate_id, _photo_link)
    content_type = photo_type(download.head)
    if content_type is None:
        download.close()
        raise Http404("not a picture")
    name = f"photo.{content_type.rpartition('/')[2]}"
    return _handed_on(download, content_type, f'inline; filename="{name}"')


def _open(
    request: HttpRequest, candidate_id: int, link_of: Callable[[Candidate], str]
) -> tuple[Candidate, Download]:
    """A file of the person. A link that was kept may have expired: then a new one."""
    seconds = settings.RECRUSPACE_SECONDS
    ends = time.monotonic() + seconds

    def open_with(client: RecruspaceClient) -> tuple[Candidate, Download]:
        candidate = client.candidates.get(candidate_id=candidate_id)
        # Of the time of the page, but a file that comes at once is not missed.
        left = max(ends - time.monotonic(), 0.2 * seconds)
        download = open_link(
            link_of(candidate),
            api_url=settings.RECRUSPACE_API_URL,
            within=min(left, BEGIN_SECONDS),
        )
        return candidate, download

    try:
        return open_with(request.recruspace)
    except RecruspaceError as error:
        if error.call != LINK or error.status not in EXPIRED:
            raise
    return open_with(request.recruspace.uncached())


def _cv_link(candidate: Candidate) -> str:
    return candidate.cv.url if candidate.cv else ""


def _photo_link(candidate: Candidate) -> str:
    url = candidate.photo.url if candidate.photo else ""
    return url or candidate.profile_image


def _handed_on(
    download: Download, content_type: str, disposition: str
) -> StreamingHttpResponse:
    """The file as it comes in; Django closes it at the end, or when nobody listens."""
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
