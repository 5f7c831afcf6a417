"""The index in the API: indicators, weights, scores, why they are so, and the comparison."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from ninja import Query

from sinergi.kernel.permission import require
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, found, page_of, window
from sinergi.polling.models import Station
from sinergi.risk import actions
from sinergi.risk.actions.weighing import weighted
from sinergi.risk.api.routes import router
from sinergi.risk.api.shapes import (
    CourseOut,
    DayAsked,
    DifferingOut,
    ExplanationOut,
    IndexRunOut,
    PairOut,
    ReplayedOut,
    ReplayIn,
    RiskComparisonOut,
    RiskIndicatorOut,
    RiskReasonOut,
    RiskScoreOut,
    RiskScorePage,
    ScoresAsked,
    WeightingOut,
    WeightsChange,
    WeightsIn,
)
from sinergi.risk.computing import replay
from sinergi.risk.models import RiskIndicator, RiskScore, Weighting
from sinergi.risk.permissions import may_keep_index, may_look
from sinergi.risk.queries.comparing import compare
from sinergi.risk.queries.explaining import Reason, explain
from sinergi.risk.queries.scores import Asked, history_of, score_of, scores_of


def _require_reader(request: Asking) -> None:
    require(may_look(request.post, request.operation))


def _in_force(request: Asking) -> Weighting:
    row = Weighting.objects.in_force(request.operation)
    if row is None:
        raise NotFound()
    return row


@router.get(
    "/risk/indicators",
    response=list[RiskIndicatorOut],
    operation_id="risk_indicators_list",
    summary="What the index looks at",
)
def list_indicators(request: Asking) -> list[RiskIndicatorOut]:
    """In their order, with what each weighs now."""
    _require_reader(request)
    weighting = _in_force(request)
    copied = ("code", "dimension", "title", "unit", "source", "measure", "basis", "remedy",
              "active")  # fmt: skip
    return [
        RiskIndicatorOut.model_construct(
            **{name: getattr(row, name) for name in copied},
            weight=float(weighting.weights.get(row.code, 0)),
            half=float(weighting.halves.get(row.code, 1)),
        )
        for row in RiskIndicator.objects.visible_to(request.post)
    ]


def _weighting_out(row: Weighting) -> WeightingOut:
    names = WeightingOut.model_fields
    return WeightingOut.model_construct(**{name: getattr(row, name) for name in names})


@router.get(
    "/risk/weights",
    response=list[WeightingOut],
    operation_id="risk_weights_list",
    summary="The versions of the weights",
)
def list_weights(request: Asking) -> list[WeightingOut]:
    """The newest, which is in force, first; at most the last 100."""
    _require_reader(request)
    return [_weighting_out(row) for row in Weighting.objects.visible_to(request.post)[:100]]


def _weights(body: WeightsIn) -> actions.Weights:
    names = actions.Weights.__dataclass_fields__
    return actions.Weights(**{name: getattr(body, name) for name in names})


@router.post(
    "/risk/weights",
    response=WeightingOut,
    operation_id="risk_weights_change",
    summary="Change weights and thresholds",
)
def change(request: Asking, body: WeightsChange) -> WeightingOut:
    """A new version; the index follows within a minute. Journal: `weighting.changed`."""
    row = actions.change_weights(request.post, request.operation, _weights(body), why=body.why)
    return _weighting_out(row)


@router.post(
    "/risk/weights/replay",
    response=list[ReplayedOut],
    operation_id="risk_weights_replay",
    summary="The past by other weights",
)
def look_back(request: Asking, body: ReplayIn) -> list[ReplayedOut]:
    """What the villages' index would have been on days of the past. Nothing is kept."""
    require(may_keep_index(request.post, request.operation))
    days = [body.since + timedelta(days=at) for at in range(body.days)]
    told = replay(request.operation, weighted(request.operation, _weights(body)), days)
    return [
        ReplayedOut.model_construct(day=row.day, totals=row.totals, categories=row.categories)
        for row in told
    ]


@router.post(
    "/risk/index",
    response=IndexRunOut,
    operation_id="risk_index_compute",
    summary="Compute the index now",
)
def compute_now(request: Asking) -> IndexRunOut:
    """It is computed by itself when something happens. Journal: `index.computed`."""
    row = actions.recompute_scores(request.post, request.operation)
    return IndexRunOut.model_construct(
        at=row.at, weighting=row.weighting.number, places=row.places, changed=row.changed
    )


