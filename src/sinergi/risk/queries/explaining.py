"""Why a place has the score it has: what gave how much, since when, what would lower it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from sinergi.risk.models import DIMENSIONS, AssessedValue, Part, RiskIndicator, RiskScore

RAISED = 0.05  # the score from which an indicator is said to be raised
LOOKED_BACK = 90  # days


@dataclass(frozen=True)
class Judged:
    """Who judged it last, and when; `note` is hers."""

    at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class Reason:
    """What one indicator gave. `points` are also what would go if it were gone.

    `indicator` is None for what a station inherits from its village in a dimension. `since` is the
    first day of those in a row on which it was raised; None while it is not.
    """

    code: str
    dimension: str
    title: Any
    value: float
    score: float
    weight: float
    points: float
    since: date | None
    indicator: RiskIndicator | None = None
    judged: Judged | None = None

    @property
    def remedy(self) -> str:
        """What would lower it."""
        return self.indicator.remedy if self.indicator else ""

    @property
    def inherited(self) -> bool:
        """Whether a station has it from its village."""
        return self.indicator is None


@dataclass(frozen=True)
class DimensionPart:
    """One dimension: 0 to 100 by itself (None: nothing is known), and its points of the total."""

    code: str
    title: Any
    value: float | None
    points: float


@dataclass(frozen=True)
class Explanation:
    """A score taken apart. The points of `reasons` add up to its total."""

    score: RiskScore
    reasons: list[Reason]
    dimensions: list[DimensionPart]
    unknown: list[RiskIndicator]  # what counts, but nobody has told yet

    @property
    def lowering(self) -> list[Reason]:
        """What would lower it most."""
        return [reason for reason in self.reasons if reason.remedy and reason.points >= MENTIONED]


MENTIONED = 0.5  # points from which a remedy is worth naming


def explain(score: RiskScore) -> Explanation:
    """Take a score apart. Three statements. Ask `scores.score_of` for one with all it needs."""
    rows = RiskIndicator.objects.filter(operation_id=score.operation_id)
    indicators = {row.code: row for row in rows}
    since, judged = _since(score), _judged(score)
    weights = score.weighting.weights
    reasons = [
        _reason(part, indicators.get(part.code), weights, since, judged) for part in score.pieces
    ]
    told = {reason.code for reason in reasons}
    unknown = [row for row in indicators.values() if _is_missing(row, score, told)]
    return Explanation(score, reasons, _dimensions(score, reasons), unknown)


def _is_missing(row: RiskIndicator, score: RiskScore, told: set[str]) -> bool:
    asked = row.of_villages if score.station_id is None else row.of_stations
    counts = score.weighting.weights.get(row.code, 0) > 0
    return row.active and asked and counts and row.code not in told


def _reason(
    part: Part,
    indicator: RiskIndicator | None,
    weights: dict[str, float],
    since: dict[str, date],
    judged: dict[str, Judged],
) -> Reason:
    dimension = indicator.dimension if indicator else part.code.removeprefix("@")
    return Reason(
        code=part.code,
        dimension=dimension,
        title=indicator.title if indicator else DIMENSIONS.get(dimension, dimension),
        value=part.value,
        score=part.score,
        weight=float(weights.get(part.code, 0)),
        points=part.points,
        since=since.get(part.code),
        indicator=indicator,
        judged=judged.get(part.code),
    )


def _since(score: RiskScore) -> dict[str, date]:
    """{code: the first day of the run of days, back from this one, on which it was raised}"""
    rows = RiskScore.objects.of_place(score.region_id, score.station_id).filter(
        operation_id=score.operation_id, day__lte=score.day
    )
    found: dict[str, date] = {}
    going: set[str] | None = None
    for day, parts in rows.order_by("-day").values_list("day", "parts")[:LOOKED_BACK]:
        raised = {part.code for part in (Part(*row) for row in parts) if _is_raised(part)}
        going = raised if going is None else going & raised
        if not going:
            break
        found.update(dict.fromkeys(going, day))
    return found


def _is_raised(part: Part) -> bool:
    return part.points > 0 if part.code.startswith("@") else part.score >= RAISED


def _judged(score: RiskScore) -> dict[str, Judged]:
    """Who said the newest word on each indicator of this place."""
    place = Q(assessment__region_id=score.region_id, assessment__station_id=score.station_id)
    rows = AssessedValue.objects.filter(
        place,
        assessment__operation_id=score.operation_id,
        assessment__assessed_at__lte=score.at,
    ).select_related("assessment", "indicator")
    newest = rows.order_by("indicator_id", "-assessment__assessed_at", "-assessment_id")
    return {
        row.indicator.code: Judged(
            row.assessment.assessed_at, row.assessment.assessed_by, row.note or row.assessment.note
        )
        for row in newest.distinct("indicator_id")
    }


def _dimensions(score: RiskScore, reasons: list[Reason]) -> list[DimensionPart]:
    return [
        DimensionPart(
            name,
            title,
            score.dimensions.get(name),
            sum(reason.points for reason in reasons if reason.dimension == name),
        )
        for name, title in DIMENSIONS.items()
    ]
