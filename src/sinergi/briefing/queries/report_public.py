"""What is held in public: outreach, meetings, the voting day, open figures, and what comes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.as_of import Since
from sinergi.briefing.queries.report_pieces import Pieces
from sinergi.kernel.clock import local, stopped_at
from sinergi.meetings.models import Meeting
from sinergi.neutrality.open_figures import open_figures
from sinergi.polling.models import Activity, CheckIn, Milestone, Station
from sinergi.regions.models import under
from sinergi.stages.models import Stage

MOST_LISTED = 12
A_MONTH = timedelta(days=31)


def _here(report: SituationReport) -> Any:
    return under("region_id", [report.region_id]) & Q(operation_id=report.operation_id)


def count_activities(report: SituationReport, past: Since, pieces: Pieces) -> None:
    """Outreach that was held in the period, and whom it reached. One statement."""
    rows = Activity.objects.filter(
        _here(report),
        starts_at__gt=report.from_at,
        starts_at__lte=report.until_at,
        held_at__lte=report.until_at,
    )
    columns = ("pk", "title", "place", "state", "reached", "region__name", "agency__name")
    found = past.put_back(Activity, list(rows.order_by("starts_at", "pk").values(*columns)))
    held = [row for row in found if row["state"] == "held"]
    pieces.count("activities_held", "activities", held)
    reached = sum(row["reached"] or 0 for row in held)
    pieces.number("people_reached", reached, "activities", held)
    pieces.listed(
        "activities",
        [
            {"id": str(row["pk"]), "title": row["title"], "by": row["agency__name"],
             "place": row["place"] or row["region__name"], "people": row["reached"]}
            for row in held[:MOST_LISTED]
        ],
        len(held),
    )  # fmt: skip


def count_meetings(report: SituationReport, pieces: Pieces) -> None:
    """Coordination that was held in the period; without confidential ones. One statement."""
    rows = Meeting.objects.filter(
        _here(report), closed_at__gt=report.from_at, closed_at__lte=report.until_at, state="held"
    ).exclude(nature="confidential")
    ordered = rows.order_by("starts_at", "pk")
    found: list[Any] = list(ordered.values("pk", "title", "place", "starts_at"))
    pieces.count("meetings_held", "meetings", found)
    pieces.listed("meetings", [_meeting(row) for row in found[:MOST_LISTED]], len(found))


def _meeting(row: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(row["pk"]), "title": row["title"], "place": row["place"],
            "at": row["starts_at"].isoformat()}  # fmt: skip


def count_stations(report: SituationReport, pieces: Pieces) -> None:
    """On the voting day: how many stations have reported each milestone, and the turnout.

    Three statements; none on any other day. The check-in that was written last before the cut-off
    holds.
    """
    if report.day != report.operation.voting_day:
        return
    stations = Station.objects.filter(_here(report), active=True)
    total, milestones = stations.count(), Milestone.objects.filter(
        operation_id=report.operation_id, active=True
    )  # fmt: skip
    rows = CheckIn.objects.filter(station__in=stations, received_at__lte=report.until_at)
    latest = rows.order_by("station_id", "milestone_id", "-written_at", "-pk").distinct(
        "station_id", "milestone_id"
    )
    voters = F("station__voters_male") + F("station__voters_female")
    told: Any = latest.annotate(voters=voters)
    told = told.values("milestone_id", "value", "withdrawn", "voters")
    by_milestone: dict[Any, list[dict[str, Any]]] = {}
    for row in told:
        if not row["withdrawn"]:
            by_milestone.setdefault(row["milestone_id"], []).append(row)
    board = reverse("polling:board") + f"?region={report.region_id}"
    pieces.number("stations", total, url=board)
    pieces.facts["milestones"] = [
        _milestone(row, by_milestone.get(row.pk, []), total) for row in milestones
    ]


def _milestone(row: Milestone, told: list[dict[str, Any]], total: int) -> dict[str, Any]:
    counts = row.kind == Milestone.Kind.COUNT
    return {
        "code": row.code,
        "title": row.title,
        "done": len(told),
        "of": total,
        "voters": sum(one["value"] or 0 for one in told) if counts else None,
        "registered": sum(one["voters"] for one in told) if counts else None,
    }


def tell_neutrality(report: SituationReport, pieces: Pieces) -> None:
    """The open figures as published at the cut-off, small cells already suppressed.

    They are those of the whole operation, so they stand in no report of a district.
    """
    if report.region_id != report.operation.region_code:
        return
    with stopped_at(report.until_at):
        found = open_figures(report.operation)
    if found.until is None:
        return
    course = next((table for table in found.tables if table.code == "course"), None)
    pieces.facts["neutrality"] = {
        "until": found.until.isoformat(),
        "total": found.total,
        "rows": [
            {"code": row.cell.code, "value": row.cell.count, "shown": row.cell.shown}
            for row in (course.rows if course and course.rows else [])
        ],
    }
    pieces.number("neutrality_reports", found.total, url=reverse("neutrality:open-figures"))


def tell_coming(report: SituationReport, pieces: Pieces) -> None:
    """What comes in the 24 hours after the cut-off; the month after, of a monthly one."""
    ahead = A_MONTH if report.kind == "monthly" else rules.LOOKS_AHEAD
    first, last = report.until_at, report.until_at + ahead
    rows = [*_meetings_ahead(report, first, last), *_activities_ahead(report, first, last)]
    rows.sort(key=lambda row: row["at"])
    stages = [*_stages_ahead(report, last)]
    pieces.listed("coming", [*stages, *rows[:MOST_LISTED]], len(stages) + len(rows))


def _meetings_ahead(report: SituationReport, first: datetime, last: datetime) -> list[Any]:
    rows: Any = Meeting.objects.filter(
        _here(report), starts_at__gt=first, starts_at__lte=last, created_at__lte=first,
        state__in=("planned", "invited", "running", "held"),
    ).exclude(nature="confidential")  # fmt: skip
    return [
        {"of": "meeting", **_meeting(row)}
        for row in rows.values("pk", "title", "place", "starts_at")
    ]


def _activities_ahead(report: SituationReport, first: datetime, last: datetime) -> list[Any]:
    rows: Any = Activity.objects.filter(
        _here(report), starts_at__gt=first, starts_at__lte=last, planned_at__lte=first
    ).exclude(state="cancelled")
    found = rows.values("pk", "title", "place", "starts_at", "region__name")
    return [
        {"of": "activity", **_meeting(row), "place": row["place"] or row["region__name"]}
        for row in found
    ]


def _stages_ahead(report: SituationReport, last: datetime) -> list[Any]:
    days = (report.day + rules.DAY, local(last - timedelta(seconds=1)).date())
    rows = Stage.objects.filter(operation_id=report.operation_id).filter(
        Q(starts_on__range=days) | Q(ends_on__range=days)
    )
    return [
        {
            "of": "stage",
            "code": row.code,
            "title_id": row.title_id,
            "title_en": row.title_en,
            "begins": bool(row.starts_on and days[0] <= row.starts_on <= days[1]),
            "day": str(
                row.starts_on if row.starts_on and row.starts_on >= days[0] else row.ends_on
            ),
        }
        for row in rows.order_by("starts_on", "order")
    ]
