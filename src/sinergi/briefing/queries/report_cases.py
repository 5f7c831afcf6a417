"""The cases of a report: what was reported in its period, what is open, what was settled.

Restricted cases are in none of the numbers: who may know of them sees how many on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.as_of import Since
from sinergi.briefing.queries.report_pieces import Pieces
from sinergi.incidents.models import Incident
from sinergi.incidents.rules import OPEN, SEVERITIES
from sinergi.regions.codes import clipped, level_of
from sinergi.regions.models import Region, under

COLUMNS = ("pk", "number", "region_id", "place", "kind", "severity", "state", "level",
           "visibility", "injured", "dead", "reported_at", "closed_at", "next_deadline",
           "reminders")  # fmt: skip
NO_CASE = ("rejected", "merged")
MOST_LISTED = 12
Row = dict[str, Any]


def count_cases(report: SituationReport, past: Since, pieces: Pieces) -> None:
    """Put the cases into the pieces of the report. Three statements."""
    rows = _as_they_stood(report, past)
    told = [row for row in rows if _within(report, row["reported_at"]) and _is_case(row)]
    hidden = _restricted(rows)
    pieces.keep("restricted", "incidents", (row["pk"] for row in told if row["pk"] in hidden))
    rows = [row for row in rows if row["pk"] not in hidden]
    told = [row for row in told if row["pk"] not in hidden]
    _count_told(pieces, told)
    _count_open(pieces, report, [row for row in rows if row["state"] in OPEN])
    _count_settled(pieces, report, rows)
    _list_critical(pieces, rows, {row["pk"] for row in told})


def _as_they_stood(report: SituationReport, past: Since) -> list[Row]:
    """All that is open, and all that was reported or closed in the period, as of the cut-off."""
    meant = Q(reported_at__gt=report.from_at) | Q(state__in=OPEN) | Q(closed_at__gt=report.from_at)
    rows = Incident.objects.filter(
        under("region_id", [report.region_id]),
        meant | Q(pk__in=past.keys(Incident)),
        operation_id=report.operation_id,
        reported_at__lte=report.until_at,
    )
    found = list(rows.order_by("reported_at", "pk").values(*COLUMNS))
    for row in found:
        row["restricted_now"] = row["visibility"] == "restricted"
    return past.put_back(Incident, found)


def _restricted(rows: Iterable[Row]) -> set[Any]:
    """Then or now: what was kept to some since the cut-off is not told either."""
    return {r["pk"] for r in rows if r["restricted_now"] or r["visibility"] == "restricted"}


def _within(report: SituationReport, moment: Any) -> bool:
    return moment is not None and report.from_at < moment <= report.until_at


def _is_case(row: Row) -> bool:
    return row["state"] not in NO_CASE


def _count_told(pieces: Pieces, told: list[Row]) -> None:
    pieces.count("incidents_reported", "incidents", told)
    pieces.count(
        "incidents_critical", "incidents", [row for row in told if row["severity"] == "critical"]
    )
    hurt = [row for row in told if row["injured"]]
    pieces.number("injured", sum(row["injured"] for row in told), "incidents", hurt)
    killed = [row for row in told if row["dead"]]
    pieces.number("dead", sum(row["dead"] for row in told), "incidents", killed)
    pieces.split("incidents_by_severity", "incidents", told, "severity", reversed(SEVERITIES))
    pieces.split("incidents_by_kind", "incidents", told, "kind", _by_count(told, "kind"))
    level = "village" if level_of(pieces.place) == "district" else "district"
    for row in told:
        row["area"] = clipped(row["region_id"], level)
    pieces.split("incidents_by_area", "incidents", told, "area", _by_count(told, "area"))


def _by_count(rows: list[Row], column: str) -> list[str]:
    """The values of a column, the most frequent first."""
    counts = Counter(row[column] for row in rows)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _count_open(pieces: Pieces, report: SituationReport, rows: list[Row]) -> None:
    pieces.count("incidents_open", "incidents", rows)
    late = [
        row
        for row in rows
        if row["reminders"] or (row["next_deadline"] and row["next_deadline"] <= report.until_at)
    ]
    pieces.count("incidents_late", "incidents", late)


def _count_settled(pieces: Pieces, report: SituationReport, rows: list[Row]) -> None:
    done = [row for row in rows if row["state"] == "settled" and _within(report, row["closed_at"])]
    pieces.count("incidents_settled", "incidents", done)
    pieces.count(
        "settled_in_village", "incidents", [row for row in done if row["level"] == "village"],
        of=len(done),
    )  # fmt: skip


def _list_critical(pieces: Pieces, rows: list[Row], told: set[Any]) -> None:
    """By number: those of the period, and those still open."""
    grave = [
        row
        for row in rows
        if row["severity"] == "critical" and (row["state"] in OPEN or row["pk"] in told)
        if _is_case(row)
    ]
    shown = grave[-MOST_LISTED:]
    names = Region.objects.with_parent().in_bulk({row["region_id"] for row in shown})
    pieces.listed(
        "critical",
        [
            {
                "id": str(row["pk"]),
                "number": row["number"],
                "kind": row["kind"],
                "place": names[row["region_id"]].full_name,
                "state": row["state"],
                "at": row["reported_at"].isoformat(),
            }
            for row in reversed(shown)
        ],
        len(grave),
    )
