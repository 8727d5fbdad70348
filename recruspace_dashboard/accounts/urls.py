from django.contrib.auth.decorators import login_not_required
from django.urls import path

from recruspace_dashboard.accounts.views import (
    account,
    key,
    passwords,
    people,
    preferences,
)

sign_in_urls = [
    path("login/", passwords.SignIn.as_view(), name="login"),
    # Open to all: who is signed out already need not sign in to sign out.
    path("logout/", login_not_required(passwords.SignOut.as_view()), name="logout"),
]

app_name = "accounts"
urlpatterns = [
    path("", account.account, name="account"),
    path("password/", passwords.ChangePassword.as_view(), name="password"),
    path("sessions/end/", passwords.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("key/", key.key, name="key"),
    path("key/delete/", key.delete, name="key_delete"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="person_deactivate"),
    path("people/<int:pk>/activate/", people.activate, name="person_activate"),
    path("people/<int:pk>/password/", people.password, name="person_password"),
]
