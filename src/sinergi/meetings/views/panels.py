"""What this room puts into pages of others: a gap in readiness goes on the next agenda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from sinergi.agencies.current import acting
from sinergi.kernel.clock import now
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.permissions.meeting import may_propose_point

MOST = 5


def propose_panel(request: HttpRequest, item: Any) -> Mapping[str, Any] | None:
    """The coming meetings on whose agenda she may put `item`; those on which it stands already.

    `item` is anything with a title (its text) and a page. None where there is nothing to say.
    """
    post = acting(request)
    url = item.get_absolute_url()
    rows = Meeting.objects.visible_to(post).coming().filter(ends_at__gt=now())
    coming = [row for row in rows.select_related("desk")[:MOST] if may_propose_point(post, row)]
    placed = AgendaItem.objects.filter(
        origin_url=url, dropped=False, meeting__in=Meeting.objects.visible_to(post)
    ).select_related("meeting")
    there = list(placed[:MOST])
    if not coming and not there:
        return None
    taken = {point.meeting_id for point in there}
    return {
        "meetings": [row for row in coming if row.pk not in taken],
        "there": there,
        "title": str(item)[:200],
        "url": url,
    }
