"""Routes of the room: signing in under allauth's names, everything else under `agencies:`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sinergi.agencies import signin_urls
from sinergi.agencies.views import account

ROOM: list[URLPattern | URLResolver] = [
    path("account/", account.account_view, name="account"),
    path("account/post/", account.choose_post_view, name="choose-post"),
    path("account/tokens/", account.tokens_view, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", account.token_revoke_view, name="token-revoke"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signin_urls.urlpatterns,
    path("", include((ROOM, "agencies"))),
]
