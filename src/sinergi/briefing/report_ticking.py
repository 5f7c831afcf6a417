"""The tick of reports: opens what is due to be opened, freezes what is past its cut-off."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sinergi.briefing import report_rules as rules
from sinergi.briefing.actions.reports import freeze_report, open_report
from sinergi.briefing.models import ReportSchedule, SituationReport
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.kernel.ticking import in_every_operation, step

MOST_AT_ONCE = 3 * rules.DAY

log = logging.getLogger(__name__)


def tick_all() -> int:
    """Tick every operation; how many reports were opened or frozen."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """Open today's reports of this operation, and freeze those whose cut-off is past."""
    return open_due(operation) + freeze_due(operation)


def open_due(operation: Operation) -> int:
    """One report a day for each schedule, from its hour on; never two of one period."""
    rows = ReportSchedule.objects.filter(operation=operation, active=True)
    return sum(_open(row) for row in rows.select_related("desk__operation"))


def _open(row: ReportSchedule) -> bool:
    today = local(now()).date()
    opens = datetime.combine(today, row.opens, tzinfo=zone())
    until = datetime.combine(today, row.cut_off, tzinfo=zone())
    there = SituationReport.objects.of_days().filter(desk=row.desk, until_at=until)
    if now() < opens or there.exists():
        return False
    try:
        open_report(
            SYSTEM, row.desk, kind="daily", from_at=_begin(row, until), until_at=until,
            parts_due_at=until + timedelta(minutes=row.minutes_for_parts),
            copies_to=row.copies_to,
        )  # fmt: skip
    except Problem:
        log.exception("the report of desk %s cannot be opened", row.desk_id)
        return False
    return True


def _begin(row: ReportSchedule, until: datetime) -> datetime:
    """Where the last report ended, so that a day on which the server was off is not left out."""
    rows = SituationReport.objects.of_days().filter(desk=row.desk, until_at__lt=until)
    last = rows.order_by("-until_at").values_list("until_at", flat=True).first()
    return last if last and last >= until - MOST_AT_ONCE else until - rules.DAY


def freeze_due(operation: Operation) -> int:
    """Each report alone: what fails of one holds up no other."""
    due = SituationReport.objects.filter(
        operation=operation, state=SituationReport.State.COLLECTING, until_at__lte=now()
    )
    keys = list(due.order_by("until_at").values_list("pk", flat=True)[:50])
    return sum(step(due, key, _freeze) for key in keys)


def _freeze(row: SituationReport) -> bool:
    try:
        freeze_report(SYSTEM, row)
    except Problem:
        log.exception("the numbers of report %s cannot be frozen", row.pk)
        return False
    return True
