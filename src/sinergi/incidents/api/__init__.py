"""Cases in the API: found, read, reported, and worked on by the actions of the pages."""

from sinergi.incidents.api import acting, figures, files, listing, reading, reporting, taking
from sinergi.incidents.api.routes import router

__all__ = ["acting", "figures", "files", "listing", "reading", "reporting", "router", "taking"]
