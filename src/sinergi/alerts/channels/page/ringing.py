"""Ringing at open pages through the live feed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from sinergi.kernel.clock import now
from sinergi.kernel.journal import CHANNEL

POSTS_IN_A_CALL = 150  # a NOTIFY carries 8,000 bytes


def ring(posts: Iterable[Any]) -> None:
    """Let the pages of these posts ask for their notices anew, once this is committed."""
    every = sorted({str(post) for post in posts})
    with connection.cursor() as cursor:
        for start in range(0, len(every), POSTS_IN_A_CALL):
            call = _call(every[start : start + POSTS_IN_A_CALL])
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(call)])


def _call(posts: list[str]) -> dict[str, Any]:
    """An event of the live feed that is meant for some posts alone."""
    return {
        "id": 0,
        "operation": None,
        "region": "",
        "audience": None,
        "posts": posts,
        "verb": "notice.made",
        "subject_type": "alerts.notice",
        "subject_id": "",
        "at": now().isoformat(),
    }
