"""What waits for a post among the cases, in one statement a heap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.followups.waiting import Figure, Item, Section
from sinergi.incidents import rules
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local, now

SHOWN = 8


# key, title, what is said when it is empty, the state that its list asks for
HEAPS: tuple[tuple[str, Any, Any, str], ...] = (
    ("late", _("Past their deadline"), _("Nothing is late."), "overdue"),
    ("new", _("To acknowledge"), _("Nothing new."), "unacknowledged"),
    ("open", _("In our hands"), _("No open case."), "open"),
)


def waiting_sections(post: Post) -> list[Section]:
    """Cases on my desks: late, to acknowledge, in work; none for a post that sits at no desk.

    One statement for all three heaps.
    """
    if not post.desk_ids or not post.can("verify"):
        return []
    heaps = _heaps(post)
    url = f"{reverse('incidents:situation')}?desk={post.desk_ids[0]}&state="
    return [
        Section(
            f"incidents-{key}",
            title,
            empty,
            getattr(heaps[key][0], "total", 0) if heaps[key] else 0,
            [_item(row) for row in heaps[key]],
            more_url=url + state,
            urgent=key == "late" and bool(heaps[key]),
        )
        for key, title, empty, state in HEAPS
    ]


def _heaps(post: Post) -> dict[str, list[Incident]]:
    """The first cases of each heap, each with `total`, the size of its heap."""
    late = Q(next_deadline__lte=now()) | Q(reminders__gt=0)
    heap = Case(
        When(late, then=Value("late")),
        When(acknowledged_at__isnull=True, then=Value("new")),
        default=Value("open"),
    )
    order = ("next_deadline", "pk")
    rows = (
        Incident.objects.visible_to(post)
        .unfinished()
        .filter(desk_id__in=post.desk_ids)
        .select_related("region__parent")
        .annotate(
            heap=heap,
            total=Window(Count("pk"), partition_by="heap"),
            rank=Window(RowNumber(), partition_by="heap", order_by=order),
        )
        .filter(rank__lte=SHOWN)
        .order_by(*order)
    )
    found: dict[str, list[Incident]] = {key: [] for key, *_told in HEAPS}
    for row in rows:
        found[row.heap].append(row)  # type: ignore[attr-defined]
    return found


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
