"""The alerts of a report: those that went out in its period, and what still held at its cut-off."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from sinergi.alerts.models import Alert
from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.report_pieces import Pieces
from sinergi.regions.models import under

MOST_LISTED = 12


def count_alerts(report: SituationReport, pieces: Pieces) -> None:
    """How many went out, which still held, and how many said that they know. One statement.

    An alert bears the moment of each of its steps, so how it stood needs no journal.
    """
    until = report.until_at
    held = Q(ended_at=None) | Q(ended_at__gt=until)
    rows = Alert.objects.filter(
        under("region_id", [report.region_id]),
        Q(sent_at__gt=report.from_at) | held,
        operation_id=report.operation_id,
        sent_at__lte=until,
    )
    known = Count("receipts", filter=Q(receipts__acknowledged_at__lte=until))
    told = Count("receipts", filter=Q(receipts__told_at__lte=until))
    found = list(
        rows.select_related("region__parent").annotate(known=known, told=told).order_by("sent_at")
    )
    sent = [_key(row) for row in found if row.sent_at and row.sent_at > report.from_at]
    pieces.count("alerts_sent", "alerts", sent)
    pieces.count("alerts_running", "alerts", [_key(row) for row in found if _held(row, report)])
    pieces.listed("alerts", [_told(row, report) for row in found[-MOST_LISTED:]], len(found))


def _key(row: Alert) -> dict[str, Any]:
    return {"pk": row.pk}


def _held(row: Alert, report: SituationReport) -> bool:
    return row.ended_at is None or row.ended_at > report.until_at


def _told(row: Any, report: SituationReport) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "number": row.number,
        "headline": row.headline,
        "place": row.region.full_name,
        "at": row.sent_at.isoformat(),
        "state": Alert.State.RUNNING if _held(row, report) else row.state,
        "known": row.known,
        "told": row.told,
    }
