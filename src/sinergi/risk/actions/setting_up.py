"""Preparing an operation for the index."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.risk import permissions
from sinergi.risk.models import RiskIndicator, Weighting
from sinergi.risk.shipped import FIRST, shipped_indicators


@action(
    "risk.prepared",
    subject=Operation,
    may=permissions.may_keep_index,
    title=_("Prepare the index of vulnerability"),
    system=True,
)
def prepare_risk(by: Actor, operation: Operation) -> Operation:
    """Bring in the shipped indicators and the first weighting. What is there stays."""
    known = set(RiskIndicator.objects.filter(operation=operation).values_list("code", flat=True))
    new = [row for row in shipped_indicators() if row.columns["code"] not in known]
    RiskIndicator.objects.bulk_create(
        RiskIndicator(operation=operation, **row.columns) for row in new
    )
    if not Weighting.objects.filter(operation=operation).exists():
        _first_weighting(by, operation)
    note(indicators=len(new))
    return operation


def _first_weighting(by: Actor, operation: Operation) -> None:
    Weighting.objects.create(
        operation=operation,
        number=1,
        weights={row.columns["code"]: row.weight for row in shipped_indicators()},
        halves={row.columns["code"]: row.half for row in shipped_indicators()},
        made_at=now(),
        made_by=by.actor_label,
        **FIRST,
    )
