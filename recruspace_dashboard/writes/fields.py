"""The text of a note and the title of a tag, wherever they are typed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.pages.fields import CountedField


class NoteField(CountedField):
    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Write the note first."),
            "max_length": _(
                "A note has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        }
        super().__init__(
            label=_("Note"), max_length=10_000, error_messages=messages, **kwargs
        )

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        # Browsers post line ends as CRLF.
        return text.replace("\r\n", "\n")


class TagField(CountedField):
    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": _("Write the tag first."),
            "max_length": _(
                "A tag has at most %(limit_value)d characters; "
                "this one has %(show_value)d."
            ),
        }
        super().__init__(
            label=_("Tag"), max_length=255, error_messages=messages, **kwargs
        )
