"""Doors of the room for machines."""

from __future__ import annotations

from sinergi.neutrality.api.routes import router  # isort: skip -- the parts put their lines on it
from sinergi.neutrality.api import acting, cases, handover, keys, law, requests, writing_down

__all__ = ["acting", "cases", "handover", "keys", "law", "requests", "router", "writing_down"]
