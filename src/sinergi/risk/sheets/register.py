"""The register as a workbook: a row for each measure, with its risk before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from sinergi.kernel.clock import local
from sinergi.kernel.workbooks import table
from sinergi.risk.models.register import Risk, RiskMeasure


def workbook_of(risks: Iterable[Risk]) -> bytes:
    """Risks with their measures loaded; one without any has one row."""
    heads = [
        (_("Number"), 9), (_("Code"), 15), (_("Place"), 30), (_("Kind of risk"), 28),
        (_("What may happen"), 44), (_("On what that rests"), 44), (_("Stage"), 26),
        (_("Likelihood"), 12), (_("Impact"), 10), (_("Weight"), 8), (_("Weight at first"), 12),
        (_("State"), 18), (_("Look again on"), 14), (_("What came of it"), 36),
        (_("Kept by"), 30), (_("Prevention"), 44), (_("Asked of"), 30), (_("Until"), 18),
        (_("How it stands"), 22), (_("Result"), 44),
    ]  # fmt: skip
    return table(_("Register of risks"), heads, _rows(risks))


def _rows(risks: Iterable[Risk]) -> Iterator[list[Any]]:
    for risk in risks:
        measures: list[RiskMeasure | None] = list(risk.measures.all())
        for measure in measures or [None]:
            yield [*_risk(risk), *_measure(measure)]


def _risk(risk: Risk) -> list[Any]:
    return [
        risk.label,
        risk.region_id,
        risk.region.full_name,
        risk.kind_title,
        risk.title,
        risk.description,
        risk.stage.title if risk.stage else "",
        risk.likelihood,
        risk.impact,
        risk.weight,
        risk.first_weight,
        str(risk.get_state_display()),
        risk.review_on,
        risk.result,
        risk.desk.name,
    ]


def _measure(measure: RiskMeasure | None) -> list[Any]:
    if measure is None:
        return [""] * 5
    asked = measure.followup
    due = f"{local(asked.due_at):%Y-%m-%d %H:%M}" if asked.due_at else ""
    state = str(asked.get_state_display())
    return [asked.title, asked.owner_label, due, state, asked.answer]
