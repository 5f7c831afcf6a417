"""The places where it may come to friction, by the index of vulnerability."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from sinergi.agencies.models import Post
from sinergi.risk.models import RiskScore
from sinergi.risk.models.score import GIVEN
from sinergi.risk.queries.scores import Asked, change_in, key_of, scores_of

SHOWN = 5
VERY = "very"
TITLES: dict[str, Any] = dict(GIVEN)


@dataclass(frozen=True)
class TensePlace:
    """One village: its score (0 to 100), its category in words, and the page that explains it."""

    name: str
    score: float
    category: str
    title: Any
    change: float | None  # points in a week
    url: str


@dataclass(frozen=True)
class Tense:
    """How many villages are very vulnerable, and those with the highest scores."""

    very: int = 0
    url: str = ""
    places: list[TensePlace] = field(default_factory=list)


def tense_of(post: Post) -> Tense:
    """Seven statements; two while nothing was computed."""
    highest = list(scores_of(post)[:SHOWN])
    if not highest:
        return Tense()
    changes = change_in(post).by
    return Tense(
        very=scores_of(post, Asked(category=VERY)).count(),
        url=f"{reverse('risk:map')}?{urlencode({'category': VERY})}",
        places=[_place(row, changes) for row in highest],
    )


def _place(row: RiskScore, changes: Mapping[Any, float]) -> TensePlace:
    return TensePlace(
        name=row.region.full_name,
        score=row.total,
        category=row.category,
        title=TITLES[row.category],
        change=changes.get(key_of(row)),
        url=reverse("risk:place", args=[row.region_id]),
    )
