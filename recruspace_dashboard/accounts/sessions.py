"""When a session ends, and what is deleted from it when the API key changes."""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from recruspace_dashboard.operations.databases import (
    is_database_fault,
    without_waiting,
)
from recruspace_dashboard.operations.logs import user_id
from recruspace_dashboard.pages.request import GetResponse

STARTED_KEY, SEEN_KEY = "_started_at", "_seen_at"
# The last use is stored at most this often, so that not every page writes to the
# database.
SEEN_INTERVAL_SECONDS = 60


class ReadingSessionMiddleware(SessionMiddleware):
    """Shows pages also while the database cannot be written, as on a full disk: a page
    that was read stores nothing that is needed later."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} or not request.session.modified:
            return super().process_response(request, response)
        try:
            with without_waiting():
                return super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as error:
            if not is_database_fault(error):
                raise
            return response


def session_expiry(get_response: GetResponse) -> GetResponse:
    """Signs out users who were idle for too long, or signed in too long ago.

    Also sets the user id for the log.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            user_id.set(str(request.session[SESSION_KEY]))
            if not _is_still_valid(request.session):
                logout(request)
        return get_response(request)

    return middleware


def _is_still_valid(session: SessionBase) -> bool:
    now = int(time.time())
    started = session.setdefault(STARTED_KEY, now)
    idle = now - session.get(SEEN_KEY, now - SEEN_INTERVAL_SECONDS)
    if idle >= settings.SESSION_IDLE_MINUTES * 60:
        return False
    if now - started >= settings.SESSION_HOURS * 3600:
        return False
    # Negative if the clock was set back since.
    if not 0 <= idle < SEEN_INTERVAL_SECONDS:
        return _save_last_seen(session, now)
    return True


def _save_last_seen(session: SessionBase, now: int) -> bool:
    """Saves the session; returns False if it was deleted meanwhile.

    Saves now: at the end of a slow request it would overwrite what another request of
    the same user has saved meanwhile.
    """
    session[SEEN_KEY] = now
    try:
        with without_waiting():
            session.save()
    except UpdateError as error:
        # Django also raises this when another process holds the database lock.
        if not is_database_fault(error):
            return False
    session.modified = False
    return True


def end_sessions(user: User, *, except_key: str | None = None) -> None:
    """Ends all sessions of `user`, except the one with the session key `except_key`.

    Reads every session, because the table has no column for the user.
    """
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        is_users = session.get_decoded().get(SESSION_KEY) == str(user.pk)
        if is_users and session.session_key != except_key:
            session.delete()


def clear_session_data(session: SessionBase) -> None:
    """Deletes what was stored with the old API key: a new key may be another company's.

    Keys that begin with an underscore stay: those of Django and of this module.
    """
    for name in list(session.keys()):
        if not name.startswith("_"):
            del session[name]
