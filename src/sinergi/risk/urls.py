"""Routes of vulnerability and the register of risks."""

from django.urls import URLPattern

app_name = "risk"

urlpatterns: list[URLPattern] = []
