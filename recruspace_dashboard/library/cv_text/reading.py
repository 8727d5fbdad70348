"""Reads one CV: fetches it, extracts its text, and says what became of it."""

import logging
from datetime import datetime, timedelta

from django.utils import timezone

from recruspace_dashboard.documents import render
from recruspace_dashboard.documents.process import Busy
from recruspace_dashboard.documents.render import Fault
from recruspace_dashboard.files.digests import file_digest
from recruspace_dashboard.library import listing
from recruspace_dashboard.library.cv_rows import Outcome, State, cleaned, mark_of
from recruspace_dashboard.library.cv_text.claims import Claim
from recruspace_dashboard.library.cv_text.fetching import (
    Fetched,
    Fetcher,
    HostRests,
    LinkRefused,
    NotNow,
)
from recruspace_dashboard.operations.databases import is_database_fault
from recruspace_dashboard.services.http.downloads import FileTooLarge

logger = logging.getLogger(__name__)

WHEN_BUSY = timedelta(seconds=10)
# How often a file is tried again whose reading failed in a way that nobody thought of.
MOST_FAILURES = 5
STATES = {
    Fault.ENCRYPTED: State.ENCRYPTED,
    Fault.DAMAGED: State.DAMAGED,
    Fault.TOO_LARGE: State.TOO_LARGE,
    Fault.TOO_LONG: State.TOO_LONG,
    Fault.UNKNOWN: State.UNKNOWN,
}


def read(claim: Claim, fetcher: Fetcher) -> Outcome:
    """What became of the CV. Raises `HostRests`."""
    try:
        fetched = fetcher.fetch(claim)
    except NotNow as error:
        return _later(claim, error.until, stale=error.stale or claim.stale)
    except LinkRefused:
        return Outcome(claim.id, State.LINK, mark_of(claim.file))
    except FileTooLarge:
        return Outcome(claim.id, State.TOO_LARGE, mark_of(claim.file))
    except Exception as error:
        if isinstance(error, HostRests) or is_database_fault(error):
            raise
        # Whatever a link may be, the others are read.
        logger.exception("A CV could not be fetched")
        return _failed(claim)
    return _extracted(claim, fetched)


def _extracted(claim: Claim, fetched: Fetched) -> Outcome:
    try:
        found = render.text(fetched.content)
    except Busy:
        return _later(claim, timezone.now() + WHEN_BUSY, stale=claim.stale)
    except OSError as error:
        # No memory or process left on this machine, which says nothing of the file.
        logger.warning("A CV could not be read: %s", error)
        return _later(claim, _again(claim), stale=claim.stale)
    except Exception:
        logger.exception("A CV could not be read")
        return _failed(claim)
    digest = file_digest(fetched.content)
    if isinstance(found, Fault):
        return Outcome(claim.id, STATES[found], fetched.file, digest=digest)
    text = cleaned(found)
    state = State.READ if text.strip() else State.PICTURES
    text = text if text.strip() else ""
    return Outcome(claim.id, state, fetched.file, text, digest=digest)


def _failed(claim: Claim) -> Outcome:
    if claim.failures + 1 >= MOST_FAILURES:
        return Outcome(claim.id, State.DAMAGED, mark_of(claim.file))
    return _later(claim, _again(claim), stale=claim.stale)


def _again(claim: Claim) -> datetime:
    return timezone.now() + listing.wait_after(claim.failures + 1)


def _later(claim: Claim, until: datetime, *, stale: bool) -> Outcome:
    return Outcome(
        claim.id,
        State.LATER,
        mark_of(claim.file),
        stale=stale,
        failures=claim.failures + 1,
        not_before=until,
    )
