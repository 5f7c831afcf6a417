"""Addresses of minutes and directives."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
