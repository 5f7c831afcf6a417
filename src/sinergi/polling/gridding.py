"""A whole village on one page: what was typed into its cells, and what of it is to be reported.

Each cell carries what was shown in it. Only what was typed over is reported, and where somebody
else changed the same cell meanwhile, that is told instead of overwritten.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now, zone
from sinergi.polling.actions.checking_in import Said
from sinergi.polling.actions.checking_in_together import Result, report_together
from sinergi.polling.models import Milestone, Standing
from sinergi.polling.moments import moment_of
from sinergi.polling.queries.station_day import StationDay, Step
from sinergi.polling.texting.grammar import read_clock

DONE_WORDS = ("YA", "OK", "X", "V", "SUDAH")  # of a mark: it is done, at a time not told
LONGEST = 8  # characters in a cell


@dataclass
class Cell:
    """One station and milestone. `typed` is what stands in the field, `was` what was shown."""

    station: StationDay
    step: Step
    was: str
    typed: str
    error: str = ""
    asks: bool = False

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"cell-{self.station.station.pk}-{self.step.milestone.code}"

    @property
    def counts(self) -> bool:
        """Whether it takes a number of voters; else a time."""
        return self.step.milestone.kind == Milestone.Kind.COUNT

    @property
    def flagged(self) -> bool:
        """Whether what holds is improbable, though it was confirmed."""
        return bool(self.step.shown and self.step.shown.flag)


def shown_text(step: Step) -> str:
    """What a cell shows of a step: a number, a time, or nothing."""
    held: Standing | None = step.shown
    if held is None:
        return ""
    if step.milestone.kind == Milestone.Kind.COUNT:
        return str(held.value)
    return f"{local(held.happened_at):%H.%M}"


def cells_of(days: Sequence[StationDay], codes: Sequence[str]) -> list[list[Cell]]:
    """The cells of these milestones, station by station, as they hold."""
    return [
        [
            Cell(day, step, shown_text(step), shown_text(step))
            for step in day.steps
            if step.milestone.code in codes
        ]
        for day in days
    ]


def fill(rows: Sequence[Sequence[Cell]], given: Mapping[str, Any], shown: str) -> list[Cell]:
    """Put what was typed into the cells; those that are to be reported.

    `shown` is the JSON of what each cell showed when the page was drawn.
    """
    before = _before(shown)
    changed = []
    for cell in (cell for row in rows for cell in row):
        if cell.name not in given:
            continue
        typed = str(given[cell.name]).strip()[:LONGEST]
        now_shown, seen = cell.was, before.get(cell.name, "")
        cell.typed = typed
        if typed in (seen, now_shown):
            cell.typed = now_shown
        elif now_shown != seen:
            cell.error = _("Meanwhile: %(value)s. Send again to replace it.") % {
                "value": now_shown or _("taken back")
            }
        else:
            changed.append(cell)
    return changed


def _before(shown: str) -> dict[str, str]:
    try:
        told = json.loads(shown)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}


def report_cells(
    by: Post, changed: Sequence[Cell], given: Mapping[str, Any], sheet: uuid.UUID
) -> int:
    """Report each changed cell; how many were taken. What is wrong is told at its cell."""
    moment, here = now(), zone()
    told: list[tuple[Cell, Said]] = []
    for cell in changed:
        said = _said(cell, moment, here, sheet)
        if said is not None:
            told.append((cell, said))
    sure = [_sure(cell, said, given) for cell, said in told]
    items = [
        (cell.station.station.pk, said) for (cell, _said), said in zip(told, sure, strict=True)
    ]
    results = report_together(by, items)
    for (cell, _told), result in zip(told, results, strict=True):
        _mark(cell, result)
    return sum(result.problem is None for result in results)


def _said(cell: Cell, moment: datetime, here: ZoneInfo, sheet: uuid.UUID) -> Said | None:
    """What the cell says; None when it cannot be read, which is told at the cell."""
    milestone, typed = cell.step.milestone, cell.typed
    key = uuid.uuid5(sheet, f"{cell.name}:{cell.was}:{typed}")
    if not typed:
        return Said(milestone, client_id=key, withdrawn=True)
    if cell.counts:
        plain = typed.replace(".", "")
        if plain.isascii() and plain.isdigit():
            return Said(milestone, value=int(plain), client_id=key)
        cell.error = _("Write a number.")
        return None
    if typed.upper() in DONE_WORDS:
        return Said(milestone, client_id=key)
    clock = read_clock(typed)
    if clock is None:
        cell.error = _("Write the time as 07.05.")
        return None
    return Said(milestone, happened_at=moment_of(clock, milestone.due_at, moment, here),
                client_id=key)  # fmt: skip


def _sure(cell: Cell, said: Said, given: Mapping[str, Any]) -> Said:
    """Confirmed, when the box stood beside this very number."""
    if given.get(f"sure-{cell.name}") != cell.typed:
        return said
    return replace(said, sure=True)


def _mark(cell: Cell, result: Result) -> None:
    if result.problem is not None:
        cell.error = str(result.problem.detail or result.problem.title)
        cell.asks = result.problem.code == "improbable"
