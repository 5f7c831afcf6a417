"""Follow-ups and my desk in the API."""

from sinergi.followups.api import acting, files, listing, my_desk
from sinergi.followups.api.routes import router

__all__ = ["acting", "files", "listing", "my_desk", "router"]
