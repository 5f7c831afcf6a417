"""Addresses of a meeting: plan, invite, answer, attend."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
