"""Sends a form to the API: once, however often its button is pressed, its page reloaded
or its answer lost. Where it is not known what came of it, a person decides."""

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

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
from recruspace_dashboard.pages.http import HttpRequest
from recruspace_dashboard.pages.next_page import with_next
from recruspace_dashboard.services import parse
from recruspace_dashboard.services.errors import AuthenticationFailed, RecruspaceError
from recruspace_dashboard.writes.drafts import forget_draft, keep_draft
from recruspace_dashboard.writes.form_ids import FIELD, read_form_id
from recruspace_dashboard.writes.forms import ApiForm, Found
from recruspace_dashboard.writes.models import KEPT, Submission

State = Submission.State

# A second click waits so long for what the first one leads to.
PATIENCE_SECONDS = 5.0
# How often a page looks by itself for what may have arrived.
MOST_LOOKS = 2


class AlreadySent(Exception):
    """The form was sent and taken before, and led to `address`."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True)
class Held:
    """Why a form was not sent: it is `expired`, `pending`, `unknown`, or the `twin` of
    another that led to `address`."""

    reason: str
    address: str = ""


def submit(form: ApiForm, request: HttpRequest) -> bool:
    """Whether the form was valid and the API took it; sets `result` and `status`.

    Raises `AlreadySent`, which `recruspace_required` turns into the way on.
    """
    if form.once and "look" in request.POST:
        # What was typed is needed, not whether it could be sent as it is.
        form.full_clean()
        form.errors.clear()
        _hold(form, request, Held("unknown"))
        return False
    if not form.is_valid():
        form.status = 422
        return False
    sent = _send_once(form, request) if form.once else form.send_to(request.recruspace)
    if sent:
        forget_draft(request)
    if isinstance(form.error, AuthenticationFailed) and form.error.status == 401:
        _offer_new_key(form, request)
    return sent


def _send_once(form: ApiForm, request: HttpRequest) -> bool:
    submission = _claim(request, _digest(form, request))
    if isinstance(submission, Held):
        _hold(form, request, submission)
        return False
    request.submission = submission
    state = State.UNKNOWN
    try:
        sent = form.send_to(request.recruspace)
        lost = form.error is not None and form.error.outcome_unknown
        state = State.DONE if sent else State.UNKNOWN if lost else State.FAILED
    finally:
        submission.end(state)
    if state == State.UNKNOWN:
        _hold(form, request, Held("unknown"))
    return sent


def _claim(request: HttpRequest, digest: str) -> Submission | Held:
    """The right to send this form now, or why there is none."""
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if form_id is None:
        return Held("expired")
    if form_id.owner != request.user.pk:
        raise Http404("a form of another person")
    Submission.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    gives_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        patient = time.monotonic() < gives_up
        claimed = _claim_now(request, form_id.id, digest, patient)
        if claimed is not None:
            return claimed
        time.sleep(0.1)


@transaction.atomic
def _claim_now(
    request: HttpRequest, form_id: UUID, digest: str, patient: bool
) -> Submission | Held | None:
    """As `_claim`; None as long as it is worth waiting for the first click."""
    # One claim of a person after another: two tabs that send the same wait here.
    User.objects.select_for_update().get(pk=request.user.pk)
    this: dict[str, Any] = {"user": request.user, "form_id": form_id}
    before = Submission.objects.filter(**this).first()
    again = "send_again" in request.POST
    if before is not None:
        match before.known_state:
            case State.PENDING:
                return None if patient else Held("pending")
            # A page that the browser brought back, with something else typed since.
            case State.DONE if before.digest != digest:
                return Held("expired")
            case State.DONE:
                # The first click notes where it leads a moment after it is done.
                if patient and not before.sealed_address:
                    return None
                raise AlreadySent(before.address)
            case State.UNKNOWN if not again:
                return Held("unknown")
    twin = None if again else Submission.twin(request.user, form_id, digest)
    if twin is not None:
        return Held("twin", twin.address)
    values = {"digest": digest, "state": State.PENDING, "sent_at": timezone.now()}
    return Submission.objects.update_or_create(**this, defaults=values)[0]


def _digest(form: ApiForm, request: HttpRequest) -> str:
    """What stands for all that a form would send, and to whom."""
    parts = [type(form).__name__, request.path]
    for name, value in sorted(form.cleaned_data.items()):
        match value:
            case UploadedFile():
                value = _of_file(value)
            case FileReference():
                # Its token is another each time a form is opened.
                value = value.id
        parts += [name, value]
    return salted_hmac("recruspace_dashboard.submissions", repr(parts)).hexdigest()


def _of_file(file: "UploadedFile[Any]") -> str:
    content = sha256()
    for chunk in file.chunks():
        content.update(chunk)
    file.seek(0)
    return f"{file.name} {content.hexdigest()}"


def _hold(form: ApiForm, request: HttpRequest, held: Held) -> None:
    """Says why the form is not sent, and offers what can be done."""
    context = {"form": form, "held": held, "request": request}
    if held.reason == "unknown" and form.can_look:
        looks = parse.integer(request.POST.get("look")) or 0
        context |= _look(form, request)
        if not context["found"] and looks < MOST_LOOKS:
            context["next_look"] = looks + 1
    form.status = 409 if form.error is None else form.status
    form.add_error(None, render_to_string("writes/_held.html", context))


def _look(form: ApiForm, request: HttpRequest) -> dict[str, Found | bool | None]:
    sent = _sent_with(request)
    if sent and sent.state == State.DONE:
        raise AlreadySent(sent.address)
    form.sent_at = sent.sent_at if sent else timezone.now()
    try:
        found = form.look(request.recruspace.uncached())
    except RecruspaceError:
        return {"found": None, "looked": False}
    return {"found": found, "looked": True}


def _sent_with(request: HttpRequest) -> Submission | None:
    """What was sent before with the form that was posted."""
    form_id = read_form_id(request.POST.get(FIELD, ""))
    if form_id is None:
        return None
    sent = Submission.objects.filter(user=request.user, form_id=form_id.id)
    return sent.first()


def _offer_new_key(form: ApiForm, request: HttpRequest) -> None:
    keep_draft(request)
    address = with_next(reverse("accounts:key"), request.get_full_path())
    text = _("Store another API key. After that, what you typed here is restored.")
    form.add_error(
        None, format_html('<a href="{}" data-draft-stored>{}</a>', address, text)
    )
