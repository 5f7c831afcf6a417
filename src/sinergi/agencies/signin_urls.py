"""Where people sign in and keep their account safe: the pages of allauth that we use, no other.

Their names are allauth's, because it asks for them; there is no page to sign up.
"""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from sinergi.agencies.views.account import language_view, sign_in_view

BY_MAIL = {"by_mail": bool(settings.EMAIL_HOST)}

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", sign_in_view, name="account_login"),
    path("sign-out/", views.logout, name="account_logout"),
    path("account/language/", language_view, name="set_language"),
    path("account/barred/", views.account_inactive, name="account_inactive"),
    path("account/confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("account/password/", views.password_change, name="account_change_password"),
    path("account/password/first/", views.password_set, name="account_set_password"),
    path(
        "account/forgotten/",
        views.PasswordResetView.as_view(extra_context=BY_MAIL),
        name="account_reset_password",
    ),
    path("account/forgotten/sent/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "account/forgotten/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
]
