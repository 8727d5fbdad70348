"""A batch: its dry run, how far it is, and what can be done with it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts.access import client_if_key, recruspace_required
from recruspace_dashboard.outbox.listing import batches_of
from recruspace_dashboard.outbox.reading import read_batch
from recruspace_dashboard.pages.htmx import redirect_to, render_page
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import parse
from recruspace_dashboard.writes import batches, looking
from recruspace_dashboard.writes.models import Batch, Write

State = Write.State


@require_safe
@client_if_key
def detail(request: HttpRequest, batch_id: int) -> HttpResponse:
    batch = _find(request, batch_id, whole_team=request.user.is_superuser)
    return render_page(
        request,
        page="outbox/batch.html",
        fragment="outbox/_batch.html",
        context={"page": read_batch(request, batch), "batch": batch},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@recruspace_required
def act(request: HttpRequest, batch_id: int, name: str) -> HttpResponse:
    """What needs the owner, whose key it is sent with."""
    return _act(request, _find(request, batch_id, whole_team=False), OWN[name])


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, batch_id: int, name: str) -> HttpResponse:
    """What superusers may do with any batch, also where no key is stored."""
    batch = _find(request, batch_id, whole_team=request.user.is_superuser)
    return _act(request, batch, STOPS[name])


def _find(request: HttpRequest, batch_id: int, *, whole_team: bool) -> Batch:
    """Another's batch is not there."""
    return get_object_or_404(
        batches_of(request.user, whole_team=whole_team), pk=batch_id
    )


Do = Callable[[HttpRequest, Batch], str]


def _act(request: HttpRequest, batch: Batch, do: Do) -> HttpResponse:
    # After an expired session, signing in leads here with GET.
    if request.method == "POST":
        said = do(request, batch)
        if said:
            messages.info(request, said)
    return redirect_to(request, reverse("outbox:batch", args=[batch.pk]))


def _send(request: HttpRequest, batch: Batch) -> str:
    return "" if batches.start(batch) else _("It is sent already.")


def _undo(request: HttpRequest, batch: Batch) -> str:
    if batches.undo(batch):
        return _("Nothing was sent.")
    return _("It is too late to undo: sending has begun. You can pause or cancel it.")


def _go_on(request: HttpRequest, batch: Batch) -> str:
    batches.go_on(batch)
    return ""


def _again(request: HttpRequest, batch: Batch) -> str:
    refused = batch.writes.filter(state=State.REFUSED)
    return _sent_again(batches.send_again(batch, refused))


def _decide(request: HttpRequest, batch: Batch) -> str:
    """For one write whose outcome is unknown, or for all of them."""
    unknown = _chosen(request, batch)
    match request.POST.get("decision"):
        case "again":
            return _sent_again(batches.send_again(batch, unknown))
        case "done":
            number = batches.settle(unknown, State.DONE)
        case "skip":
            number = batches.settle(unknown, State.CANCELLED)
        case "look":
            looking.look_again(unknown)
            return _("It is looked for in Recruspace.")
        case _:
            raise Http404
    if not number:
        return _("It was decided already.")
    text = ngettext("%(count)s is decided.", "%(count)s are decided.", number)
    return text % {"count": number}


def _chosen(request: HttpRequest, batch: Batch) -> QuerySet[Write]:
    unknown = batch.writes.filter(state=State.UNKNOWN)
    if request.POST.get("write") == "all":
        return unknown
    return unknown.filter(pk=parse.identity(request.POST.get("write")) or 0)


def _pause(request: HttpRequest, batch: Batch) -> str:
    batches.pause(Batch.objects.filter(pk=batch.pk))
    return ""


def _cancel(request: HttpRequest, batch: Batch) -> str:
    number = batches.cancel(batch)
    if not number:
        return ""
    text = ngettext(
        "%(count)s write is cancelled.", "%(count)s writes are cancelled.", number
    )
    return text % {"count": number}


def _sent_again(number: int) -> str:
    if not number:
        return ""
    text = ngettext("%(count)s is sent again.", "%(count)s are sent again.", number)
    return text % {"count": number}


OWN: Mapping[str, Do] = {
    "send": _send,
    "undo": _undo,
    "go-on": _go_on,
    "again": _again,
    "decide": _decide,
}
STOPS: Mapping[str, Do] = {"pause": _pause, "cancel": _cancel}
