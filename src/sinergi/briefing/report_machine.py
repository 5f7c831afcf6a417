"""A report as JSON for programs. Its schema is told in `docs/situation-report.md`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sinergi.agencies.models import Post
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.permissions.reports import speaks_for
from sinergi.briefing.queries.report_figures import SCHEMA
from sinergi.briefing.queries.report_records import hidden_since
from sinergi.briefing.report_paper import absolute


def machine_of(report: SituationReport, reader: Post) -> dict[str, Any]:
    """Everything but the records themselves, whose addresses stand with each number."""
    parts = list(report.parts.select_related("agency", "report"))
    return {
        "schema": SCHEMA,
        "id": str(report.pk),
        "number": report.number or None,
        "kind": report.kind,
        "state": report.state,
        "exercise": report.operation.is_exercise,
        "region": report.region_id,
        "subject": report.subject,
        "classification": report.classification,
        "situation": report.situation or None,
        "from": report.from_at.isoformat(),
        "until": report.until_at.isoformat(),
        "parts_due": report.parts_due_at.isoformat(),
        "published": report.published_at.isoformat() if report.published_at else None,
        "made_by": report.completed_by,
        "approved_by": report.approved_by,
        "copies_to": report.copies_to.splitlines(),
        "texts": report.texts,
        "figures": with_addresses(report, hidden_since(report, reader)),
        "parts": [_part(part, reader) for part in parts],
        "corrects": [
            {"number": row.report.number, "what": row.what}
            for row in report.corrects.select_related("report__document")
        ],
    }


def with_addresses(report: SituationReport, hidden: Collection[str]) -> dict[str, Any]:
    """The frozen figures; beside each number the full address of what it counts.

    Rows whose keys are `hidden` are named no longer.
    """
    told = report.figures
    if not told:
        return {}
    numbers = {
        key: {**row, "records": absolute(row.get("url") or report.records_url(key))}
        for key, row in told["numbers"].items()
    }
    splits = {
        key: [
            {**row, "records": absolute(report.records_url(f"{key}:{row['code']}"))} for row in rows
        ]
        for key, rows in told["splits"].items()
    }
    lists = {
        key: {**row, "rows": [one for one in row["rows"] if one.get("id") not in hidden]}
        for key, row in told["lists"].items()
    }
    return {**told, "numbers": numbers, "splits": splits, "lists": lists}


def _part(part: ReportPart, reader: Post) -> dict[str, Any]:
    known = part.is_given or speaks_for(reader, part)
    return {
        "id": str(part.pk),
        "agency": part.agency.name,
        "kind": part.agency.kind,
        "state": part.state,
        "late": part.is_late,
        "signed": part.signed_at.isoformat() if part.signed_at else None,
        "signed_by": part.signed_by,
        "digest": part.digest,
        "texts": part.texts if known else {},
    }
