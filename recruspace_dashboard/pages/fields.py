"""Fields that forms of several rooms have."""

from typing import Any

from django import forms


class CountedField(forms.CharField):
    """A text whose length the server checks, to say by how much it is too long.

    With a `maxlength`, browsers would cut a pasted text in silence.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs
