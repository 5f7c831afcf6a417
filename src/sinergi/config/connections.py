"""Whether the database answers, and letting go of it: before a fork, before it stops."""

from __future__ import annotations

import psycopg
from django.db import connection as default
from django.db import connections

PATIENCE = 5  # seconds


def close_all() -> None:
    """Close this thread's connection and the pool behind it; both open again when needed."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None and connection.settings_dict["OPTIONS"].get("pool"):
            close_pool()


def probe() -> str | None:
    """Why the database does not answer, in one line; None when it does. Past the pool, at once."""
    parameters = {**default.get_connection_params(), "connect_timeout": PATIENCE}
    try:
        psycopg.connect(**parameters).close()
    except psycopg.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return None
