"""Managing the users of this dashboard, for superusers."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from recruspace_dashboard.accounts import events, removal
from recruspace_dashboard.accounts.access import superuser_required
from recruspace_dashboard.accounts.forms import (
    OtherPasswordForm,
    RightsForm,
    TeamForm,
    UserForm,
)
from recruspace_dashboard.accounts.models import Account, ApiKey, TeamSettings
from recruspace_dashboard.accounts.throttle import forget_tries
from recruspace_dashboard.pages.request import HttpRequest, posted


@superuser_required
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    has_key = Exists(ApiKey.objects.filter(user=OuterRef("pk")))
    members = User.objects.annotate(has_key=has_key).order_by("username")
    form = TeamForm(instance=TeamSettings.current())
    return render(
        request, "accounts/team_list.html", {"members": members, "form": form}
    )


@superuser_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        TeamForm(request.POST, instance=TeamSettings.current()).save()
        events.log_change(request.user, "changed the settings of the team")
        messages.success(request, _("The settings of the team are saved."))
    return redirect("team:list")


@superuser_required
@require_safe
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """A user, and what a superuser can change about them."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        return redirect("accounts:account")
    has_key = ApiKey.objects.filter(user=user).exists()
    form = RightsForm(instance=Account.of(user))
    context = {"member": user, "has_key": has_key, "form": form}
    return render(request, "accounts/team_member.html", context)


@superuser_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def rights(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        user = get_object_or_404(User.objects.select_for_update(), pk=pk)
        account = RightsForm(request.POST, instance=Account.of(user)).save()
        verb = "allowed" if account.may_delete_pools else "forbade"
        events.log_change(request.user, f"{verb} deleting pools by the account", user)
        messages.success(request, _("The rights of the user are saved."))
    return redirect("team:member", pk)


@superuser_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = UserForm(posted(request))
    if form.is_bound and form.add():
        events.log_change(request.user, "added the account", form.instance)
        messages.success(
            request,
            _("%(username)s can now sign in.") % {"username": form.instance.username},
        )
        return redirect("team:list")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/team_new.html", {"form": form}, status=status)


@superuser_required
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        # The session ended before the button was pressed, and sign-in led back here.
        return redirect("team:list")
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        messages.error(request, _("You cannot deactivate yourself."))
        return redirect("team:list")
    try:
        had_key = removal.deactivate(user)
    except removal.LastSuperuser:
        return _refuse_last_superuser(request)
    events.log_change(request.user, "deactivated the account", user)
    text = _("%(username)s was deactivated and signed out.")
    if had_key:
        text += " " + _("Their stored API key was deleted.")
    messages.success(request, text % {"username": user.username})
    return redirect("team:list")


@superuser_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: with GET it says what is deleted and what is not."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        messages.error(request, _("You cannot delete yourself."))
        return redirect("team:list")
    if request.method != "POST":
        return render(request, "accounts/team_delete.html", {"member": user})
    try:
        removal.delete(user)
    except removal.LastSuperuser:
        return _refuse_last_superuser(request)
    events.log_change(request.user, "deleted the account", user)
    messages.success(
        request, _("%(username)s was deleted.") % {"username": user.username}
    )
    return redirect("team:list")


def _refuse_last_superuser(request: HttpRequest) -> HttpResponse:
    text = _("Nothing was changed: at least one active administrator must remain.")
    messages.error(request, text)
    return redirect("team:list")


@superuser_required
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("team:list")
    user = get_object_or_404(User, pk=pk)
    User.objects.filter(pk=pk).update(is_active=True)
    events.log_change(request.user, "activated the account", user)
    messages.success(
        request, _("%(username)s can sign in again.") % {"username": user.username}
    )
    return redirect("team:list")


@superuser_required
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets another user's password; Django ends the sessions of the old password."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        return redirect("accounts:password")
    form = OtherPasswordForm(user, posted(request))
    if form.is_valid():
        form.save()
        # A forgotten password has probably locked them out.
        forget_tries(user.username)
        events.log_change(request.user, "set the password", user)
        text = _("%(username)s has a new password.")
        if form.had_key:
            text += " " + _("Their stored API key was deleted.")
        messages.success(request, text % {"username": user.username})
        return redirect("team:list")
    context = {"form": form, "member": user}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/team_password.html", context, status=status)
