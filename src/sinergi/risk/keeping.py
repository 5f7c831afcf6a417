"""Writes the scores of a day in one statement, and only those that have moved.

A part of `recompute_scores`, no action of its own. One case raises the rate of its whole regency by
a trace; a row whose total, bounds, coverage and category stand within `STILL` stays whole as it is,
so that its parts add up. The rows go to the database as one text: a statement of 1,348 rows with
all their values takes Django longer than computing them.
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
from sinergi.risk.models import RiskScore, Weighting
from sinergi.risk.rules.arrays import Floats, Ints

STILL = 0.05  # points: half of what a page shows
ROWS = 20_000  # of one statement
_KEEP = """
INSERT INTO risk_riskscore (operation_id, region_id, station_id, day, at, weighting_id,
    total, low, high, coverage, category, dimensions, parts)
SELECT %s, told.r, told.s, %s, %s, %s, told.t, told.l, told.h, told.k, told.c, told.d, told.p
FROM jsonb_to_recordset(%s::jsonb) AS told(
    r text, s uuid, t float8, l float8, h float8, k float8, c text, d jsonb, p jsonb)
ON CONFLICT (operation_id, day, region_id, station_id) DO UPDATE SET
    at = excluded.at, weighting_id = excluded.weighting_id, total = excluded.total,
    low = excluded.low, high = excluded.high, coverage = excluded.coverage,
    category = excluded.category, dimensions = excluded.dimensions, parts = excluded.parts
"""


def keep_scores(operation: Operation, done: Computed, moment: datetime) -> int:
    """Keep the scores of the day of `moment`; gives how many places have moved."""
    day = local(moment).date()
    head: list[Any] = [operation.pk, day, moment, done.weighting.pk]
    rows = list(_rows(done, _kept(RiskScore.objects.filter(operation=operation, day=day))))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS):
            told = json.dumps(rows[start : start + ROWS], separators=(",", ":"))
            cursor.execute(_KEEP, [*head, told])
    return len(rows)


def _kept(rows: Any) -> dict[Any, tuple[Any, ...]]:
    """What is kept of the day by now, by village and station: the figures that may have moved."""
    names = ("region_id", "station_id", "weighting_id", "category", "total", "low", "high",
             "coverage")  # fmt: skip
    return {(row[0], row[1]): row[2:] for row in rows.values_list(*names)}


def _rows(done: Computed, kept: dict[Any, tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    """Villages, then stations, that have moved, as the statement reads them."""
    ground = done.ground
    codes = ground.codes
    places: list[Any] = [(code, None) for code in codes]
    stations: list[Any] = [
        (codes[home], key) for home, key in zip(ground.home.tolist(), ground.stations, strict=True)
    ]
    for scored, keys in ((done.villages, places), (done.stations, stations)):
        named = scored.categories(done.weighting)
        moved = _moved(scored, keys, named, done.weighting, kept)
        for at, row in zip(moved.tolist(), _told(scored, moved), strict=True):
            region, station = keys[at]
            yield {"r": region, "s": str(station) if station else None, "c": named[at], **row}


def _moved(
    scored: Scored,
    keys: list[Any],
    named: list[str],
    weighting: Weighting,
    kept: dict[Any, tuple[Any, ...]],
) -> Ints:
    """The numbers of the places of which something else is to be kept."""
    index = scored.index
    now = np.column_stack([index.total, index.low, index.high, 100 * index.coverage])
    then = np.full(now.shape, np.nan)
    for at, key in enumerate(keys):
        row = kept.get(key)
        if row is not None and row[:2] == (weighting.pk, named[at]):
            then[at] = (row[2], row[3], row[4], 100 * row[5])
    still = (np.abs(now - then) < STILL).all(axis=1)  # NaN: nothing is kept, or by other weights
    return np.flatnonzero(~still)


def _told(scored: Scored, at: Ints) -> Iterator[dict[str, Any]]:
    """Those places as they are kept."""
    index = scored.index
    columns = [_short(row[at]) for row in (index.total, index.low, index.high, index.coverage)]
    dimensions, parts = _short(index.dimensions[at]), _parts(scored, at)
    for total, low, high, coverage, values, pieces in zip(*columns, dimensions, parts, strict=True):
        yield {"t": total, "l": low, "h": high, "k": coverage, "d": _named(values), "p": pieces}


def _named(values: list[float]) -> dict[str, float]:
    """The dimensions of which something is known."""
    pairs = zip(ORDER, values, strict=True)
    return {name: value for name, value in pairs if value == value}  # noqa: PLR0124 - not NaN


def _parts(scored: Scored, at: Ints) -> list[list[list[Any]]]:
    """[code, value, score, points] of what is known, place by place."""
    found: list[list[list[Any]]] = [[] for _place in at]
    if scored.inherited is not None:
        for name, points in zip(ORDER, scored.inherited[at].T, strict=True):
            for place, given in zip(found, _short(points), strict=True):
                place.append([f"@{name}", 0, 0, given])
    for number, (code, column) in enumerate(zip(scored.codes, scored.columns, strict=True)):
        points = _short(scored.index.points[at, number])
        values, scores = _short(column.value[at]), _short(column.score[at])
        for row in np.flatnonzero(column.known[at]).tolist():
            found[row].append([code, values[row], scores[row], points[row]])
    return found


def _short(values: Floats) -> list[Any]:
    """Plain numbers, to four places: a thousandth of a point is nobody's concern."""
    return list(np.round(values, 4).tolist())
