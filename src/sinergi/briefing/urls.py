"""Routes of the picture, situation reports, reviews and open data."""

from __future__ import annotations

from django.urls import URLPattern, path  # noqa: F401 -- every theme adds its lines

from sinergi.briefing import urls_picture

app_name = "briefing"

urlpatterns: list[URLPattern] = [*urls_picture.urlpatterns]
