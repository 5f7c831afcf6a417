"""Routes of the picture, situation reports, reviews and open data."""

from __future__ import annotations

from django.urls import URLPattern

from sinergi.briefing import urls_picture, urls_reports

app_name = "briefing"

urlpatterns: list[URLPattern] = [*urls_picture.urlpatterns, *urls_reports.urlpatterns]
