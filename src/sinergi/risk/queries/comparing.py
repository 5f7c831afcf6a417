"""The index beside the category that police and KPU set by hand: both shown, none overwritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sinergi.agencies.models import Post
from sinergi.polling.models import Category
from sinergi.risk.models import RiskScore
from sinergi.risk.queries.scores import Asked, last_day, scores_of

RANKS = {Category.LESS: 0, Category.VULNERABLE: 1, Category.VERY: 2}


@dataclass(frozen=True)
class Compared:
    """One station: what is set by hand, and what the index gives."""

    score: RiskScore
    hand: str
    index: str

    @property
    def apart(self) -> int:
        """By how many steps the index is above the hand; below when negative; 0 for `special`."""
        if self.hand not in RANKS:
            return 0
        return RANKS[Category(self.index)] - RANKS[Category(self.hand)]


@dataclass(frozen=True)
class Comparison:
    """How many stations are in which pair of categories, and those on which the two differ."""

    day: date | None
    counts: Mapping[tuple[str, str], int]  # (by hand, by the index)
    differing: list[Compared]

    @property
    def stations(self) -> int:
        """All of them, without those that are special."""
        return sum(count for (hand, _index), count in self.counts.items() if hand in RANKS)

    @property
    def agreeing(self) -> int:
        """Those in which both say the same."""
        return sum(count for (hand, index), count in self.counts.items() if hand == index)


def compare(post: Post, place: str = "") -> Comparison:
    """The stations of hers, those furthest apart first. Three statements."""
    scores = scores_of(post, Asked(level="station", place=place))
    rows = [Compared(row, row.station.category, row.category) for row in scores if row.station]
    differing = [row for row in rows if row.apart]
    return Comparison(
        last_day(post),
        Counter((row.hand, row.index) for row in rows),
        sorted(differing, key=lambda row: (-abs(row.apart), -row.score.total)),
    )
