"""What is owed and what is ready: follow-ups, desks of the day, readiness for the next stage."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from sinergi.agencies.models import DayConfirmation, Desk
from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.as_of import Since
from sinergi.briefing.queries.report_pieces import Pieces
from sinergi.followups.models import Followup
from sinergi.followups.rules import OWED
from sinergi.readiness.models import ReadinessItem, stands
from sinergi.readiness.rules import standing
from sinergi.regions.models import under
from sinergi.stages.models import Stage

OWNER = ("to_agency__name", "to_desk__name", "to_body")
MOST_LISTED = 8


def count_followups(report: SituationReport, past: Since, pieces: Pieces) -> None:
    """What was overdue at the cut-off, and with whom. One statement. Only what is open to all."""
    late = Q(state__in=OWED, due_at__lte=report.until_at) | Q(pk__in=past.keys(Followup))
    rows = Followup.objects.filter(
        under("region_id", [report.region_id]),
        late,
        operation_id=report.operation_id,
        created_at__lte=report.until_at,
        audience=None,
    )
    found = past.put_back(
        Followup,
        list(rows.order_by("due_at", "pk").values("pk", "state", "due_at", "title", *OWNER)),
    )
    owed = [
        row
        for row in found
        if row["state"] in OWED and row["due_at"] and row["due_at"] <= report.until_at
    ]
    pieces.count("followups_overdue", "followups", owed)
    pieces.listed("overdue", [_owed(row) for row in owed[:MOST_LISTED]], len(owed))


def _owed(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["pk"]),
        "title": row["title"],
        "owner": next((row[name] for name in OWNER if row[name]), ""),
        "due_at": row["due_at"].isoformat(),
    }


def count_desks(report: SituationReport, pieces: Pieces) -> None:
    """Who confirmed the day of the cut-off by then. Two statements.

    A desk that did not is silent: that is no peace.
    """
    day = report.day
    desks = Desk.objects.filter(
        under("region_id", [report.region_id]), operation_id=report.operation_id
    )
    rows = [{"pk": pk} for pk in desks.order_by("region_id").values_list("pk", flat=True)]
    said = DayConfirmation.objects.filter(
        desk__in=desks, day=day, confirmed_at__lte=report.until_at
    )
    nil = dict(said.values_list("desk_id", "nil"))
    total = len(rows)
    confirmed = [row for row in rows if row["pk"] in nil]
    pieces.count("desks_confirmed", "desks", confirmed, of=total)
    pieces.count("desks_nil", "desks", [row for row in rows if nil.get(row["pk"])], of=total)
    pieces.count("desks_silent", "desks", [row for row in rows if row["pk"] not in nil], of=total)


def count_readiness(report: SituationReport, past: Since, pieces: Pieces) -> None:
    """How much of what is asked for the next main stage is confirmed. Three statements."""
    day = report.day
    items = ReadinessItem.objects.asked().filter(
        under("region_id", [report.region_id]), operation_id=report.operation_id
    )
    stages = Stage.objects.filter(operation_id=report.operation_id).after(day).main()
    stage = stages.filter(Exists(items.filter(stage=OuterRef("pk")))).first()
    if stage is None:
        return
    rows = items.filter(stage=stage)
    touched = past.keys(ReadinessItem)
    found: list[Any] = list(rows.filter(pk__in=touched).values("pk", "state", "check_state"))
    changed = past.put_back(ReadinessItem, found)
    counted = rows.exclude(pk__in=touched).aggregate(
        total=Count("pk"), confirmed=Count("pk", filter=stands("confirmed"))
    )
    confirmed = sum(standing(row["state"], row["check_state"]) == "confirmed" for row in changed)
    place = report.region_id
    pieces.number(
        "readiness",
        counted["confirmed"] + confirmed,
        of=counted["total"] + len(changed),
        url=f"{reverse('readiness:items')}?stage={stage.code}&place={place}",
    )
    pieces.facts["readiness_stage"] = _stage(stage)


def _stage(stage: Stage) -> dict[str, Any]:
    return {"code": stage.code, "title_id": stage.title_id, "title_en": stage.title_en,
            "starts_on": stage.starts_on and stage.starts_on.isoformat(),
            "ends_on": stage.ends_on and stage.ends_on.isoformat()}  # fmt: skip


def tell_stages(report: SituationReport, pieces: Pieces) -> None:
    """What is on at the cut-off, and what comes next. Two statements."""
    day = report.day
    rows = Stage.objects.filter(operation_id=report.operation_id).main()
    on = list(rows.on(day).order_by("-tension", "-starts_on"))
    coming = rows.after(day)[:2]
    pieces.facts["stages_on"] = [_stage(row) for row in on]
    pieces.facts["stages_next"] = [_stage(row) for row in coming]
    pieces.facts["days_to_voting"] = (report.operation.voting_day - day).days
