"""Form fields shared by several rooms."""

from typing import Any

from django import forms


class CountedField(forms.CharField):
    """A text field without the `maxlength` attribute.

    With it browsers silently cut a pasted text. Without it the server can refuse the
    text and say how much too long it is.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs
