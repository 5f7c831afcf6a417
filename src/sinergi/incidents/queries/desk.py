"""What waits for a post among the cases, in one statement a heap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, Window
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.waiting import Item, Section
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.kernel.clock import now

SHOWN = 8


def waiting_sections(post: Post) -> list[Section]:
    """Cases on my desks: late, to acknowledge, in work; none for a post that sits at no desk."""
    if not post.desk_ids or not post.can("verify"):
        return []
    mine = Incident.objects.visible_to(post).unfinished().filter(desk_id__in=post.desk_ids)
    late = Q(next_deadline__lte=now()) | Q(reminders__gt=0)
    new = Q(acknowledged_at__isnull=True)
    return [
        _section("late", _("Past their deadline"), _("Nothing is late."), mine.filter(late), True),
        _section(
            "new",
            _("To acknowledge"),
            _("Nothing new."),
            mine.filter(new).exclude(late),
        ),
        _section("open", _("In our hands"), _("No open case."), mine.exclude(late | new)),
    ]


def _section(key: str, title: Any, empty: Any, rows: IncidentRows, urgent: bool = False) -> Section:
    ranked: Iterable[Any] = (
        rows.annotate(total=Window(Count("pk")))
        .select_related("region")
        .order_by("next_deadline", "pk")[:SHOWN]
    )
    found = list(ranked)
    return Section(
        f"incidents-{key}",
        title,
        empty,
        found[0].total if found else 0,
        [_item(row) for row in found],
        urgent=urgent and bool(found),
    )


def _item(row: Incident) -> Item:
    return Item(
        title=row.headline,
        url=row.get_absolute_url(),
        place=str(row.region),
        due_at=row.next_deadline,
        severity=row.severity,
        number=row.number,
        state=row.get_state_display(),
    )
