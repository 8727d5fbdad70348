from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# The first that somebody tries who knows what this is.
NAMES = ["recruspace", "dashboard", "talent", "recruiting", "password"]
SHORTEST_REST = 8


class NotOurNames:
    """Refuses a password that is little more than names of this dashboard."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.lower()
        for name in NAMES:
            rest = rest.replace(name, "")
        if rest != password.lower() and len(rest) < SHORTEST_REST:
            raise ValidationError(
                _(
                    "This password is too easy to guess: it consists of well-known "
                    "names."
                ),
                code="our_names",
            )

    def get_help_text(self) -> str:
        return _(
            "Your password cannot consist of names such as that of this dashboard."
        )
