"""What no entry of the journal says: that an answer is overdue, that a desk is silent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from sinergi.agencies.models import DayConfirmation, Desk
from sinergi.alerts.models import Notice
from sinergi.alerts.rules import REMIND_EVERY, SILENT_FROM, Event
from sinergi.alerts.subjects import News, case_of, followup_event
from sinergi.alerts.telling import tell
from sinergi.followups import rules as followups
from sinergi.followups.models import Followup
from sinergi.kernel.clock import local, now, use_operation
from sinergi.kernel.models import Operation

BATCH = 300


def remind_all() -> int:
    """Remind in every operation, by its own clock; how many notices were made."""
    total = 0
    for operation in Operation.objects.all():
        with use_operation(operation):
            total += remind(operation)
    return total


def remind(operation: Operation) -> int:
    """Of answers that are overdue (once a day until they come) and of desks silent at evening."""
    with transaction.atomic():
        return tell(operation, [*_overdue(operation), *_silent(operation)])


def _overdue(operation: Operation) -> list[News]:
    told = Notice.objects.filter(
        followup=OuterRef("pk"), verb="followup.overdue", created_at__gt=now() - REMIND_EVERY
    )
    rows = Followup.objects.filter(
        ~Exists(told), operation=operation, state__in=followups.OWED, due_at__lte=now()
    ).select_related("from_desk", "to_desk", "of_incident__incident")
    day = local(now()).date()
    return [
        News(
            key=f"overdue:{row.pk}:{day}",
            event=followup_event("followup.overdue", row),
            at=now(),
            incident=case_of(row),
            followup=row,
        )
        for row in rows.order_by("due_at")[:BATCH]
    ]


def _silent(operation: Operation) -> list[News]:
    """Desks that have said nothing of their day, from the evening on."""
    here = local(now())
    if here.time() < SILENT_FROM:
        return []
    told = Notice.objects.filter(
        desk=OuterRef("pk"), verb="desk.silent", created_at__gt=_midnight(here)
    )
    confirmed = DayConfirmation.objects.filter(desk=OuterRef("pk"), day=here.date())
    rows = Desk.objects.filter(~Exists(told), ~Exists(confirmed), operation=operation)
    return [
        News(
            key=f"silent:{desk.pk}:{here.date()}",
            event=Event("desk.silent", region=desk.region_id, desk=desk.region_id),
            at=now(),
            desk=desk,
        )
        for desk in rows[:BATCH]
    ]


def _midnight(here: datetime) -> datetime:
    return here.replace(hour=0, minute=0, second=0, microsecond=0)
