"""What was typed stays, also when nobody is signed in any more to whom it belongs."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.models import User
from django.forms import FileField
from django.http import HttpRequest as DjangoRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from recruspace_dashboard.writes.form_ids import FIELD, read_form_id
from recruspace_dashboard.writes.forms import ApiForm
from recruspace_dashboard.writes.models import Draft

if TYPE_CHECKING:
    from recruspace_dashboard.pages.http import HttpRequest

NOT_TYPED = {"csrfmiddlewaretoken", FIELD, "look", "send_again", "api_key"}


def keep_draft(request: DjangoRequest, address: str | None = None) -> bool:
    """Whether what was posted is kept for the person whose form it was, who need not
    be signed in: the form's id tells, which nobody else can make.

    It comes back at the `address` it was typed at, else at that of the request.
    """
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if request.method != "POST" or form_id is None:
        return False
    owner = User.objects.filter(pk=form_id.owner, is_active=True).first()
    if owner is None:
        return False
    typed = {
        name: values for name, values in request.POST.lists() if name not in NOT_TYPED
    }
    return Draft.keep(owner, address or request.get_full_path(), typed)


def restore_draft(
    request: "HttpRequest", form: ApiForm, address: str | None = None
) -> None:
    """Puts back into an unbound form what its owner typed before at the `address`, else
    that of the request, and says so."""
    if request.method != "GET" or form.restored:
        return
    typed = Draft.show(request.user, address or request.get_full_path())
    if typed is None:
        return
    form.restored = True
    nothing: MultiValueDict[str, object] = MultiValueDict()
    files = False
    for name, field in form.fields.items():
        if isinstance(field, FileField):
            files = True
            continue
        form.initial[name] = field.widget.value_from_datadict(typed, nothing, name)
    text = _("What you typed before has been restored.")
    if files:
        text += " " + _("Choose the file again.")
    messages.info(request, text)


def forget_draft(request: "HttpRequest") -> None:
    """The form was sent after all, from a page that had stayed open."""
    Draft.objects.filter(owner=request.user, path=request.path).delete()
