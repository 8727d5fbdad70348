"""Whether a request has a session of a signed-in user, before Django runs."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import parse_cookie


def has_session(cookie: str) -> bool:
    """Reads the session that the header `Cookie` names. Blocks, so run it in a thread.

    Decides only how much of a body is read: the middleware checks the session itself.
    Raises `DatabaseError`.
    """
    key = parse_cookie(cookie).get(settings.SESSION_COOKIE_NAME)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    try:
        return bool(key) and SESSION_KEY in store(key).load()
    finally:
        connection.close()
