"""What waits for a post among the cases, in one statement a heap."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.followups.waiting import Figure, Item, Section
from sinergi.incidents import rules
from sinergi.incidents.models import Incident
from sinergi.incidents.models.incident import IncidentRows
from sinergi.kernel.clock import local, now

SHOWN = 8


def waiting_sections(post: Post) -> list[Section]:
    """Cases on my desks: late, to acknowledge, in work; none for a post that sits at no desk."""
    if not post.desk_ids or not post.can("verify"):
        return []
    mine = Incident.objects.visible_to(post).unfinished().filter(desk_id__in=post.desk_ids)
    late = Q(next_deadline__lte=now()) | Q(reminders__gt=0)
    new = Q(acknowledged_at__isnull=True)
    url = f"{reverse('incidents:situation')}?desk={post.desk_ids[0]}&state="
    return [
        _section(
            "late",
            _("Past their deadline"),
            _("Nothing is late."),
            mine.filter(late),
            url + "overdue",
            True,
        ),
        _section(
            "new",
            _("To acknowledge"),
            _("Nothing new."),
            mine.filter(new).exclude(late),
            url + "unacknowledged",
        ),
        _section(
            "open", _("In our hands"), _("No open case."), mine.exclude(late | new), url + "open"
        ),
    ]


def _section(
    key: str, title: Any, empty: Any, rows: IncidentRows, more_url: str, urgent: bool = False
) -> Section:
    ranked: Iterable[Any] = (
        rows.annotate(total=Window(Count("pk")))
        .select_related("region__parent")
        .order_by("next_deadline", "pk")[:SHOWN]
    )
    found = list(ranked)
    return Section(
        f"incidents-{key}",
        title,
        empty,
        getattr(found[0], "total", 0) if found else 0,
        [_item(row) for row in found],
        more_url=more_url,
        urgent=urgent and bool(found),
    )


def _item(row: Incident) -> Item:
    return Item(
        title=row.headline,
        url=row.get_absolute_url(),
        place=row.region.full_name,
        due_at=row.next_deadline,
        severity=row.severity,
        number=row.number,
        state=row.get_state_display(),
    )


def pictures(post: Post) -> list[Figure]:
    """How things stand, for who decides but sits at no desk: in two statements."""
    if not post.can("read"):
        return []
    counted = _counted(post)
    silent = silent_desks(post)
    critical, late = counted["critical"], counted["late"]
    at = f"{reverse('incidents:situation')}?state=open"
    return [
        Figure(_("Open, critical"), critical, "", f"{at}&severity=critical",
               "danger" if critical else "success", "alert-octagon"),
        Figure(_("Past their deadline"), late, "", at.replace("=open", "=overdue"),
               "danger" if late else "success", "clock-exclamation"),
        Figure(_("On village desks"), counted["village"], _("open"), f"{at}&level=village"),
        Figure(_("On district desks"), counted["district"], _("open"), f"{at}&level=district"),
        Figure(_("On the regency's desk"), counted["regency"], _("open"), f"{at}&level=regency"),
        Figure(_("Silent desks"), silent, _("did not confirm yesterday"),
               reverse("incidents:desks"), "warning" if silent else "success", "bell-off"),
    ]  # fmt: skip


def _counted(post: Post) -> dict[str, int]:
    late = Q(next_deadline__lte=now()) | Q(reminders__gt=0)
    rows = Incident.objects.visible_to(post).unfinished()
    levels = {level: Count("pk", filter=Q(level=level)) for level in rules.LEVELS}
    return rows.aggregate(
        critical=Count("pk", filter=Q(severity="critical")), late=Count("pk", filter=late), **levels
    )


def silent_desks(post: Post) -> int:
    """How many desks of her places did not confirm yesterday."""
    yesterday = local(now()).date() - timedelta(days=1)
    confirmed = DayConfirmation.objects.filter(day=yesterday, desk=OuterRef("pk"))
    return Desk.objects.visible_to(post).exclude(Exists(confirmed)).count()
