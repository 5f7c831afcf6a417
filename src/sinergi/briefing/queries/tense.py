"""The places where it may come to friction, by the index of vulnerability."""

from __future__ import annotations

from dataclasses import dataclass, field

from sinergi.agencies.models import Post

SHOWN = 5


@dataclass(frozen=True)
class TensePlace:
    """One place: its score (0 to 100), its category in words, and the page that explains it."""

    name: str
    score: float
    category: str
    title: str
    change: float | None
    url: str


@dataclass(frozen=True)
class Tense:
    """How many places are very vulnerable, and those with the highest scores."""

    very: int = 0
    url: str = ""
    places: list[TensePlace] = field(default_factory=list)


def tense_of(post: Post) -> Tense:
    """Until the room of vulnerability has scores there are none."""
    return Tense()
