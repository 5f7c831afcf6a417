"""Outreach as workbooks: the list of activities, and the coverage of villages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from sinergi.kernel.clock import local
from sinergi.kernel.workbooks import table
from sinergi.polling.models import Activity, TargetGroup
from sinergi.polling.queries.outreach import Coverage, VillageRow

WIDE = 28  # characters of a column


def activities(rows: Iterable[Activity]) -> bytes:
    """One row an activity; moments in the region's time."""
    heads = [
        _("What"), _("Village"), _("District"), _("Agency"), _("For whom"), _("Place"),
        _("When"), _("State"), _("People expected"), _("When it was held"), _("People who came"),
        _("Women among them"), _("Photos"), _("Note"),
    ]  # fmt: skip
    return table(
        _("Activities"), [(head, WIDE) for head in heads], (_activity(row) for row in rows)
    )


def _activity(row: Activity) -> list[Any]:
    return [
        row.title,
        row.region.name,
        row.region.parent.name if row.region.parent else "",
        row.agency.name,
        ", ".join(row.group_words),
        row.place,
        _moment(row.starts_at),
        row.get_state_display(),
        row.expected,
        _moment(row.held_at),
        row.reached,
        row.reached_women,
        getattr(row, "photo_count", None),
        row.note,
    ]


def coverage(found: Coverage) -> bytes:
    """One row a village, the highest score first, with all that the score is made of."""
    heads = [
        _("Village"), _("Code"), _("District"), _("Registered voters"), _("Activities held"),
        _("People reached"), _("Coverage %"), _("Last activity"), _("Turnout last time %"),
        _("Source"), _("Smoothed %"), _("Target %"), _("Goal %"), _("Score (voters)"),
        *(label for _code, label in TargetGroup.choices), _("Why"),
    ]  # fmt: skip
    return table(
        _("Coverage"), [(head, WIDE) for head in heads], (_village(row) for row in found.rows)
    )


def _village(row: VillageRow) -> list[Any]:
    told, figures = row.scored, row.figures
    return [
        row.region.name,
        row.region.pk,
        row.region.parent.name if row.region.parent else "",
        figures.voters,
        row.work.held,
        row.work.reached,
        _percent(told.coverage),
        _moment(row.work.last_at),
        _percent(figures.last),
        row.source,
        _percent(told.turnout),
        _percent(figures.target),
        _percent(told.goal),
        None if told.score is None else round(told.score, 1),
        *(held for _label, held, _planned in row.groups),
        row.sentence,
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _moment(value: Any) -> str:
    return f"{local(value):%Y-%m-%d %H:%M}" if value else ""
