"""What counts, and how much: each change is a new version, and the index follows at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Invalid, needed
from sinergi.risk import permissions
from sinergi.risk.computing import calibrated
from sinergi.risk.models import DIMENSIONS, RiskIndicator, Weighting

HEAVIEST, LARGEST_HALF = 100.0, 10_000.0
LONGEST_NOTE = 300
KEPT = (
    "weights",
    "halves",
    "dimension_weights",
    "half_life",
    "tension_pull",
    "own_share",
    "vulnerable_from",
    "very_from",
)
BOUNDS: dict[str, tuple[float, float]] = {
    "half_life": (1, 365),
    "tension_pull": (0, 4),
    "own_share": (0, 1),
    "vulnerable_from": (0.1, 99),
    "very_from": (0.2, 99.9),
}


@dataclass(frozen=True)
class Weights:
    """What is to be other than in the version in force; what is not named stays as it is."""

    weights: Mapping[str, float] = field(default_factory=dict)
    halves: Mapping[str, float] = field(default_factory=dict)
    dimension_weights: Mapping[str, float] = field(default_factory=dict)
    half_life: float | None = None
    tension_pull: float | None = None
    own_share: float | None = None
    vulnerable_from: float | None = None
    very_from: float | None = None


@action(
    "weighting.changed",
    subject=Weighting,
    parent=Operation,
    may=permissions.may_keep_index,
    title=_("Change weights and thresholds of the index"),
)
def change_weights(by: Actor, operation: Operation, told: Weights, *, why: str) -> Weighting:
    """Make a new version from the one in force. A weight of 0: known, but not counted.

    The spread of rates is learnt anew from what is known now. Raises Invalid at the field that is
    out of bounds, and when no reason is given.
    """
    why = needed(why, "why", _("Say why it is changed."))[:LONGEST_NOTE]
    return _keep(by, operation, weighted(operation, told), why)


@action(
    "index.recalibrated",
    subject=Weighting,
    parent=Operation,
    may=permissions.may_keep_index,
    title=_("Learn the spread of rates anew"),
    system=True,
)
def recalibrate_index(by: Actor, operation: Operation) -> Weighting:
    """The same weights in a new version, with the spread of rates learnt from what is known now."""
    return _keep(by, operation, weighted(operation, Weights()), str(_("Calibrated anew")))


def weighted(operation: Operation, told: Weights) -> Weighting:
    """The version that `told` would make, not saved: also for a look at the past with it."""
    last = Weighting.objects.in_force(operation)
    if last is None:
        raise Conflict(_("The index of this operation was not prepared yet."))
    columns = {name: getattr(last, name) for name in KEPT} | _changed(operation, last, told)
    if columns["very_from"] <= columns["vulnerable_from"]:
        raise Invalid(_("It must be above the other threshold."), field="very_from")
    if not any(columns["dimension_weights"].values()):
        raise Invalid(_("One dimension at least must count."), field="dimension_weights")
    return Weighting(
        operation=operation, number=last.number + 1, calibration=last.calibration, **columns
    )


def _changed(operation: Operation, last: Weighting, told: Weights) -> dict[str, Any]:
    codes = set(RiskIndicator.objects.filter(operation=operation).values_list("code", flat=True))
    found: dict[str, Any] = {
        "weights": last.weights | _within(told.weights, codes, 0, HEAVIEST),
        "halves": last.halves | _within(told.halves, codes, 0.001, LARGEST_HALF),
        "dimension_weights": last.dimension_weights
        | _within(told.dimension_weights, set(DIMENSIONS), 0, HEAVIEST),
    }
    for name, (least, most) in BOUNDS.items():
        value = getattr(told, name)
        if value is not None:
            found[name] = _number(value, name, least, most)
    return found


def _within(
    told: Mapping[str, float], known: set[str], least: float, most: float
) -> dict[str, float]:
    for code in told:
        if code not in known:
            raise Invalid(_("There is no such indicator."), field=code)
    return {code: _number(value, code, least, most) for code, value in told.items()}


def _number(value: float, name: str, least: float, most: float) -> float:
    if not math.isfinite(value) or not least <= value <= most:
        said = _("Between %(least)g and %(most)g.") % {"least": least, "most": most}
        raise Invalid(said, field=name)
    return float(value)


def _keep(by: Actor, operation: Operation, row: Weighting, why: str) -> Weighting:
    moment = now()
    row.calibration = calibrated(operation, row, moment)
    row.made_at, row.made_by, row.note = moment, by.actor_label, why
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict() from error
    return row


@action(
    "risk_indicator.added",
    subject=RiskIndicator,
    parent=Operation,
    may=permissions.may_keep_index,
    title=_("Add an indicator of vulnerability"),
)
def add_risk_indicator(
    by: Actor,
    operation: Operation,
    *,
    code: str,
    dimension: str,
    title: str,
    remedy: str,
    unit: str = "village",
    measure: str = "level",
    basis: str = "",
) -> RiskIndicator:
    """One more thing that desks judge, with weight 1 in a new version.

    Never on a person, a religion or a candidate: an operation answers for what it adds.
    """
    code = needed(code, "code", _("Give it a code."))[:40]
    if dimension not in DIMENSIONS:
        raise Invalid(_("Choose one of the list."), field="dimension")
    if measure not in ("level", "yes_no"):
        raise Invalid(_("Choose one of the list."), field="measure")
    if unit not in RiskIndicator.Unit.values:
        raise Invalid(_("Choose one of the list."), field="unit")
    if RiskIndicator.objects.filter(operation=operation, code=code).exists():
        raise Invalid(_("This code is taken."), field="code")
    row = RiskIndicator(
        operation=operation, code=code, dimension=dimension, unit=unit, measure=measure,
        source="assessed", order=900,
    )  # fmt: skip
    _describe(row, title, remedy, basis)
    row.save()
    made = weighted(operation, Weights(weights={code: 1.0}, halves={code: 1.0}))
    note(weighting=_keep(by, operation, made, row.title_id).number)
    return row


@action(
    "risk_indicator.edited",
    subject=RiskIndicator,
    may=permissions.may_keep_index,
    title=_("Edit an indicator of vulnerability"),
)
def edit_risk_indicator(
    by: Actor,
    indicator: RiskIndicator,
    *,
    title: str,
    remedy: str,
    basis: str = "",
    active: bool = True,
) -> RiskIndicator:
    """How it is called, what would lower it, on what it rests, and whether it is still asked.

    What is not active counts no more from the next computation; what was said of it stays.
    """
    _describe(indicator, title, remedy, basis)
    indicator.active = active
    indicator.save()
    return indicator


def _describe(row: RiskIndicator, title: str, remedy: str, basis: str) -> None:
    """The English text goes with the Indonesian one: a changed title has no translation."""
    title = needed(title, "title", _("Give it a name."))[:150]
    remedy = needed(remedy, "remedy", _("Say what would lower it."))[:200]
    if title != row.title_id:
        row.title_id, row.title_en = title, ""
    if remedy != row.remedy_id:
        row.remedy_id, row.remedy_en = remedy, ""
    row.basis = basis.strip()[:200]
