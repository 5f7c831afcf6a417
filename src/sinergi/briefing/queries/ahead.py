"""What comes: the stages, the days left, and how ready the next one is, with whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from sinergi.agencies.models import Post
from sinergi.readiness.filters import ItemFilter
from sinergi.readiness.queries.desk import next_stage_readiness
from sinergi.readiness.queries.matrix import Cell, readiness_matrix
from sinergi.readiness.rules import Tally
from sinergi.stages.models import Stage, today
from sinergi.stages.queries import main_stage, next_stages

WORST = 3


@dataclass(frozen=True)
class Behind:
    """A kind of agency that is furthest behind: of `total` items `open` are not confirmed."""

    title: Any
    tally: Tally
    url: str


@dataclass(frozen=True)
class Readiness:
    """How ready the next stage is for which something is asked."""

    stage: Stage
    tally: Tally
    url: str  # the items that are not confirmed
    worst: list[Behind]


@dataclass(frozen=True)
class Ahead:
    """Where the calendar stands."""

    today: date
    now: Stage | None
    next: Stage | None
    voting_day: date
    readiness: Readiness | None

    @property
    def days_to_next(self) -> int | None:
        """Days until the next main stage begins; None without one."""
        return self.next.days_left if self.next else None

    @property
    def days_to_voting(self) -> int:
        """Days until the voting day; negative after it."""
        return (self.voting_day - self.today).days


def ahead_of(post: Post) -> Ahead:
    """Six statements."""
    day = today()
    coming = next_stages(post.operation, day, 1)
    return Ahead(
        today=day,
        now=main_stage(post.operation, day),
        next=coming[0] if coming else None,
        voting_day=post.operation.voting_day,
        readiness=_readiness(post),
    )


def _readiness(post: Post) -> Readiness | None:
    found = next_stage_readiness(post, 0)
    if found is None:
        return None
    wanted = ItemFilter(stage=found.stage.code)
    matrix = readiness_matrix(post, wanted)
    return Readiness(found.stage, found.tally, _items(wanted), _worst(wanted, matrix.columns))


def _worst(wanted: ItemFilter, columns: Iterable[Cell]) -> list[Behind]:
    """The kinds of agency with the smallest share confirmed; of equals those that owe most."""
    asked = [(cell, cell.tally) for cell in columns if cell.tally and cell.tally.open]
    asked.sort(key=lambda pair: (pair[1].confirmed / pair[1].total, -pair[1].open))
    return [
        Behind(cell.title, tally, _items(wanted, kind=cell.kind)) for cell, tally in asked[:WORST]
    ]


def _items(wanted: ItemFilter, **narrower: str) -> str:
    return f"{reverse('readiness:items')}?{wanted.query(state='open', **narrower)}"
