import unicodedata
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import (
    AuthenticationForm,
    PasswordChangeForm,
    SetPasswordForm,
    UserCreationForm,
)
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.accounts.models import Account, ApiKey, TeamSettings
from recruspace_dashboard.accounts.throttle import count_api_key
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.pages.faults import explain
from recruspace_dashboard.pages.form_errors import add_api_errors
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError

MIN_KEY_LENGTH, MAX_KEY_LENGTH = 8, 512


class SignInForm(AuthenticationForm):
    """Refuses a user name that is too long: Django leaves that to the browser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        longest = User._meta.get_field("username").max_length
        self.fields["username"].validators.append(MaxLengthValidator(longest or 0))


class PasswordForm(PasswordChangeForm):
    """Counts wrong old passwords as wrong passwords at a sign-in."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        name = self.user.get_username()
        user = authenticate(self.request, username=name, password=password)
        if user is None:
            text = self.error_messages["password_incorrect"]
            raise ValidationError(text, "password_incorrect")
        self.old_hash = user.password
        return password

    def clean_new_password1(self) -> str:
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            # Whoever has set it knows it.
            raise ValidationError(
                _("This is your current password. Choose another one.")
            )
        return new

    def save(self, commit: bool = True) -> User:
        """Raises `SessionInterrupted` if somebody else has set a password meanwhile."""
        user = super().save(commit=False)
        unchanged = User.objects.filter(pk=user.pk, password=self.old_hash)
        if not unchanged.update(password=user.password):
            raise SessionInterrupted("The password was set by somebody else.")
        return self.user


class ApiKeyForm(forms.Form):
    """Checks the format of an API key, then tries it on the API."""

    api_key = forms.CharField(
        label=_("API key"),
        error_messages={"required": _("Enter your API key.")},
        # A refused key is shown again, to be corrected; a stored key never is.
        widget=forms.PasswordInput(
            render_value=True, attrs={"autocomplete": "off", "spellcheck": "false"}
        ),
    )

    status = 200

    def __init__(self, *args: Any, user_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user_id = user_id

    def clean_api_key(self) -> str:
        key: str = self.cleaned_data["api_key"]
        scheme, _, rest = key.partition(" ")
        if scheme.lower() == "bearer":
            key = rest.strip()
        _check_key_format(key)
        return key

    def is_accepted(self) -> bool:
        """Whether the key is well formed and the API accepts it.

        Otherwise adds the errors, and sets `status` to the HTTP status of the response.
        Raises `TooManyTries` after too many refused keys.
        """
        if not self.is_valid():
            self.status = 422
            return False
        tried = count_api_key(self.user_id)
        client = client_for(self.cleaned_data["api_key"], Purpose.CHECK)
        try:
            client.talent_pools.list(page=1, page_size=1)
        except RecruspaceError as error:
            if not isinstance(error, AuthenticationFailed):
                tried.delete()
            self._refuse(error)
            return False
        tried.delete()
        return True

    def _refuse(self, error: RecruspaceError) -> None:
        fault = explain(error)
        self.status = fault.status
        if not isinstance(error, AuthenticationFailed):
            add_api_errors(self, error, fault)
        elif error.status == 403:
            self.add_error(
                "api_key",
                _(
                    "Recruspace accepts this key, but the key may not read "
                    "talent pools."
                ),
            )
        else:
            self.add_error("api_key", _("Recruspace does not accept this key."))


def _check_key_format(key: str) -> None:
    """Raises `ValidationError` if `key` cannot be an API key or a header value."""
    if any(character.isspace() for character in key):
        raise ValidationError(_("An API key contains no spaces or line breaks."))
    for character in key:
        if not "!" <= character <= "~":
            name = unicodedata.name(character, _("an invisible character"))
            raise ValidationError(
                _(
                    "An API key contains only English letters, digits and "
                    "symbols. Not allowed: %(character)s."
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
        """Saves the user if the form is valid; returns whether it did."""
        if not self.is_valid():
            return False
        try:
            with transaction.atomic():
                Account.objects.create(user=self.save(), must_change_password=True)
        except IntegrityError:
            # After a double click, the other request added the same user first.
            self.add_error("username", _("A user with that username already exists."))
            return False
        return True


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    class Meta:
        model = TeamSettings
        fields = ("sign_notes",)


class RightsForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    class Meta:
        model = Account
        fields = ("may_delete_pools",)


class OtherPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # as above
    """Sets the password of another user, who must then change it.

    Forgets their API key: otherwise whoever knows the password could use it.
    """

    had_key = False

    @transaction.atomic
    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        # No other field: the user may have been deactivated while it was hashed.
        if not User.objects.filter(pk=user.pk).update(password=user.password):
            raise Http404
        self.had_key = ApiKey.forget(user)
        Account.objects.update_or_create(
            user=user, defaults={"must_change_password": True}
        )
        return user
