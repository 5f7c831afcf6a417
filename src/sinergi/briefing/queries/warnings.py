"""The alerts that run, as the picture counts them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from sinergi.agencies.models import Post
from sinergi.alerts.models import Alert
from sinergi.alerts.warning.permissions import may_look


@dataclass(frozen=True)
class Running:
    """How many alerts run in her places, and where they are listed (empty: she sees no list)."""

    count: int = 0
    url: str = ""


def running_alerts(post: Post) -> Running:
    """One statement; none for who sees no alerts."""
    if not may_look(post, post.operation):
        return Running()
    count = Alert.objects.visible_to(post).running().count()
    return Running(count, reverse("alerts:alerts"))
