"""The page of the map: places with their score and its move, what is shaded, and the stations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sinergi.agencies.models import Post
from sinergi.polling.drawing import Dot, Shade, map_svg
from sinergi.polling.queries.map import MOST_DOTS, outlines
from sinergi.regions.codes import is_code, level_of
from sinergi.risk.models import DIMENSIONS, RiskScore, Weighting
from sinergi.risk.models.score import GIVEN
from sinergi.risk.queries.scores import Asked, Changes, change_in, key_of, scores_of
from sinergi.risk.words import category_title, points_text, step_of, step_of_move

CATEGORIES = tuple(str(code) for code, _title in GIVEN)
LEVELS = ("village", "station")


@dataclass(frozen=True)
class PictureFilter:
    """What is looked at; an empty one asks for all villages by their total, as of now."""

    place: str = ""  # official code: there and below
    category: str = ""
    show: str = ""  # a dimension, or `change`; empty: the total
    level: str = ""  # `station`; empty: villages
    day: str = ""  # ISO

    def query(self, **changes: str) -> str:
        """The address of this filter with `changes`."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def asked(self) -> Asked:
        """The same as the scores are asked for."""
        return Asked(self.level or "village", parse_date(self.day), self.category, self.place)


def filter_of(given: Mapping[str, Any]) -> PictureFilter:
    """The filter that an address asks for; what it does not know asks for nothing."""
    told = {name: str(given.get(name, "") or "")[:40] for name in asdict(PictureFilter())}
    known = {
        "place": is_code(told["place"]),
        "category": told["category"] in CATEGORIES,
        "show": told["show"] in (*DIMENSIONS, "change"),
        "level": told["level"] in LEVELS[1:],
        "day": _is_day(told["day"]),
    }
    return PictureFilter(**{name: told[name] if known[name] else "" for name in told})


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


@dataclass(frozen=True)
class Row:
    """One place: its score, by how much it moved, and what is shaded of it."""

    score: RiskScore
    change: float | None
    value: float | None  # the total, a dimension, or the change

    @property
    def url(self) -> str:
        """Its page."""
        return url_of(self.score)

    @property
    def name(self) -> str:
        """As the list calls it."""
        return str(self.score.station or self.score.region)

    @property
    def direction(self) -> str:
        """up, down, or empty while it moved by less than a point."""
        if self.change is None or abs(self.change) < 1:
            return ""
        return "up" if self.change > 0 else "down"

    @property
    def change_text(self) -> str:
        """+3,2"""
        return "" if self.change is None else points_text(self.change)


def url_of(score: RiskScore) -> str:
    """The page of a place."""
    if score.station_id:
        return reverse("risk:station", args=[score.station_id])
    return reverse("risk:place", args=[score.region_id])


@dataclass(frozen=True)
class Picture:
    """All that the page shows; `rows` are sorted by what is shown, the highest first."""

    rows: list[Row]
    changes: Changes
    weighting: Weighting | None

    @property
    def day(self) -> date | None:
        """Of which the scores are."""
        return self.rows[0].score.day if self.rows else None

    @property
    def counts(self) -> dict[str, int]:
        """How many places are in each category."""
        told = [row.score.category for row in self.rows]
        return {code: told.count(code) for code in CATEGORIES}


def picture_of(post: Post, wanted: PictureFilter) -> Picture:
    """The places that are meant. Six statements."""
    asked = wanted.asked
    scores = list(scores_of(post, asked))
    changes = change_in(post, asked)
    rows = [_row(score, changes, wanted.show) for score in scores]
    if wanted.show:
        rows.sort(key=lambda row: (row.value is None, -(row.value or 0)))
    weighting = Weighting.objects.filter(pk=scores[0].weighting_id).first() if scores else None
    return Picture(rows, changes, weighting)


def _row(score: RiskScore, changes: Changes, show: str) -> Row:
    change = changes.by.get(key_of(score))
    if show == "change":
        return Row(score, change, change)
    return Row(score, change, score.dimensions.get(show) if show else score.total)


def drawn(post: Post, wanted: PictureFilter, picture: Picture) -> SafeString:
    """The map of the villages; empty where no outline is known, and of more than a regency.

    Stations stand on it as points: of a district all of them, else those that are asked for.
    """
    code = wanted.place or post.operation.region_code
    if level_of(code) == "province" or picture.weighting is None:
        return SafeString()
    sheet = outlines("village", code)
    if sheet is None:
        return SafeString()
    stations = picture.rows if wanted.level else _stations(post, wanted)
    villages = _villages(post, wanted) if wanted.level else picture.rows
    shades = {row.score.region_id: _shade(row, wanted, picture) for row in villages}
    title = _("Map of vulnerability: %(what)s") % {"what": shown_title(wanted.show)}
    svg = map_svg(sheet, shades, _dots(stations), title=title)
    return mark_safe(svg)  # noqa: S308 - every word in it was escaped where it was drawn


def _villages(post: Post, wanted: PictureFilter) -> list[Row]:
    asked = Asked("village", wanted.asked.day, "", wanted.place)
    return [Row(score, None, score.total) for score in scores_of(post, asked)]


def _stations(post: Post, wanted: PictureFilter) -> list[Row]:
    """Of a district or a village; a regency has too many to be told apart."""
    if not wanted.place or level_of(wanted.place) not in ("district", "village"):
        return []
    asked = Asked("station", wanted.asked.day, "", wanted.place)
    return [Row(score, None, score.total) for score in scores_of(post, asked)[:MOST_DOTS]]


def _shade(row: Row, wanted: PictureFilter, picture: Picture) -> Shade:
    weighting = picture.weighting
    assert weighting is not None  # noqa: S101 - asked before
    if wanted.show == "change" and not wanted.level:
        words = f"{row.change_text or '–'} · {category_title(row.score.category)}"
        return Shade(step_of_move(row.change), words, row.url)
    value = row.value
    told = "–" if value is None else f"{value:.0f}"
    words = f"{told} · {category_title(row.score.category)}"
    return Shade(step_of(value, weighting.vulnerable_from, weighting.very_from), words, row.url)


def _dots(rows: Iterable[Row]) -> Iterator[Dot]:
    """Stations with a position of their own, at most so many."""
    placed = [row for row in rows if row.score.station and row.score.station.lat is not None]
    for row in placed[:MOST_DOTS]:
        station = row.score.station
        if station is not None and station.lon is not None and station.lat is not None:
            words = f"{row.name} {row.score.region.name}: {row.score.total:.0f}"
            yield Dot(station.lon, station.lat, row.score.category, words, row.url)


def shown_title(show: str) -> str:
    """What is shaded, in words."""
    if show == "change":
        return _("Change in a week")
    return str(DIMENSIONS.get(show) or _("Total"))
