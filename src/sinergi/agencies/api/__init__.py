"""Agencies, desks, duty, days and oneself in the API: the same reads and actions as the pages."""

from sinergi.agencies.api import acting, reading
from sinergi.agencies.api.routes import router

__all__ = ["acting", "reading", "router"]
