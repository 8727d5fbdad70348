"""Whether a proposed value could be sent as it is."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from recruspace_dashboard.pages.fields import PhoneField

# The longest e-mail address that the standards allow.
MAX_EMAIL = 254

_phone = PhoneField(required=False)


def valid_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return len(value) <= MAX_EMAIL


def valid_phone(value: str) -> bool:
    try:
        _phone.clean(value)
    except ValidationError:
        return False
    return True
