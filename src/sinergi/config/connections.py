"""Letting go of database connections: before a fork, and before the server stops."""

from __future__ import annotations

from django.db import connections


def close_all() -> None:
    """Close this thread's connection and the pool behind it; both open again when needed."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None and connection.settings_dict["OPTIONS"].get("pool"):
            close_pool()
