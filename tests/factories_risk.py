"""Vulnerability in a test: the prepared index, assessments, and its scores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sinergi.kernel.actors import SYSTEM
from sinergi.risk.actions import Judgement, assess_place, prepare_risk, recompute_scores
from sinergi.risk.models import Assessment, Risk, RiskIndicator, RiskScore, Weighting
from tests.factories import START, VILLAGE, World


def prepared(world: World) -> Weighting:
    """Prepare the index of the operation; the weighting in force."""
    prepare_risk(SYSTEM, world.operation)
    return Weighting.objects.get(operation=world.operation)


def indicator(world: World, code: str = "history_violence") -> RiskIndicator:
    """One of the shipped indicators."""
    rows = RiskIndicator.objects.filter(operation=world.operation).select_related("operation")
    return rows.get(code=code)


def assessed(
    world: World, code: str = VILLAGE, by: str = "district_supervisor", **values: int | None
) -> Assessment:
    """What the post of that role says of a village: `assessed(world, history_violence=3)`."""
    told = [Judgement(name, value) for name, value in values.items()]
    return assess_place(world.post(by), world.region(code), told)


def computed(world: World) -> dict[str, RiskScore]:
    """Compute the index; the villages' scores of the newest day, by code."""
    recompute_scores(SYSTEM, world.operation)
    rows = RiskScore.objects.filter(operation=world.operation).of_villages()
    newest = rows.latest("day").day
    return {row.region_id: row for row in rows.filter(day=newest)}


def points(score: RiskScore) -> dict[str, float]:
    """What each indicator gave to a score."""
    return {part.code: part.points for part in score.pieces}


def parts_of(score: RiskScore, code: str) -> Any:
    """The part of one indicator; None when nothing is known of it."""
    return next((part for part in score.pieces if part.code == code), None)


def risk(world: World, code: str = VILLAGE, **columns: Any) -> Risk:
    """A risk in the register, kept by the desk of its place, written directly."""
    last = Risk.objects.filter(operation=world.operation).count()
    state = columns.get("state", "open")
    row = Risk.objects.create(
        **{
            "operation": world.operation,
            "number": last + 1,
            "region": world.region(code),
            "desk": world.desk(code),
            "kind": "violence",
            "title": "Bentrok pendukung saat rapat umum",
            "likelihood": 4,
            "impact": 4,
            "first_likelihood": 4,
            "first_impact": 4,
            "review_on": START.date() + timedelta(days=7),
            "result": "" if state == "open" else "Sudah ditangani.",
            "opened_at": START,
            "opened_by": "Kepala Desa",
            "closed_at": START if state == "closed" else None,
            **columns,
        }
    )
    return Risk.objects.whole().get(pk=row.pk)
