"""Outreach in the API: activities, the coverage of villages with its score, and targets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Query

from sinergi.kernel.permission import require
from sinergi.kernel.rest import Asking, chosen, found, page_of, window
from sinergi.polling import actions
from sinergi.polling.api.outreach_shapes import (
    ActivitiesAsked,
    ActivityCancel,
    ActivityIn,
    ActivityOut,
    ActivityPage,
    ActivityPlan,
    ActivityReport,
    CoverageAsked,
    CoverageOut,
    LastTurnoutIn,
    TargetsIn,
    VillageOut,
)
from sinergi.polling.api.routes import router
from sinergi.polling.models import Activity
from sinergi.polling.permissions.outreach import may_look_at_outreach
from sinergi.polling.queries import activities as queries
from sinergi.polling.queries.outreach import Coverage, VillageRow, coverage_of
from sinergi.polling.queries.scope import scope_of
from sinergi.regions.models import Region

API = "/api/v1"


def _require_reader(request: Asking) -> None:
    require(may_look_at_outreach(request.post, request.operation))


def _activity(request: Asking, key: UUID) -> Activity:
    _require_reader(request)
    rows = Activity.objects.visible_to(request.post)
    return found(rows.select_related("operation", "agency", "region__parent"), key)


def _region(request: Asking, code: str) -> Region:
    return chosen(Region.objects.within(request.post.prefixes).villages(), code, field="region")


def activity_out(row: Activity) -> ActivityOut:
    """The shape of a row."""
    copied = (
        "title", "place", "groups", "starts_at", "expected", "state", "held_at", "reached",
        "reached_women", "note", "planned_by", "planned_at",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(row, name) for name in copied}
    return ActivityOut.model_construct(
        **told,
        id=row.pk,
        href=f"{API}/polling/activities/{row.pk}",
        region=row.region_id,
        village=row.region.name,
        agency=row.agency_id,
        agency_name=row.agency.name,
    )


@router.get(
    "/polling/activities",
    response=ActivityPage,
    operation_id="activities_list",
    summary="List activities of outreach",
)
def list_activities(request: Asking, asked: Query[ActivitiesAsked]) -> ActivityPage:
    """What I may see, the latest first."""
    _require_reader(request)
    agencies = {str(asked.agency): ""} if asked.agency else {}
    wanted = queries.filter_of(asked.model_dump(), agencies)
    rows = queries.meant(request.post, wanted)
    shown = window(rows, by="starts_at", cursor=asked.cursor, limit=asked.limit)
    return ActivityPage.model_construct(**page_of(request, shown, rows.count(), activity_out))


@router.post(
    "/polling/activities",
    response=ActivityOut,
    operation_id="activities_plan",
    summary="Plan an activity",
)
def plan(request: Asking, body: ActivityPlan) -> ActivityOut:
    """One of my agency in one village. Journal: `activity.planned`."""
    told = body.model_dump()
    region = _region(request, told.pop("region"))
    row = actions.plan_activity(request.post, region, actions.Plan(**told))
    return read_activity(request, row.pk)


@router.get(
    "/polling/activities/{activity_id}",
    response=ActivityOut,
    operation_id="activities_read",
    summary="Read an activity",
)
def read_activity(request: Asking, activity_id: UUID) -> ActivityOut:
    """Its plan and its report."""
    return activity_out(_activity(request, activity_id))


@router.put(
    "/polling/activities/{activity_id}",
    response=ActivityOut,
    operation_id="activities_change",
    summary="Change the plan of an activity",
)
def change(request: Asking, activity_id: UUID, body: ActivityIn) -> ActivityOut:
    """All of its plan but the village. Journal: `activity.changed`."""
    row = _activity(request, activity_id)
    actions.change_activity(request.post, row, actions.Plan(**body.model_dump()))
    return read_activity(request, activity_id)


@router.post(
    "/polling/activities/{activity_id}/cancel",
    response=ActivityOut,
    operation_id="activities_cancel",
    summary="Cancel an activity",
)
def cancel(request: Asking, activity_id: UUID, body: ActivityCancel) -> ActivityOut:
    """It does not take place, and why. Journal: `activity.cancelled`."""
    actions.cancel_activity(request.post, _activity(request, activity_id), reason=body.reason)
    return read_activity(request, activity_id)


@router.post(
    "/polling/activities/{activity_id}/report",
    response=ActivityOut,
    operation_id="activities_report",
    summary="Report that an activity was held",
)
def report(request: Asking, activity_id: UUID, body: ActivityReport) -> ActivityOut:
    """When, and how many came. Photos are added on its page. Journal: `activity.held`."""
    row = _activity(request, activity_id)
    actions.report_activity(request.post, row, actions.Report(**body.model_dump()))
    return read_activity(request, activity_id)


@router.post(
    "/polling/activities/{activity_id}/correct",
    response=ActivityOut,
    operation_id="activities_correct",
    summary="Correct the report of an activity",
)
def correct(request: Asking, activity_id: UUID, body: ActivityReport) -> ActivityOut:
    """All of its report. Journal: `activity.corrected`."""
    row = _activity(request, activity_id)
    actions.correct_activity(request.post, row, actions.Report(**body.model_dump()))
    return read_activity(request, activity_id)


@router.get(
    "/polling/outreach",
    response=CoverageOut,
    operation_id="outreach_coverage",
    summary="Where outreach counts most",
)
def read_coverage(request: Asking, asked: Query[CoverageAsked]) -> CoverageOut:
    """Each village of a place with its coverage and score, the highest score first."""
    _require_reader(request)
    return _coverage(coverage_of(scope_of(request.post, asked.region)))


@router.put(
    "/polling/outreach/targets",
    response=CoverageOut,
    operation_id="outreach_targets",
    summary="Set turnout targets of villages",
)
def set_targets(request: Asking, body: TargetsIn) -> CoverageOut:
    """The same target for all that are named. Journal: `turnout_targets.set`."""
    actions.set_turnout_targets(request.post, request.operation, body.villages, body.percent)
    return _coverage(coverage_of(scope_of(request.post)))


@router.put(
    "/polling/outreach/last-turnout",
    response=CoverageOut,
    operation_id="outreach_last_turnout",
    summary="Note a village's turnout of last time",
)
def note_last(request: Asking, body: LastTurnoutIn) -> CoverageOut:
    """By a source that is named. Journal: `last_turnout.noted`."""
    region = _region(request, body.region)
    actions.note_last_turnout(
        request.post, request.operation, region, percent=body.percent, source=body.source
    )
    return _coverage(coverage_of(scope_of(request.post, region.pk)))


def _coverage(told: Coverage) -> CoverageOut:
    return CoverageOut.model_construct(
        region=told.scope.code,
        voters=told.voters,
        reached=told.reached,
        held=told.held,
        planned=told.planned,
        villages=[_village(row) for row in told.rows],
    )


def _village(row: VillageRow) -> VillageOut:
    scored, figures, work = row.scored, row.figures, row.work
    return VillageOut.model_construct(
        region=row.region.pk,
        name=row.region.name,
        voters=figures.voters,
        voters_estimated=row.estimated,
        held=work.held,
        planned=work.planned,
        reached=work.reached,
        coverage=round(scored.coverage * 100, 2),
        last_activity_at=work.last_at,
        last_turnout=_percent(figures.last),
        last_source=row.source,
        smoothed=_percent(scored.turnout),
        target=_percent(figures.target),
        goal=_percent(scored.goal),
        score=None if scored.score is None else round(scored.score, 2),
        missing_groups=row.missing,
        why=row.sentence,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
