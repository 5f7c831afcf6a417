"""What the security plan needs, how stations stand together, and who is placed twice. Pure.

A pattern such as 2-6-12 reads: two police for six stations with twelve Linmas (practice of Polri in
2024; the numbers are the operation's own). Stations of one category within a district and one
police jurisdiction stand together in groups of so many; the last group may be smaller and has its
police all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

CATEGORIES = ("special", "very", "vulnerable", "less")  # in the order in which groups are numbered
PERSONNEL = ("police", "linmas", "army")
IN_GROUPS = ("police", "army")  # who may serve all stations of a group; Linmas serve one


@dataclass(frozen=True)
class Pattern:
    """So many police for so many stations, with so many Linmas in all."""

    police: int
    stations: int
    linmas: int


@dataclass(frozen=True, order=True)
class Place:
    """A station as the plan sees it. `police_area` names the police unit that answers for it."""

    district: str
    police_area: str
    village: str
    number: int
    category: str
    key: Any = None


@dataclass(frozen=True)
class Group:
    """Stations that the same police secure. `number` is one within the district."""

    district: str
    police_area: str
    category: str
    number: int
    stations: tuple[Place, ...]
    police: int
    linmas: int

    @property
    def code(self) -> str:
        """How lists name it: 35.19.04/03"""
        return f"{self.district}/{self.number:02}"


@dataclass(frozen=True)
class Thing:
    """Something that is needed so many times for each station, vulnerable one, or district."""

    code: str
    per: str
    number: int


def groups_of(places: Iterable[Place], patterns: Mapping[str, Pattern]) -> list[Group]:
    """Every station in one group; one of a category without a pattern in none."""
    found: list[Group] = []
    for district, there in groupby(sorted(places, key=_order), key=lambda place: place.district):
        pieces = list(_pieces(there, patterns))
        for number, (stations, pattern) in enumerate(pieces, start=1):
            first, share = stations[0], pattern.linmas * len(stations)
            found.append(
                Group(district, first.police_area, first.category, number, stations,
                      pattern.police, -(-share // pattern.stations))
            )  # fmt: skip
    return found


def _order(place: Place) -> tuple[Any, ...]:
    rank = CATEGORIES.index(place.category)
    return (place.district, place.police_area, rank, place.village, place.number)


def _pieces(
    places: Iterable[Place], patterns: Mapping[str, Pattern]
) -> Iterator[tuple[tuple[Place, ...], Pattern]]:
    for (_area, category), alike in groupby(
        places, key=lambda row: (row.police_area, row.category)
    ):
        if category in patterns:
            stations, size = tuple(alike), patterns[category].stations
            for start in range(0, len(stations), size):
                yield stations[start : start + size], patterns[category]


def needed(
    places: Sequence[Place], patterns: Mapping[str, Pattern], things: Iterable[Thing]
) -> dict[str, dict[str, int]]:
    """{district: {police, linmas, and the code of each thing: how many}}."""
    sums: dict[str, dict[str, int]] = {
        district: {"police": 0, "linmas": 0}
        for district in sorted({row.district for row in places})
    }
    for group in groups_of(places, patterns):
        sums[group.district]["police"] += group.police
        sums[group.district]["linmas"] += group.linmas
    for thing in things:
        counts = _counts(places, thing.per)
        for district, row in sums.items():
            row[thing.code] = thing.number * counts[district]
    return sums


def _counts(places: Iterable[Place], per: str) -> dict[str, int]:
    """{district: for how many}."""
    counts: dict[str, int] = defaultdict(int)
    for place in places:
        if per == "district":
            counts[place.district] = 1
        elif per == "station" or place.category != "less":
            counts[place.district] += 1
    return counts


@dataclass(frozen=True)
class Placed:
    """Somebody at a station, by what tells whether it is the same body twice."""

    station: Any
    service: str
    agency: Any
    title: str
    phone: str = ""
    post: Any = None
    key: Any = None

    def marks(self) -> Iterator[tuple[Any, ...]]:
        """What two bodies cannot have in common: a telephone, an account, an office's title."""
        if self.phone:
            yield ("phone", self.phone)
        if self.post:
            yield ("post", self.post)
        if self.agency:
            yield ("title", self.agency, " ".join(self.title.casefold().split()))


@dataclass(frozen=True)
class Overlap:
    """The same body at places that it cannot serve at once. `mark`: phone, post or title."""

    mark: str
    placed: tuple[Placed, ...]


def overlaps(placed: Iterable[Placed], group_of: Mapping[Any, str]) -> list[Overlap]:
    """Who is placed twice. Police and army may serve the stations of one group (`group_of`
    names that of each station); Linmas serve one station."""
    by_mark: dict[tuple[Any, ...], list[Placed]] = defaultdict(list)
    for row in placed:
        for mark in row.marks():
            by_mark[mark].append(row)
    found: dict[frozenset[Placed], Overlap] = {}
    for mark, rows in by_mark.items():
        if _clash(rows, group_of):
            found.setdefault(frozenset(rows), Overlap(mark[0], tuple(rows)))
    return list(found.values())


def _clash(rows: Sequence[Placed], group_of: Mapping[Any, str]) -> bool:
    if len({row.station for row in rows}) < 2:
        return False
    if any(row.service not in IN_GROUPS for row in rows):
        return True
    return len({group_of.get(row.station, row.station) for row in rows}) > 1


def gap(need: int, available: int) -> int:
    """How many are missing; never less than none."""
    return max(0, need - available)
