"""Routes of the picture, situation reports, reviews and open data."""

from django.urls import URLPattern

app_name = "briefing"

urlpatterns: list[URLPattern] = []
