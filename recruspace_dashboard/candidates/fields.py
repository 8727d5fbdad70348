"""Fields of the forms that add candidates."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class OpenChoiceField(forms.TypedChoiceField):
    """A choice that the API checks, so that it is accepted without a list."""

    def valid_value(self, value: object) -> bool:
        return True


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
