"""Addresses of minutes and directives."""

from __future__ import annotations

from django.urls import URLPattern, path

from sinergi.meetings.views import action_plan, directives, minutes

urlpatterns: list[URLPattern] = [
    path("meetings/<uuid:pk>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<uuid:pk>/minutes/state/", minutes.minutes_state, name="minutes-state"),
    path("meetings/<uuid:pk>/minutes/history/", minutes.minutes_history, name="minutes-history"),
    path("meetings/<uuid:pk>/minutes/point/", minutes.minutes_point, name="minutes-point"),
    path("meetings/<uuid:pk>/minutes/issue/", minutes.minutes_issue, name="minutes-issue"),
    path("meetings/<uuid:pk>/minutes/correct/", minutes.minutes_correct, name="minutes-correct"),
    path("meetings/points/<uuid:pk>/minutes/", minutes.minutes_write, name="minutes-write"),
    path("meetings/minutes/<uuid:pk>/", minutes.minutes_document, name="minutes-document"),
    path("meetings/<uuid:pk>/directives/", directives.directives_given, name="directives-given"),
    path("meetings/<uuid:pk>/directives/give/", directives.directive_give, name="directive-give"),
    path("directives/", directives.directives, name="directives"),
    path("directives/action-plan/", action_plan.action_plan, name="action-plan"),
    path("directives/action-plan/excel/", action_plan.action_plan_excel, name="action-plan-excel"),
    path("directives/action-plan/issue/", action_plan.action_plan_issue, name="action-plan-issue"),
    path(
        "directives/action-plan/<uuid:pk>/",
        action_plan.action_plan_document,
        name="action-plan-document",
    ),
    path("directives/<uuid:pk>/", directives.directive, name="directive"),
    path("directives/<uuid:pk>/<slug:slug>/", directives.directive_do, name="directive-do"),
]
