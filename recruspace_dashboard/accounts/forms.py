import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.accounts.access import client_with
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.forms import ApiForm

MIN_KEY_LENGTH, MAX_KEY_LENGTH = 8, 512


class SignInForm(AuthenticationForm):
    """Refuses a name that is longer than any, which Django only asks browsers to do:
    PostgreSQL would not take it where failures are counted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest or 0))


class ApiKeyForm(ApiForm):
    """Takes an API key that has the shape of one, and that Recruspace accepts."""

    api_key = forms.CharField(
        label=_("API key"),
        error_messages={"required": _("Enter your API key.")},
        # What was typed and refused comes back to be put right. A stored key is
        # never given to this form.
        widget=forms.PasswordInput(
            render_value=True, attrs={"autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def clean_api_key(self) -> str:
        key: str = self.cleaned_data["api_key"]
        scheme, _, rest = key.partition(" ")
        if scheme.lower() == "bearer":
            key = rest.strip()
        check_key_shape(key)
        return key

    def is_accepted(self) -> bool:
        """Whether a key was typed, and Recruspace answers to it."""
        if not self.is_valid():
            self.status = 422
            return False
        return self.send_to(client_with(self.cleaned_data["api_key"]))

    def send(self, client: RecruspaceClient) -> None:
        client.talent_pools.list(page=1, page_size=1)

    def refuse(self, error: RecruspaceError) -> None:
        if not isinstance(error, AuthenticationFailed):
            return super().refuse(error)
        self.status = explain(error).status
        if error.status == 403:
            text = _(
                "Recruspace accepts this key, but the key may not read talent pools."
            )
        else:
            text = _("Recruspace does not accept this key.")
        self.add_error("api_key", text)


def check_key_shape(key: str) -> None:
    """Raises `ValidationError` for what cannot be sent, or cannot be a key."""
    if any(character.isspace() for character in key):
        raise ValidationError(_("An API key contains no spaces or line breaks."))
    for character in key:
        if not "!" <= character <= "~":
            name = unicodedata.name(character, _("an invisible character"))
            raise ValidationError(
                _(
                    "An API key contains only English letters, digits and symbols. "
                    "Not allowed: %(character)s."
                )
                % {"character": name.lower()}
            )
    if len(key) < MIN_KEY_LENGTH:
        raise ValidationError(
            _("This is too short: an API key has at least %(number)d characters.")
            % {"number": MIN_KEY_LENGTH}
        )
    if len(key) > MAX_KEY_LENGTH:
        raise ValidationError(
            _("This is too long: an API key has at most %(number)d characters.")
            % {"number": MAX_KEY_LENGTH}
        )


class UserForm(UserCreationForm):  # type: ignore[type-arg]  # generic in stubs only
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    is_superuser = forms.BooleanField(
        label=_("Administrator"),
        help_text=_("Can add and deactivate users and set their passwords."),
        required=False,
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "is_superuser")

    def add(self) -> bool:
        """Whether what was typed was valid, and the person is added."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            # A double click: the other request was faster.
            self.add_error("username", _("A user with that username already exists."))
            return False
        return True
