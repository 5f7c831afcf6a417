"""Addresses of the briefing pack."""

from __future__ import annotations

from django.urls import path

from sinergi.meetings.views import briefing as views

urlpatterns = [
    path("meetings/<uuid:pk>/briefing/", views.briefing, name="briefing"),
    path("meetings/<uuid:pk>/briefing/make/", views.briefing_make, name="briefing-make"),
    path("meetings/<uuid:pk>/briefing/slides/", views.briefing_slides, name="briefing-slides"),
    path("briefings/<uuid:pk>.pdf", views.briefing_pdf, name="briefing-pdf"),
]
