"""Notes that begin with who wrote them, where the team wants it: in Recruspace all that
is sent with one API key is by the same user."""

from django.contrib.auth.models import User

from recruspace_dashboard.accounts.models import TeamSettings


def signed(text: str, user: User) -> str:
    """The text of a note as it is sent."""
    return f"[{short_name(user)}] {text}" if TeamSettings.current().sign_notes else text


def short_name(user: User) -> str:
    """`Ayşe Y.`; the user name where the full name is not known."""
    if not user.first_name.strip():
        return user.username
    initial = user.last_name.strip()[:1]
    return f"{user.first_name.strip()} {initial}.".removesuffix(" .")
