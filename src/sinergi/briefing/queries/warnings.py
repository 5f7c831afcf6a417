"""The alerts that run, as the picture counts them."""

from __future__ import annotations

from dataclasses import dataclass

from sinergi.agencies.models import Post


@dataclass(frozen=True)
class Running:
    """How many alerts run in her places, and where they are listed."""

    count: int = 0
    url: str = ""


def running_alerts(post: Post) -> Running:
    """Until the room of alerts keeps them there are none."""
    return Running()
