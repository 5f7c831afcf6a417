"""The most vulnerable villages of a report; nothing while no index was computed."""

from __future__ import annotations

from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.report_pieces import Pieces
from sinergi.regions.models import under
from sinergi.risk.models import RiskScore

SHOWN = 5


def tell_highest(report: SituationReport, pieces: Pieces) -> None:
    """The highest scores of the last day that was computed by the cut-off. Two statements."""
    rows = RiskScore.objects.of_villages().filter(
        under("region_id", [report.region_id]),
        operation_id=report.operation_id,
        day__lte=report.day,
        at__lte=report.until_at,
    )
    day = rows.order_by("-day").values_list("day", flat=True).first()
    if day is None:
        return
    found = rows.filter(day=day).select_related("region__parent").order_by("-total", "region_id")
    pieces.facts["vulnerable"] = [
        {
            "code": row.region_id,
            "place": row.region.full_name,
            "score": round(row.total, 1),
            "low": round(row.low, 1),
            "high": round(row.high, 1),
            "category": row.category,
            "day": row.day.isoformat(),
        }
        for row in found[:SHOWN]
    ]
