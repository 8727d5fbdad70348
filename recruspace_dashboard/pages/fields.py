"""Form fields shared by several rooms."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class CountedField(forms.CharField):
    """A text field without the `maxlength` attribute.

    With it browsers silently cut a pasted text. Without it the server can refuse the
    text and say how much too long it is.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class PhoneField(forms.CharField):
    """A phone number, without the invisible characters that come along when it is
    copied from a list of contacts."""

    widget = forms.TelInput
    default_validators = [  # noqa: RUF012 as Django declares it
        RegexValidator(
            r"^\+?[0-9\s()./-]{3,30}$",
            _("A phone number may contain only digits, spaces and + ( ) . / -."),
        )
    ]

    def to_python(self, value: Any) -> Any:
        visible = (one for one in str(value or "") if unicodedata.category(one) != "Cf")
        return super().to_python(re.sub("[\u2010-\u2015\u2212]", "-", "".join(visible)))
