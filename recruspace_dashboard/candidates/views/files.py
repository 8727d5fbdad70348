"""A candidate's CV and photo, fetched by the server and sent from our address."""

from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_GET

from recruspace_dashboard.accounts.access import recruspace_required
from recruspace_dashboard.candidates.opening import cv_link, open_file, photo_link
from recruspace_dashboard.files.downloads import (
    POLICY,
    headers_of,
    identify_document,
    photo_type,
)
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.services.http.downloads import Download, FileTooLarge


@require_GET
@recruspace_required
def cv(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    try:
        candidate, download = open_file(request, candidate_id, cv_link)
    except AuthenticationFailed:
        raise
    except RecruspaceError as error:
        return _unavailable(request, candidate_id, error)
    document = identify_document(
        download.head, candidate.cv.name if candidate.cv else ""
    )
    return _stream(download, document.content_type, headers_of(document))


@require_GET
@recruspace_required
def photo(request: HttpRequest, candidate_id: int) -> HttpResponseBase:
    _candidate, download = open_file(request, candidate_id, photo_link)
    content_type = photo_type(download.head)
    if content_type is None:
        download.close()
        raise Http404("not a picture")
    name = f"photo.{content_type.rpartition('/')[2]}"
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Content-Security-Policy": POLICY,
    }
    return _stream(download, content_type, headers)


def _stream(
    download: Download, content_type: str, headers: dict[str, str]
) -> StreamingHttpResponse:
    """The file as it comes in; Django closes it at the end, or if the client leaves."""
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
