"""Routes of the room: signing in under allauth's names, everything else under `agencies:`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sinergi.agencies import signin_urls
from sinergi.agencies.views import account, administration, desks, importing, people

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
    path("administration/", people.people_view, name="people"),
    path("administration/people/add/", people.person_add_view, name="person-add"),
    path("administration/people/import/", importing.import_view, name="import"),
    path("administration/people/import/template/", importing.template_view, name="import-template"),
    path("administration/people/import/<uuid:pk>/", importing.preview_view, name="import-preview"),
    path(
        "administration/people/import/<uuid:pk>/carry-out/",
        importing.carry_out_view,
        name="import-carry-out",
    ),
    path(
        "administration/people/import/<uuid:pk>/passwords/",
        importing.passwords_view,
        name="import-passwords",
    ),
    path("administration/people/<uuid:pk>/", people.person_view, name="person"),
    path(
        "administration/people/<uuid:pk>/change/", people.person_change_view, name="person-change"
    ),
    path("administration/people/<uuid:pk>/posts/", people.post_open_view, name="post-open"),
    path(
        "administration/people/<uuid:pk>/password/",
        people.password_reset_view,
        name="password-reset",
    ),
    path(
        "administration/people/<uuid:pk>/<slug:change>/", people.person_act_view, name="person-act"
    ),
    path("administration/posts/<uuid:pk>/end/", people.post_close_view, name="post-close"),
    path("administration/agencies/", administration.agencies_view, name="agencies"),
    path("administration/agencies/add/", administration.agency_add_view, name="agency-add"),
    path("administration/agencies/<uuid:pk>/", administration.agency_view, name="agency"),
    path("administration/roles/", administration.roles_view, name="roles"),
    path("administration/tokens/", administration.tokens_view, name="all-tokens"),
    path("administration/journal/", administration.journal_view, name="journal"),
    path("administration/journal/<int:pk>/", administration.entry_view, name="entry"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *signin_urls.urlpatterns,
    path("", include((ROOM, "agencies"))),
]
