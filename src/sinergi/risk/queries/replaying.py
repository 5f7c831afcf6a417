"""What other weights would have changed on days that are past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sinergi.agencies.models import Post
from sinergi.regions.models import Region
from sinergi.risk.computing import NAMES, replay
from sinergi.risk.models import Weighting
from sinergi.risk.queries.scores import last_day
from sinergi.risk.words import category_title

LOOKED_AT = (0, 7, 14, 21)  # days before the last one


@dataclass(frozen=True)
class Moved:
    """A village that another version puts into another category."""

    region: Region
    before: float
    after: float
    category_before: str
    category_after: str

    @property
    def said(self) -> str:
        """From which category to which."""
        return f"{category_title(self.category_before)} → {category_title(self.category_after)}"

    @property
    def is_up(self) -> bool:
        """Whether it would be called more vulnerable."""
        return NAMES.index(self.category_after) > NAMES.index(self.category_before)


@dataclass(frozen=True)
class Effect:
    """A day, by the version in force and by the other."""

    day: date
    before: Mapping[str, int]  # villages by category
    after: Mapping[str, int]
    moved: Sequence[tuple[str, float, float, str, str]]


def effects(post: Post, now: Weighting, other: Weighting) -> list[Effect]:
    """The last day and some before it. Seven statements for each day and version."""
    last = last_day(post)
    if last is None:
        return []
    days = [last - timedelta(days=back) for back in LOOKED_AT]
    pairs = zip(replay(post.operation, now, days), replay(post.operation, other, days), strict=True)
    found = []
    for before, after in pairs:
        moved = [
            (code, before.totals[code], after.totals[code], name, after.categories[code])
            for code, name in before.categories.items()
            if after.categories[code] != name and post.covers(code)
        ]
        ours = {code: name for code, name in before.categories.items() if post.covers(code)}
        theirs = Counter(after.categories[code] for code in ours)
        found.append(Effect(before.day, Counter(ours.values()), theirs, moved))
    return found


def moved_of(effect: Effect) -> list[Moved]:
    """Its villages by name, the largest move first. One statement."""
    regions = Region.objects.with_parent().in_bulk([row[0] for row in effect.moved])
    rows = [
        Moved(regions[code], before, after, was, becomes)
        for code, before, after, was, becomes in effect.moved
        if code in regions
    ]
    return sorted(rows, key=lambda row: -abs(row.after - row.before))
