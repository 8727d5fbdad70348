from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from recruspace_dashboard.accounts.views import (
    account,
    key,
    passwords,
    team,
)

sign_in_urls = [
    path("login/", passwords.SignIn.as_view(), name="login"),
    # A user whose session has ended need not sign in to sign out.
    path("logout/", login_not_required(passwords.SignOut.as_view()), name="logout"),
]

team_urls = [
    path("", team.team_list, name="list"),
    path("new/", team.new, name="new"),
    path("settings/", team.settings, name="settings"),
    path("<int:pk>/", team.member, name="member"),
    path("<int:pk>/deactivate/", team.deactivate, name="deactivate"),
    path("<int:pk>/activate/", team.activate, name="activate"),
    path("<int:pk>/password/", team.password, name="password"),
    path("<int:pk>/rights/", team.rights, name="rights"),
    path("<int:pk>/delete/", team.delete, name="delete"),
]

app_name = "accounts"

urlpatterns = [
    path("", account.account, name="account"),
    path("password/", passwords.ChangePassword.as_view(), name="password"),
    path("sessions/end/", passwords.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("key/", key.key, name="key"),
    path("key/delete/", key.delete, name="key_delete"),
    # The team list's earlier address.
    path(
        "people/",
        require_safe(RedirectView.as_view(pattern_name="team:list", permanent=True)),
    ),
]
