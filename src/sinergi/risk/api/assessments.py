"""Assessments in the API: one place, many at once, and what was said before."""

from __future__ import annotations

from ninja import Query

from sinergi.kernel.rest import Asking, chosen, page_of, window
from sinergi.polling.models import Station
from sinergi.regions.models import Region, under
from sinergi.risk import actions
from sinergi.risk.actions.assessing import Result, Sheet
from sinergi.risk.api.routes import router
from sinergi.risk.api.shapes import (
    AssessmentBatch,
    AssessmentBatchOut,
    AssessmentIn,
    AssessmentOut,
    AssessmentPage,
    AssessmentResult,
    AssessmentsAsked,
    JudgementIn,
    JudgementOut,
)
from sinergi.risk.models import Assessment


def _judgements(told: list[JudgementIn]) -> list[actions.Judgement]:
    return [actions.Judgement(one.indicator, one.value, one.note) for one in told]


def assessment_out(row: Assessment) -> AssessmentOut:
    """The shape of a row, which has its values."""
    return AssessmentOut.model_construct(
        id=row.pk,
        region=row.region_id,
        station=row.station_id,
        assessed_at=row.assessed_at,
        assessed_by=row.assessed_by,
        remark=row.note,
        judgements=[
            JudgementOut.model_construct(
                indicator=one.indicator.code, value=one.value, note=one.note
            )
            for one in row.values.all()
        ],
    )


@router.get(
    "/risk/assessments",
    response=AssessmentPage,
    operation_id="risk_assessments_list",
    summary="What desks said of places",
)
def list_assessments(request: Asking, asked: Query[AssessmentsAsked]) -> AssessmentPage:
    """Those of places that I read, the newest first; the newest word holds."""
    rows = Assessment.objects.visible_to(request.post)
    if asked.place:
        rows = rows.filter(under("region_id", [asked.place]))
    shown = window(
        rows.prefetch_related("values__indicator"),
        by="assessed_at",
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return AssessmentPage.model_construct(**page_of(request, shown, rows.count(), assessment_out))


@router.post(
    "/risk/assessments",
    response={201: AssessmentOut},
    operation_id="risk_assess",
    summary="Assess a place",
)
def assess(request: Asking, body: AssessmentIn) -> tuple[int, AssessmentOut]:
    """A village, or one of its stations. Journal: `place.assessed`."""
    regions = Region.objects.within(request.post.prefixes)
    region = chosen(regions, body.region, field="region")
    stations = Station.objects.visible_to(request.post)
    station = chosen(stations, body.station, field="station") if body.station else None
    told = _judgements(body.judgements)
    row = actions.assess_place(request.post, region, told, station=station, remark=body.remark)
    return 201, assessment_out(row)


@router.post(
    "/risk/assessments/batch",
    response=AssessmentBatchOut,
    operation_id="risk_assess_batch",
    summary="Assess many places",
)
def assess_many(request: Asking, body: AssessmentBatch) -> AssessmentBatchOut:
    """Up to 500 places at once, each done or refused by itself. Journal: `place.assessed`."""
    sheets = [
        Sheet(
            one.region,
            _judgements(one.judgements),
            station=str(one.station) if one.station else None,
            remark=one.remark,
        )
        for one in body.items
    ]
    items = [_result(row) for row in actions.assess_together(request.post, sheets)]
    done = sum(item.state == "done" for item in items)
    return AssessmentBatchOut.model_construct(done=done, refused=len(items) - done, items=items)


def _result(row: Result) -> AssessmentResult:
    return AssessmentResult.model_construct(
        state="refused" if row.problem else "done",
        assessment=row.assessment.pk if row.assessment else None,
        problem=row.problem.to_dict() if row.problem else None,
    )
