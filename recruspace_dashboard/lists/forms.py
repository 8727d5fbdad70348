from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.lists import saved
from recruspace_dashboard.lists.asked import Asked
from recruspace_dashboard.lists.models import SavedView

if TYPE_CHECKING:
    Form = forms.ModelForm[SavedView]
else:
    Form = forms.ModelForm

NAME_TAKEN = _("You already have a view with this name.")


class ViewForm(Form):
    """Saves what is asked of a list as a view of `user`."""

    errors_id = "view-form-errors"

    with_columns = forms.BooleanField(
        label=_("With the columns I see now"), required=False
    )

    class Meta:
        model = SavedView
        fields = ("name", "shared", "pinned")
        labels = {  # noqa: RUF012
            "name": _("Name of the view"),
            "shared": _("For the whole team"),
            "pinned": _("On Home"),
        }
        # On a panel that was just opened, one types at once.
        widgets = {  # noqa: RUF012
            "name": forms.TextInput({"autocomplete": "off", "autofocus": True})
        }
        error_messages = {  # noqa: RUF012
            "name": {"required": _("Enter a name for the view.")}
        }

    def __init__(self, data: QueryDict | None, *, user: User, asked: Asked) -> None:
        super().__init__(data, auto_id="view_%s", use_required_attribute=False)
        self.user = user
        self.asked = asked
        self.instance.owner = user
        self.instance.q = asked.q
        self.instance.sort = asked.sort

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if SavedView.objects.filter(owner=self.user, name=name).exists():
            raise ValidationError(NAME_TAKEN)
        return name

    def store(self) -> bool:
        """Whether the view is saved; if not, the form has errors."""
        if not self.is_valid():
            return False
        if self.cleaned_data["with_columns"]:
            shown = saved.view_asked(self.asked, self.user)
            self.instance.columns = saved.columns_of(shown, self.user).names
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError:
            # Its button was pressed twice.
            self.add_error("name", NAME_TAKEN)
            return False
        return True
