"""Writes the scores of a day in one statement, and only those that have moved.

A part of `recompute_scores`, no action of its own. The rows go to the database as one text: a
statement of 1,348 rows with all their values takes Django longer than computing them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from sinergi.kernel.clock import local
from sinergi.kernel.models import Operation
from sinergi.risk.computing import ORDER, Computed, Scored
from sinergi.risk.rules.arrays import Floats

ROWS = 20_000  # of one statement
_KEEP = """
INSERT INTO risk_riskscore AS kept (operation_id, region_id, station_id, day, at, weighting_id,
    total, low, high, coverage, category, dimensions, parts)
SELECT %s, told.r, told.s, %s, %s, %s, told.t, told.l, told.h, told.k, told.c, told.d, told.p
FROM jsonb_to_recordset(%s::jsonb) AS told(
    r text, s uuid, t float8, l float8, h float8, k float8, c text, d jsonb, p jsonb)
ON CONFLICT (operation_id, day, region_id, station_id) DO UPDATE SET
    at = excluded.at, weighting_id = excluded.weighting_id, total = excluded.total,
    low = excluded.low, high = excluded.high, coverage = excluded.coverage,
    category = excluded.category, dimensions = excluded.dimensions, parts = excluded.parts
WHERE (kept.total, kept.low, kept.high, kept.weighting_id, kept.category, kept.parts)
    IS DISTINCT FROM (excluded.total, excluded.low, excluded.high, excluded.weighting_id,
    excluded.category, excluded.parts)
"""


def keep_scores(operation: Operation, done: Computed, moment: datetime) -> int:
    """Keep the scores of the day of `moment`; gives how many places have moved."""
    head: list[Any] = [operation.pk, local(moment).date(), moment, done.weighting.pk]
    rows, changed = list(_rows(done)), 0
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            told = json.dumps(rows[start : start + ROWS], separators=(",", ":"))
            cursor.execute(_KEEP, [*head, told])
            changed += cursor.rowcount
    return changed


def _rows(done: Computed) -> Iterator[dict[str, Any]]:
    """Villages, then stations, as the statement reads them."""
    codes, ground = done.ground.codes, done.ground
    for at, row in enumerate(_told(done.villages, done.villages.categories(done.weighting))):
        yield {"r": codes[at], "s": None, **row}
    stations = _told(done.stations, done.stations.categories(done.weighting))
    for at, row in enumerate(stations):
        yield {"r": codes[ground.home[at]], "s": str(ground.stations[at]), **row}


def _told(scored: Scored, categories: list[str]) -> Iterator[dict[str, Any]]:
    index = scored.index
    columns = [_short(row) for row in (index.total, index.low, index.high, index.coverage)]
    dimensions, parts = _short(index.dimensions), _parts(scored)
    for at, category in enumerate(categories):
        total, low, high, coverage = (column[at] for column in columns)
        yield {
            "t": total, "l": low, "h": high, "k": coverage, "c": category,
            "d": _named(dimensions[at]), "p": parts[at],
        }  # fmt: skip


def _named(values: list[float]) -> dict[str, float]:
    """The dimensions of which something is known."""
    pairs = zip(ORDER, values, strict=True)
    return {name: value for name, value in pairs if value == value}  # noqa: PLR0124 - not NaN


def _parts(scored: Scored) -> list[list[list[Any]]]:
    """[code, value, score, points] of what is known, place by place."""
    found: list[list[list[Any]]] = [[] for _total in scored.index.total]
    if scored.inherited is not None:
        for name, points in zip(ORDER, scored.inherited.T, strict=True):
            for place, given in zip(found, _short(points), strict=True):
                place.append([f"@{name}", 0, 0, given])
    for number, (code, column) in enumerate(zip(scored.codes, scored.columns, strict=True)):
        points = _short(scored.index.points[:, number])
        values, scores = _short(column.value), _short(column.score)
        for at in np.flatnonzero(column.known).tolist():
            found[at].append([code, values[at], scores[at], points[at]])
    return found


def _short(values: Floats) -> list[Any]:
    """Plain numbers, to four places: a thousandth of a point is nobody's concern."""
    return list(np.round(values, 4).tolist())
