"""Sends a form to the API only once, even if its button is pressed again, its page is
reloaded or the answer is lost. If the outcome is unknown, the user decides.

Each form that is sent is a row. One that may be sent again has a new row each time."""

import json
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.translation import gettext as _

from recruspace_dashboard.files.references import FileReference
from recruspace_dashboard.library.visible import refuse
from recruspace_dashboard.pages.next_page import with_next
from recruspace_dashboard.pages.request import HttpRequest
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.drafts import delete_draft, store_draft
from recruspace_dashboard.writes.form_ids import FIELD, read_form_id
from recruspace_dashboard.writes.forms import ApiForm, CreatedRecord
from recruspace_dashboard.writes.models import Write

State = Write.State

# How long a second click waits for the result of the first.
FIRST_CLICK_WAIT_SECONDS = 5.0
# How often a page checks by itself whether the write has arrived.
MAX_AUTO_CHECKS = 2


class AlreadySent(Exception):
    """The form was already sent and accepted; `address` is the page it led to."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True)
class NotSent:
    """Why a form was not sent.

    `reason` is `expired`, `pending`, `unknown` or `duplicate`: another form with the
    same values was sent, and led to `address`.
    """

    reason: str
    address: str = ""


def submit(form: ApiForm, request: HttpRequest) -> bool:
    """Sends the form if it is valid; returns whether the API accepted it.

    Sets the form's `result` and `status`. Raises `AlreadySent`, which a middleware
    turns into a redirect.
    """
    if form.send_once and "look" in request.POST:
        # The check needs the values, even if the form is no longer valid.
        form.full_clean()
        form.errors.clear()
        _add_not_sent_error(form, request, NotSent("unknown"))
        return False
    if not form.is_valid():
        form.status = 422
        return False
    sent = _send(form, request)
    if sent:
        delete_draft(request)
    if isinstance(form.error, AuthenticationFailed) and form.error.status == 401:
        refuse(request.recruspace)
        _offer_new_key(form, request)
    return sent


def _send(form: ApiForm, request: HttpRequest) -> bool:
    digest = _digest(form, request)
    write = (
        _claim(request, form, digest)
        if form.send_once
        else _begin(request, form, uuid4(), digest)
    )
    if isinstance(write, NotSent):
        _add_not_sent_error(form, request, write)
        return False
    form.write = write
    state = State.UNKNOWN
    try:
        sent = form.send_to(request.recruspace)
        lost = form.error is not None and form.error.outcome_unknown
        state = State.DONE if sent else State.UNKNOWN if lost else State.REFUSED
    finally:
        reason = form.fault.text if form.fault else ""
        write.end(state, reason=reason, already=form.already)
    if state == State.UNKNOWN and form.send_once:
        _add_not_sent_error(form, request, NotSent("unknown"))
    if sent and not form.send_once:
        _settle_earlier(write)
    return sent


def _settle_earlier(write: Write) -> None:
    """What may be sent again and has now been made is no longer unknown."""
    same = Write.objects.filter(owner=write.owner_id, digest=write.digest)
    same.filter(state=State.UNKNOWN).update(state=State.DONE)


def _claim(request: HttpRequest, form: ApiForm, digest: str) -> Write | NotSent:
    """A row that is being sent if the form may be sent now, else why not."""
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if form_id is None:
        return NotSent("expired")
    if form_id.owner != request.user.pk:
        raise Http404("a form of another user")
    deadline = time.monotonic() + FIRST_CLICK_WAIT_SECONDS
    while True:
        may_wait = time.monotonic() < deadline
        claimed = _claim_now(request, form, form_id.id, digest, may_wait)
        if claimed is not None:
            return claimed
        time.sleep(0.1)


@transaction.atomic
def _claim_now(
    request: HttpRequest, form: ApiForm, form_id: UUID, digest: str, may_wait: bool
) -> Write | NotSent | None:
    """Like `_claim`; None while it is worth waiting for the first click."""
    # One claim per user at a time, so that two tabs cannot send the same.
    User.objects.select_for_update().get(pk=request.user.pk)
    earlier = Write.objects.filter(owner=request.user, form_id=form_id).first()
    send_again = "send_again" in request.POST
    if earlier is not None:
        match earlier.effective_state:
            case State.SENDING:
                return None if may_wait else NotSent("pending")
            # The browser restored an old page, and other values were typed.
            case State.DONE if earlier.digest != digest:
                return NotSent("expired")
            case State.DONE:
                # The first click stores its address a moment after it is done.
                if may_wait and not earlier.sealed_address:
                    return None
                raise AlreadySent(earlier.address)
            case State.UNKNOWN if not send_again:
                return NotSent("unknown")
    if not send_again:
        duplicate = Write.find_duplicate(request.user, form_id, digest)
        if duplicate is not None:
            return NotSent("duplicate", duplicate.address)
    return _begin(request, form, form_id, digest, earlier)


def _begin(
    request: HttpRequest,
    form: ApiForm,
    form_id: UUID,
    digest: str,
    earlier: Write | None = None,
) -> Write:
    """The row of a form that is sent now, for the first time or again, with what the
    history shows of it."""
    user = request.user
    write = earlier or Write(owner=user, sealed_for=user.pk, form_id=form_id)
    write.digest, write.state = digest, State.SENDING
    write.sent_at, write.ended_at = timezone.now(), None
    write.attempts += 1
    write.action, write.candidate_id = form.action, form.candidate_id
    told = form.arguments()
    write.sealed_arguments = write.seal(json.dumps(told)) if told else ""
    write.save()
    return write


def _digest(form: ApiForm, request: HttpRequest) -> str:
    """A keyed hash of all that a form would send, and of its address."""
    parts = [type(form).__name__, request.path]
    for name, value in sorted(form.cleaned_data.items()):
        match value:
            case UploadedFile():
                value = _file_digest(value)
            case FileReference():
                # The token differs each time the form is opened.
                value = value.id
        parts += [name, value]
    return salted_hmac("recruspace_dashboard.submissions", repr(parts)).hexdigest()


def _file_digest(file: "UploadedFile[Any]") -> str:
    content = sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return f"{file.name} {content.hexdigest()}"


def _add_not_sent_error(form: ApiForm, request: HttpRequest, not_sent: NotSent) -> None:
    """Says why the form was not sent, and what the user can do."""
    context = {"form": form, "not_sent": not_sent, "request": request}
    if not_sent.reason == "unknown" and form.can_find_created:
        checks = parse.integer(request.POST.get("look")) or 0
        context |= _check_outcome(form, request)
        if not context["found"] and checks < MAX_AUTO_CHECKS:
            context["next_check"] = checks + 1
    form.status = 409 if form.error is None else form.status
    form.add_error(None, render_to_string("writes/_held.html", context))


def _check_outcome(
    form: ApiForm, request: HttpRequest
) -> dict[str, CreatedRecord | bool | None]:
    """Whether the API was asked, and what it found, for the template."""
    sent = _earlier_write(request)
    if sent and sent.state == State.DONE:
        raise AlreadySent(sent.address)
    form.sent_at = (sent and sent.sent_at) or timezone.now()
    try:
        found = form.find_created(request.recruspace.uncached())
    except RecruspaceError:
        return {"found": None, "checked": False}
    return {"found": found, "checked": True}


def _earlier_write(request: HttpRequest) -> Write | None:
    """The row of the posted form, if it was sent before."""
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if form_id is None:
        return None
    return Write.objects.filter(owner=request.user, form_id=form_id.id).first()


def _offer_new_key(form: ApiForm, request: HttpRequest) -> None:
    store_draft(request)
    address = with_next(reverse("accounts:key"), request.get_full_path())
    text = _("Store another API key. After that, what you typed here is restored.")
    form.add_error(
        None, format_html('<a href="{}" data-draft-stored>{}</a>', address, text)
    )
