"""Opens a file of a candidate by the link that their record has."""

import time
from collections.abc import Callable

from django.conf import settings

from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import RecruspaceError
from recruspace_dashboard.services.http.downloads import (
    BEGIN_SECONDS,
    LIMITS,
    Download,
    open_link,
)
from recruspace_dashboard.services.http.downloads import CALL as LINK_CALL
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.services.records import Candidate

# How file servers answer to an expired link.
EXPIRED_STATUSES = {401, 403, 404, 410}


def open_file(
    request: HttpRequest,
    candidate_id: int,
    link_of: Callable[[Candidate], str],
    *,
    known: Candidate | None = None,
    limits: Limits = LIMITS,
) -> tuple[Candidate, Download]:
    """The candidate, and their open file; a cached link that expired is renewed.

    Who has just read the candidate says so by `known`.
    """
    seconds = settings.RECRUSPACE_SECONDS
    deadline = time.monotonic() + seconds

    def open_with(
        client: RecruspaceClient, known: Candidate | None
    ) -> tuple[Candidate, Download]:
        candidate = known or client.candidates.get(candidate_id=candidate_id)
        # What is left of the page's time, but at least 20 %.
        left = max(deadline - time.monotonic(), 0.2 * seconds)
        download = open_link(
            link_of(candidate),
            api_url=settings.RECRUSPACE_API_URL,
            limits=limits,
            within=min(left, BEGIN_SECONDS),
            user=request.user.pk,
        )
        return candidate, download

    try:
        return open_with(request.recruspace, known)
    except RecruspaceError as error:
        if error.call != LINK_CALL or error.status not in EXPIRED_STATUSES:
            raise
    return open_with(request.recruspace.uncached(), None)


def cv_link(candidate: Candidate) -> str:
    return candidate.cv.url if candidate.cv else ""


def photo_link(candidate: Candidate) -> str:
    url = candidate.photo.url if candidate.photo else ""
    return url or candidate.profile_image
