"""Preparing an operation for its voting day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.models import Operation
from sinergi.polling import permissions, shipped
from sinergi.polling.models import Equipment, Indicator, Milestone, Pattern


@action(
    "polling.prepared",
    subject=Operation,
    may=permissions.may_keep,
    title=_("Prepare the voting day"),
    system=True,
)
def prepare_polling(by: Actor, operation: Operation) -> Operation:
    """Bring in the shipped milestones, indicators, patterns, equipment. What is there stays."""
    made = [
        *_missing(Milestone, "code", shipped.milestones(operation), operation),
        *_missing(Indicator, "code", shipped.indicators(), operation),
        *_missing(Pattern, "category", shipped.patterns(), operation),
        *_missing(Equipment, "code", shipped.equipment(), operation),
    ]
    note(rows=len(made))
    return operation


def _missing(
    model: type[Milestone] | type[Indicator] | type[Pattern] | type[Equipment],
    key: str,
    rows: list[dict[str, object]],
    operation: Operation,
) -> list[object]:
    known = set(model._default_manager.filter(operation=operation).values_list(key, flat=True))
    new = [model(operation=operation, **row) for row in rows if row[key] not in known]
    return list(model._default_manager.bulk_create(new))  # type: ignore[arg-type]
