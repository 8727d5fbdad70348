"""How long somebody stays signed in, and what a session forgets."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from recruspace_dashboard.operations.logs import user_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]

STARTED, SEEN = "_started_at", "_seen_at"
# Written no more often than this, so that not every page writes to the database.
SEEN_EVERY = 60


def session_ends(get_response: GetResponse) -> GetResponse:
    """Signs out whoever was away for too long, or signed in too long ago."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            user_id.set(str(request.session[SESSION_KEY]))
            if not _goes_on(request.session):
                logout(request)
        return get_response(request)

    return middleware


def _goes_on(session: SessionBase) -> bool:
    now = int(time.time())
    started = session.setdefault(STARTED, now)
    away = now - session.get(SEEN, now - SEEN_EVERY)
    if away >= settings.SESSION_IDLE_MINUTES * 60:
        return False
    if now - started >= settings.SESSION_HOURS * 3600:
        return False
    # Written in the future: before the clock was set back.
    if not 0 <= away < SEEN_EVERY:
        return _write(session, now)
    return True


def _write(session: SessionBase, now: int) -> bool:
    """Writes at once: at the end of a slow request it would undo what another request
    of the same person has written meanwhile. False where the session is gone."""
    session[SEEN] = now
    try:
        session.save()
    except UpdateError as error:
        # Django says so as well where the database is held by another program.
        if not isinstance(error.__context__, OperationalError):
            return False
    session.modified = False
    return True


def end_sessions(user: User, *, but: str | None = None) -> None:
    """Signs `user` out everywhere, or everywhere but in the session with the key `but`.

    A session does not tell its user in a column of its own, so all are looked at.
    """
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        is_theirs = session.get_decoded().get(SESSION_KEY) == str(user.pk)
        if is_theirs and session.session_key != but:
            session.delete()


def forget_what_was_seen(session: SessionBase) -> None:
    """Leaves in a session only who is signed in, as another API key may be another
    company's. What Django itself keeps there begins with an underscore, and so does
    what this file keeps."""
    for name in list(session.keys()):
        if not name.startswith("_"):
            del session[name]
