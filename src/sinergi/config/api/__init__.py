"""The API: what a person can do on the pages, a program can do under /api/v1."""

from sinergi.config.api.assembly import api

__all__ = ["api"]
