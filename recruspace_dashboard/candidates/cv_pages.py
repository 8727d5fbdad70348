"""The pages of a candidate's CV, drawn by the server: those kept, else new ones."""

from dataclasses import replace

from recruspace_dashboard.candidates.opening import cv_link, open_file
from recruspace_dashboard.documents.kept import KeptDrawing, Outline
from recruspace_dashboard.documents.showing import draw, find_kept
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services.errors import NotFound
from recruspace_dashboard.services.http.downloads import LIMITS
from recruspace_dashboard.services.records import Candidate

# A page waits for the whole file, not only for its beginning.
FILE_LIMITS = replace(LIMITS, total=20)

CALL = "GET the CV"


def read_pages(
    request: HttpRequest, candidate_id: int, number: int = 1
) -> tuple[Candidate, Outline, str]:
    """The candidate, what is known of their CV, and one page of it as an SVG.

    The SVG is empty if there is none. The candidate is asked for each time, so that a
    CV that was replaced, or is not the user's to see any more, is not shown. Raises
    `RecruspaceError`, and `Busy`.
    """
    candidate = request.recruspace.candidates.get(candidate_id=candidate_id)
    if not cv_link(candidate):
        raise NotFound(CALL, reason="no CV")
    if known := find_kept(_kept(request, candidate), number):
        return candidate, *known
    candidate, download = open_file(
        request, candidate_id, cv_link, known=candidate, limits=FILE_LIMITS
    )
    try:
        content = b"".join(download)
    finally:
        download.close()
    return candidate, *draw(_kept(request, candidate), content, number)


def _kept(request: HttpRequest, candidate: Candidate) -> KeptDrawing:
    """What is kept of this very file."""
    cv = candidate.cv
    known = (cv.id, cv.name, cv.size, cv.uploaded_at) if cv else ()
    return KeptDrawing(request.user.api_key.reveal(), f"{candidate.id} {known}")
