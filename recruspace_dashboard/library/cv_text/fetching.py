"""Fetches CVs: by the link of the copied row, and where that does not lead to the file
any more, by a fresh one from Get Candidate."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from recruspace_dashboard.library import listing
from recruspace_dashboard.library.cv_rows import mark_of
from recruspace_dashboard.library.cv_text.claims import Claim
from recruspace_dashboard.library.filing import host_of, value_key
from recruspace_dashboard.library.indexing import bitmaps_of
from recruspace_dashboard.library.models import IndexedValue
from recruspace_dashboard.library.sync.turns import NoKeyLeft, Turns
from recruspace_dashboard.services.errors import (
    ApiConnectionError,
    AuthenticationFailed,
    NotFound,
    RateLimited,
    RecruspaceError,
    ServerError,
)
from recruspace_dashboard.services.http.downloads import (
    LIMITS,
    FileTooLarge,
    open_link,
)
from recruspace_dashboard.services.records.candidates import StoredFile

# Nobody waits for it, and what else the worker has to do should not either.
FILE_LIMITS = replace(LIMITS, total=30)
# How long to wait where no key may read the candidate just now.
WITHOUT_KEY = timedelta(hours=1)
LONGEST_ASKING_REST = 60.0


class LinkRefused(Exception):
    """The link has expired, or leads to no file."""


class NotNow(Exception):
    """To be tried again later. `stale` is whether the link is of no use any more."""

    def __init__(self, until: datetime, *, stale: bool) -> None:
        super().__init__(until)
        self.until, self.stale = until, stale


class HostRests(Exception):
    """The host of the file could not be reached a moment ago."""


@dataclass(frozen=True)
class Fetched:
    content: bytes
    # What tells the file from another.
    file: str


class Rests:
    """What is not asked for a while, longer after each failure in a row."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, float]] = {}

    def failed(self, name: str) -> timedelta:
        """Notes a failure; returns how long to wait."""
        failures = self._known.get(name, (0, 0.0))[0] + 1
        wait = listing.wait_after(failures)
        self._known[name] = failures, time.monotonic() + wait.total_seconds()
        return wait

    def worked(self, name: str) -> None:
        self._known.pop(name, None)

    def now(self) -> Collection[str]:
        moment = time.monotonic()
        return [name for name, (_, until) in self._known.items() if until > moment]


class Fetcher:
    """Remembers which hosts could not be reached, and whether calls are left."""

    def __init__(self) -> None:
        self.hosts = Rests()
        self._api = Rests()
        self._ask_at = 0.0

    @property
    def may_ask(self) -> bool:
        """Whether the API may be asked for a fresh link just now."""
        return time.monotonic() >= self._ask_at and not self._api.now()

    def fetch(self, claim: Claim) -> Fetched:
        """The file. Raises `NotNow`, `HostRests`, `LinkRefused`, `FileTooLarge`."""
        if claim.host in self.hosts.now():
            raise HostRests
        if claim.link:
            try:
                return _fetched(self._open(claim.link, claim), claim.file)
            except LinkRefused:
                pass
        file = self._ask(claim)
        return _fetched(self._open(file.url, claim), file)

    def _open(self, link: str, claim: Claim) -> bytes:
        host = host_of(link)
        try:
            download = open_link(
                link, api_url=settings.RECRUSPACE_API_URL, limits=FILE_LIMITS
            )
        except FileTooLarge:
            raise
        except RecruspaceError as error:
            if not _is_fault(error):
                raise LinkRefused from None
            # Both, if a fresh link leads elsewhere: the next one would be asked for.
            for one in {host, claim.host}:
                self.hosts.failed(one)
            raise _again(claim, link) from None
        self.hosts.worked(host)
        try:
            return b"".join(download)
        except FileTooLarge:
            raise
        except RecruspaceError:
            # The host is there; this file comes too slowly, or broke off.
            raise _again(claim, link) from None
        finally:
            download.close()

    def _ask(self, claim: Claim) -> StoredFile:
        """A fresh link. Raises `NotNow`, and `LinkRefused` if there is none."""
        if not self.may_ask:
            raise NotNow(timezone.now(), stale=True)
        for pool_id in pools_of(claim.id):
            try:
                candidate = Turns(pool_id).call(
                    lambda client: client.candidates.get(
                        candidate_id=claim.candidate_id
                    )
                )
            except (NoKeyLeft, AuthenticationFailed):
                continue
            except RecruspaceError as error:
                raise self._not_answered(error) from None
            self._api.worked("")
            if candidate.cv is None or not candidate.cv.url:
                raise LinkRefused
            return candidate.cv
        raise NotNow(timezone.now() + WITHOUT_KEY, stale=True)

    def _not_answered(self, error: RecruspaceError) -> Exception:
        if isinstance(error, RateLimited):
            seconds = min(error.retry_after, LONGEST_ASKING_REST)
            self._ask_at = time.monotonic() + seconds
            return NotNow(timezone.now(), stale=True)
        if isinstance(error, ApiConnectionError | ServerError):
            self._api.failed("")
            return NotNow(timezone.now(), stale=True)
        if isinstance(error, NotFound):
            # The next sync will say so too, and delete it.
            return NotNow(timezone.now() + WITHOUT_KEY, stale=True)
        return LinkRefused()


def pools_of(id: int) -> list[int]:
    """The pools that a candidate of the copy is in."""
    prefix = value_key("pool", "")
    rows = IndexedValue.objects.filter(key__startswith=prefix, count__gt=0)
    found = bitmaps_of(rows)
    return [int(key.removeprefix(prefix)) for key, ids in found.items() if id in ids]


def _fetched(content: bytes, file: StoredFile) -> Fetched:
    return Fetched(content, mark_of(file, len(content)))


def _again(claim: Claim, link: str) -> NotNow:
    until = timezone.now() + listing.wait_after(claim.failures + 1)
    return NotNow(until, stale=link != claim.link)


def _is_fault(error: RecruspaceError) -> bool:
    """Whether the host failed, and may give the file later."""
    status = error.status or 0
    return isinstance(error, ApiConnectionError) or status >= 500 or status == 429
