"""Fields of the forms that add candidates."""

from django import forms


class OpenChoiceField(forms.TypedChoiceField):
    """A choice that the API checks, so that it is accepted without a list."""

    def valid_value(self, value: object) -> bool:
        return True
