"""Decorators that limit a view to users with a stored API key, or to superusers."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruspace_dashboard.accounts.models import Account, ApiKey
from recruspace_dashboard.connection.client import Purpose, client_for
from recruspace_dashboard.pages.error_pages import NotAllowed
from recruspace_dashboard.pages.htmx import is_prefetch
from recruspace_dashboard.pages.request import HttpRequest, afterwards
from recruspace_dashboard.sealing.key_ring import UnsealError

P = ParamSpec("P")

NO_KEY = _(
    "Store your Recruspace API key first. You can create one in"
    " Recruspace under Settings > Career Page."
)
UNREADABLE = _("Your saved API key can no longer be read. Enter it again.")


class NoUsableKey(Exception):
    """The user has no readable API key. Its text is shown to the user."""


def recruspace_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sets `request.recruspace`: an API client with the user's own key.

    Raises `NoUsableKey`, which a middleware turns into a redirect to the key page.
    """

    @wraps(view)
    def with_client(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        purpose = Purpose.PREFETCH if is_prefetch(request) else Purpose.PAGE
        with ExitStack() as late:
            request.recruspace = client_for(_key_of(request.user), purpose, late=late)
            response = view(request, *args, **kwargs)
            afterwards(response, late.pop_all().close, first=True)
        return response

    return with_client


def client_if_key(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sets `request.recruspace` where the user has a readable key, for a page that can
    do without."""

    @wraps(view)
    def with_client(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        with suppress(NoUsableKey):
            request.recruspace = client_for(_key_of(request.user), Purpose.PAGE)
        return view(request, *args, **kwargs)

    return with_client


def _key_of(user: User) -> str:
    try:
        return user.api_key.reveal()
    except ApiKey.DoesNotExist:
        text = NO_KEY
    except UnsealError:
        text = UNREADABLE
    raise NoUsableKey(text)


def _is_superuser(user: User | AnonymousUser) -> bool:
    if not user.is_superuser:
        raise PermissionDenied
    return True


# Others get a 403. A redirect to sign-in would loop, as they are signed in.
superuser_required = user_passes_test(_is_superuser)


def may_delete_pools(user: User) -> bool:
    return user.is_superuser or Account.of(user).may_delete_pools


def pool_deletion_required(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Shows users without the right to delete pools why they cannot."""

    @wraps(view)
    def with_right(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not may_delete_pools(request.user):
            raise NotAllowed(
                gettext(
                    "You may not delete pools. An administrator of this dashboard can "
                    "change this."
                )
            )
        return view(request, *args, **kwargs)

    return with_right
