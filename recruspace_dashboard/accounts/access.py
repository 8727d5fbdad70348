"""Who may enter a view: people with a stored key, and superusers."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from recruspace_dashboard.accounts.models import ApiKey
from recruspace_dashboard.connection.gate import gate_of
from recruspace_dashboard.connection.response_store import SealedResponseStore
from recruspace_dashboard.pages.http import HttpRequest, go_to
from recruspace_dashboard.pages.next_page import asked_from, with_next
from recruspace_dashboard.sealing.key_ring import KeyUnreadable
from recruspace_dashboard.services import RecruspaceClient
from recruspace_dashboard.services.http.response_cache import ResponseStore
from recruspace_dashboard.services.http.wire import Limits
from recruspace_dashboard.writes.drafts import keep_draft
from recruspace_dashboard.writes.submit import AlreadySent

P = ParamSpec("P")

NO_KEY = _(
    "Store your Recruspace API key first. You can create one in Recruspace under "
    "Settings > Career Page."
)
UNREADABLE = _("Your saved API key can no longer be read. Enter it again.")


def client_with(api_key: str, store: ResponseStore | None = None) -> RecruspaceClient:
    """The API for one page: with this key, its limit, and the time a page has."""
    return RecruspaceClient(
        api_key,
        settings.RECRUSPACE_API_URL,
        Limits.of_page(settings.RECRUSPACE_SECONDS),
        gate=gate_of(api_key),
        store=store,
    )


def recruspace_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Gives the view `request.recruspace`: the API with the person's own key.

    Somebody whose key is not stored, or not readable, is led to enter it.
    """

    @wraps(view)
    def with_client(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        try:
            api_key = ApiKey.objects.get(user=request.user.pk).reveal()
        except ApiKey.DoesNotExist:
            messages.warning(request, NO_KEY)
            return enter_key(request)
        except KeyUnreadable:
            messages.warning(request, UNREADABLE)
            return enter_key(request)
        store = SealedResponseStore(api_key, settings.RECRUSPACE_CACHE_SECONDS)
        request.recruspace = client_with(api_key, store)
        request.submission = None
        try:
            return view(request, *args, **kwargs)
        except AlreadySent as earlier:
            messages.info(request, _("This is already saved."))
            return go_to(request, earlier.address or "home")

    return with_client


def enter_key(request: HttpRequest) -> HttpResponse:
    """Leads to the page for the key, and from there back to where the person was."""
    address = reverse("accounts:key")
    keep_draft(request)
    if request.htmx:
        back = asked_from(request)
        return HttpResponseClientRedirect(with_next(address, back))
    return HttpResponseRedirect(with_next(address, request.get_full_path()))


def _is_superuser(user: User | AnonymousUser) -> bool:
    if not user.is_superuser:
        raise PermissionDenied
    return True


# Others get a 403; leading them to sign in again would go round in a circle.
superuser_required = user_passes_test(_is_superuser)
