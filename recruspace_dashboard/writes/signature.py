"""Notes that begin with who wrote them, where the team wants it: in Recruspace all that
is sent with one API key is by the same user."""

from django.contrib.auth.models import User

from recruspace_dashboard.accounts.models import TeamSettings
from recruspace_dashboard.accounts.names import short_name


def signed(text: str, user: User) -> str:
    """The text of a note as it is sent."""
    return signature(user) + text


def signature(user: User) -> str:
    """What notes begin with; empty where the team does not want it."""
    if not TeamSettings.current().sign_notes:
        return ""
    return f"[{short_name(user.first_name, user.last_name, user.username)}] "
