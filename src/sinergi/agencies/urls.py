"""Routes of the room: signing in under allauth's names, everything else under `agencies:`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sinergi.agencies import signin_urls
from sinergi.agencies.views import account, desks

ROOM: list[URLPattern | URLResolver] = [
    path("account/", account.account_view, name="account"),
    path("account/post/", account.choose_post_view, name="choose-post"),
    path("account/tokens/", account.tokens_view, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", account.token_revoke_view, name="token-revoke"),
    path("desks/days/", desks.days_view, name="days"),
    path("desks/<uuid:pk>/day/", desks.day_confirm_view, name="day-confirm"),
    path("desks/<uuid:pk>/people/", desks.desk_people_view, name="desk-people"),
    path("desks/<uuid:pk>/people/seat/", desks.seat_view, name="seat"),
    path("desks/<uuid:pk>/people/shift/", desks.shift_plan_view, name="shift-plan"),
    path("desks/shifts/<uuid:pk>/cancel/", desks.shift_cancel_view, name="shift-cancel"),
    path("desks/members/<uuid:pk>/unseat/", desks.unseat_view, name="unseat"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signin_urls.urlpatterns,
    path("", include((ROOM, "agencies"))),
]
