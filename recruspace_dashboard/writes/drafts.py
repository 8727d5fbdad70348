"""Drafts: typed text survives an ended session, a refused API key and a reload."""

from typing import Any, Protocol

from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import Field, FileField
from django.http import HttpRequest as DjangoRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.writes.form_ids import FIELD, read_form_id
from recruspace_dashboard.writes.models import Draft

NOT_STORED = {"csrfmiddlewaretoken", FIELD, "look", "send_again", "api_key"}


def store_draft(request: DjangoRequest, address: str | None = None) -> bool:
    """Stores what was posted as a draft; returns whether it did.

    The owner need not be signed in: the form's signed id names them. The draft is
    restored at `address`, by default the address of the request.
    """
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if request.method != "POST" or form_id is None:
        return False
    owner = User.objects.filter(pk=form_id.owner, is_active=True).first()
    if owner is None:
        return False
    typed = {
        name: values for name, values in request.POST.lists() if name not in NOT_STORED
    }
    return Draft.store(owner, address or request.get_full_path(), typed)


class Restorable(Protocol):
    """A form that says whether it shows a draft."""

    restored: bool
    fields: dict[str, Field]
    initial: Any


def restore_draft(
    request: HttpRequest, form: Restorable, address: str | None = None
) -> None:
    """Fills an unbound form from the draft of `address`, and tells the user.

    `address` is by default the address of the request.
    """
    if request.method != "GET" or form.restored:
        return
    typed = Draft.load(request.user, address or request.get_full_path())
    if typed is None:
        return
    form.restored = True
    no_files: MultiValueDict[str, object] = MultiValueDict()
    has_files = False
    for name, field in form.fields.items():
        if isinstance(field, FileField):
            has_files = True
            continue
        form.initial[name] = field.widget.value_from_datadict(typed, no_files, name)
    text = _("What you typed before has been restored.")
    if has_files:
        text += " " + _("Choose the file again.")
    messages.info(request, text)


def delete_draft(request: HttpRequest) -> None:
    """Deletes the draft of a form that has now been sent."""
    Draft.objects.filter(owner=request.user, path=request.path).delete()
