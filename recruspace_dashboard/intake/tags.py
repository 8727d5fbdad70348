"""Several tags in one field."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_TAGS = 20
MAX_TAG = 255


class TagsField(forms.CharField):
    """Tags, with commas between them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Tags"))
        kwargs.setdefault("help_text", gettext_lazy("With commas between them."))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        typed = (" ".join(one.split()) for one in super().clean(value).split(","))
        first: dict[str, str] = {}
        for one in filter(None, typed):
            first.setdefault(one.casefold(), one)
        tags = list(first.values())
        if len(tags) > MAX_TAGS:
            text = _("At most %(number)d tags can be added.")
            raise ValidationError(text % {"number": MAX_TAGS})
        if any(len(one) > MAX_TAG for one in tags):
            text = _("A tag has at most %(number)d characters.")
            raise ValidationError(text % {"number": MAX_TAG})
        return tags
