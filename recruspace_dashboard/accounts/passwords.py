from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Words an attacker who knows this product would guess first.
GUESSABLE_WORDS = ["recruspace", "dashboard", "talent", "recruiting", "password"]
MIN_REMAINING_LENGTH = 8


class GuessableWordsValidator:
    """Refuses a password with too little left once the guessable words are removed."""

    def validate(self, password: str, user: object = None) -> None:
        remaining = password.lower()
        for word in GUESSABLE_WORDS:
            remaining = remaining.replace(word, "")
        if remaining != password.lower() and len(remaining) < MIN_REMAINING_LENGTH:
            raise ValidationError(
                _(
                    "This password is too easy to guess: it consists of well-"
                    "known names."
                ),
                code="guessable_words",
            )

    def get_help_text(self) -> str:
        return _(
            "Your password cannot consist of names such as that of this dashboard."
        )