def _fields(row: RiskScore) -> dict[str, Any]:
    copied = ("day", "at", "total", "low", "high", "coverage", "category", "dimensions")
    return {
        **{name: getattr(row, name) for name in copied},
        "region": row.region_id,
        "village": row.region.name,
        "district": row.region.parent.name if row.region.parent else "",
        "station": row.station_id,
        "station_number": row.station.number if row.station else None,
        "weighting": row.weighting.number,
    }


@router.get(
    "/risk/scores",
    response=RiskScorePage,
    operation_id="risk_scores_list",
    summary="The index of villages or stations",
)
def list_scores(request: Asking, asked: Query[ScoresAsked]) -> RiskScorePage:
    """Those I may see, the most vulnerable first."""
    _require_reader(request)
    wanted = Asked(asked.level, asked.day, asked.category, asked.place)
    rows = scores_of(request.post, wanted).select_related("weighting", "region__parent", "station")
    shown = window(rows, by="total", cursor=asked.cursor, limit=asked.limit)
    told = page_of(
        request, shown, rows.count(), lambda row: RiskScoreOut.model_construct(**_fields(row))
    )
    return RiskScorePage.model_construct(**told)


@router.get(
    "/risk/villages/{code}",
    response=ExplanationOut,
    operation_id="risk_village_explain",
    summary="Why a village has its score",
)
def explain_village(request: Asking, code: str, asked: Query[DayAsked]) -> ExplanationOut:
    """Which indicators gave how much, since when, and what would lower it."""
    _require_reader(request)
    return _explained(score_of(request.post, code, day=asked.day))


@router.get(
    "/risk/stations/{uuid:station_id}",
    response=ExplanationOut,
    operation_id="risk_station_explain",
    summary="Why a station has its score",
)
def explain_station(request: Asking, station_id: UUID, asked: Query[DayAsked]) -> ExplanationOut:
    """What it has from its village, and of its own."""
    _require_reader(request)
    row = found(Station.objects.visible_to(request.post), station_id)
    return _explained(score_of(request.post, row.region_id, row.pk, day=asked.day))


def _explained(score: RiskScore | None) -> ExplanationOut:
    if score is None:
        raise NotFound()
    told = explain(score)
    return ExplanationOut.model_construct(
        **_fields(score),
        reasons=[_reason_out(row) for row in told.reasons],
        unknown=[row.code for row in told.unknown],
    )


def _reason_out(row: Reason) -> RiskReasonOut:
    copied = ("code", "dimension", "value", "score", "weight", "points", "since", "remedy")
    return RiskReasonOut.model_construct(
        **{name: getattr(row, name) for name in copied},
        title=str(row.title),
        judged_at=row.judged.at if row.judged else None,
        judged_by=row.judged.by if row.judged else "",
    )


@router.get(
    "/risk/villages/{code}/course",
    response=list[CourseOut],
    operation_id="risk_village_course",
    summary="The course of a village",
)
def course(request: Asking, code: str) -> list[CourseOut]:
    """Its index of each day, oldest first, of at most 90 days."""
    _require_reader(request)
    names = ("day", "total", "low", "high", "category")
    return [
        CourseOut.model_construct(
            **{name: getattr(row, name) for name in names}, weighting=row.weighting.number
        )
        for row in history_of(request.post, code)
    ]


@router.get(
    "/risk/comparison",
    response=RiskComparisonOut,
    operation_id="risk_comparison",
    summary="The index beside the category set by hand",
)
def comparison(request: Asking) -> RiskComparisonOut:
    """Of all stations that I may see; neither overwrites the other."""
    _require_reader(request)
    told = compare(request.post)
    pairs = sorted(told.counts.items())
    return RiskComparisonOut.model_construct(
        day=told.day,
        stations=told.stations,
        agreeing=told.agreeing,
        counts=[
            PairOut.model_construct(hand=hand, index=index, stations=count)
            for (hand, index), count in pairs
        ],
        differing=[
            DifferingOut.model_construct(
                station=row.score.station_id,
                region=row.score.region_id,
                number=row.score.station.number if row.score.station else 0,
                hand=row.hand,
                index=row.index,
                total=row.score.total,
                apart=row.apart,
            )
            for row in told.differing
        ],
    )
