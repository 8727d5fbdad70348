from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.utils import timezone


def end_sessions(user: User) -> None:
    """Signs `user` out everywhere.

    A session does not tell its user in a column of its own, so all are looked at.
    """
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


def forget_what_was_seen(session: SessionBase) -> None:
    """Leaves in a session only who is signed in, as another API key may be another
    company's. What Django itself keeps there begins with an underscore."""
    for name in list(session.keys()):
        if not name.startswith("_"):
            del session[name]
