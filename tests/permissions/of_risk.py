"""One target for every action of the index of vulnerability."""

from __future__ import annotations

from typing import Any

from sinergi.kernel.actors import SYSTEM
from sinergi.risk.actions import prepare_risk
from sinergi.risk.models import RiskIndicator
from tests.factories import World


def _operation(world: World, code: str) -> Any:
    return world.operation


def shipped(world: World, code: str) -> RiskIndicator:
    """One of the shipped indicators."""
    prepare_risk(SYSTEM, world.operation)
    return RiskIndicator.objects.filter(operation=world.operation).select_related("operation")[0]


SITUATIONS: dict[str, Any] = {
    **dict.fromkeys(
        (
            "prepare_risk",
            "recompute_scores",
            "recalibrate_index",
            "change_weights",
            "add_risk_indicator",
        ),
        _operation,
    ),
    "assess_place": lambda world, code: world.region(code),
    "edit_risk_indicator": shipped,
}
