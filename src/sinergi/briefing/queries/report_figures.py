"""All numbers of a report as of its cut-off, as one JSON; and the records of each."""

from __future__ import annotations

from typing import Any

from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries import (
    report_alerts,
    report_cases,
    report_public,
    report_risk,
    report_work,
)
from sinergi.briefing.queries.as_of import since
from sinergi.briefing.queries.report_pieces import Pieces, Records

SCHEMA = "sinergi.situation-report/1"


def figures_of(report: SituationReport) -> tuple[dict[str, Any], list[Records]]:
    """The numbers at `until_at`, and what each counts. About 25 statements, whatever the rows."""
    past = since(report.operation, report.until_at)
    pieces = Pieces(report.region_id)
    report_work.tell_stages(report, pieces)
    report_cases.count_cases(report, past, pieces)
    report_alerts.count_alerts(report, pieces)
    report_work.count_followups(report, past, pieces)
    report_work.count_desks(report, pieces)
    report_work.count_readiness(report, past, pieces)
    report_public.count_activities(report, past, pieces)
    report_public.count_meetings(report, pieces)
    report_public.count_stations(report, pieces)
    report_public.tell_neutrality(report, pieces)
    report_public.tell_coming(report, pieces)
    report_risk.tell_highest(report, pieces)
    _compare(pieces, before(report))
    return _json(report, pieces), pieces.records


def _json(report: SituationReport, pieces: Pieces) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "from": report.from_at.isoformat(),
        "as_of": report.until_at.isoformat(),
        "numbers": pieces.numbers,
        "splits": pieces.splits,
        "lists": pieces.lists,
        "facts": pieces.facts,
    }


def before(report: SituationReport) -> SituationReport | None:
    """The report of that place that this one follows on; None for a special one."""
    rows = SituationReport.objects.filter(
        operation_id=report.operation_id,
        region_id=report.region_id,
        until_at__lt=report.until_at,
        frozen_at__isnull=False,
    ).order_by("-until_at")
    if report.kind == "special":
        return None
    rows = rows.filter(kind="monthly") if report.kind == "monthly" else rows.of_days()
    return rows.first()


def _compare(pieces: Pieces, earlier: SituationReport | None) -> None:
    """Put beside each number what it was in the report before, and which way it went."""
    if earlier is None:
        return
    old = earlier.figures
    for key, told in pieces.numbers.items():
        _beside(told, old.get("numbers", {}).get(key, {}).get("value"))
    for key, rows in pieces.splits.items():
        known = {row["code"]: row["value"] for row in old.get("splits", {}).get(key, [])}
        for row in rows:
            _beside(row, known.get(row["code"], 0) if key in old.get("splits", {}) else None)


def _beside(told: dict[str, Any], value: int | None) -> None:
    if value is not None:
        told["before"], told["change"] = value, rules.change(told["value"], value)
