"""A rule as the API shows it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Field

from sinergi.alerts.models import AlertRule
from sinergi.kernel.rest import Moment, Shape


class AlertTrialOut(Shape):
    """How often a rule would have fired in the days before it was tried."""

    days: int
    count: int
    places: int
    fired: list[dict[str, Any]] = Field(
        description="The first 200: at, until, place, name, count, grounds."
    )


class AlertRuleOut(Shape):
    """A rule, with its sentence."""

    id: UUID
    state: Literal["draft", "live", "resting"]
    sentence: str
    condition: str
    parameters: dict[str, Any]
    headline: str
    instruction: str
    severity: str
    urgency: str
    certainty: str
    reach: list[str]
    roles: list[str]
    automatic: bool
    cooldown: int
    lasts: int
    tried_at: Moment | None
    trial: AlertTrialOut | None


SAME = ("state", "sentence", "condition", "parameters", "headline", "instruction", "severity",
        "urgency", "certainty", "reach", "roles", "automatic", "cooldown", "lasts",
        "tried_at")  # fmt: skip
OF_TRIAL = ("days", "count", "places", "fired")


def rule_out(row: AlertRule) -> AlertRuleOut:
    """One rule."""
    trial = {name: row.trial[name] for name in OF_TRIAL} if row.trial else None
    return AlertRuleOut.model_construct(
        id=row.pk,
        trial=AlertTrialOut.model_construct(**trial) if trial else None,
        **{name: getattr(row, name) for name in SAME},
    )
