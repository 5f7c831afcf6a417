"""Many check-ins at once, from a program or a grid: each is taken, known, or refused by itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from sinergi.agencies.models import Post
from sinergi.kernel.problems import NotFound, Problem
from sinergi.polling.actions.checking_in import Said, check_in_once
from sinergi.polling.models import CheckIn, Station


@dataclass(frozen=True)
class Result:
    """What became of one: `check_in` when it was taken now (`fresh`) or before, else `problem`."""

    check_in: CheckIn | None = None
    fresh: bool = False
    problem: Problem | None = None


def report_together(by: Post, items: Sequence[tuple[uuid.UUID, Said]]) -> list[Result]:
    """Report each pair of a station's key and what it says; the results stand in their order.

    One transaction, and within it one action each: what one refuses does not touch the others.
    All stations are held before the first sum of a village, and the sums are taken in one order,
    so that two batches never wait for each other in a circle.
    """
    with transaction.atomic():
        stations = _held(by, {key for key, _said in items})
        results = {
            index: _one(by, stations.get(items[index][0]), items[index][1])
            for index in _in_order(items, stations)
        }
    return [results[index] for index in range(len(items))]


def _held(by: Post, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Station]:
    rows = Station.objects.visible_to(by).filter(pk__in=list(keys)).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",))}


def _in_order(
    items: Sequence[tuple[uuid.UUID, Said]], stations: dict[uuid.UUID, Station]
) -> list[int]:
    """By the sum that they change; of one station and milestone as they were given."""

    def place(index: int) -> tuple[str, str]:
        key, said = items[index]
        return stations[key].region_id if key in stations else "", said.milestone.pk.hex

    return sorted(range(len(items)), key=place)


def _one(by: Post, station: Station | None, said: Said) -> Result:
    if station is None:
        return Result(problem=NotFound(field="station"))
    try:
        row, fresh = check_in_once(by, station, said)
    except Problem as problem:
        return Result(problem=problem)
    return Result(row, fresh)
