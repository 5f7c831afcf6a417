"""Which stations are meant, a page of them with their sums, and their points for a map."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from sinergi.agencies.models import Post
from sinergi.polling.importing.indicators import PREFIX, found_of
from sinergi.polling.importing.known import STORED
from sinergi.polling.models import (
    Category,
    Indicator,
    Station,
    StationIndicator,
    StationPerson,
)
from sinergi.polling.models.secrecy import unknown_services
from sinergi.polling.models.stations import Stations
from sinergi.regions.codes import is_code
from sinergi.regions.models import Region, under
from sinergi.regions.streaming import CHUNK, in_heaps

MOST_CHOICES = 1_000  # villages in a list of choices
FLAGS = ("indicated", "nowhere", "over", "struck")
YES_NO = {"yes": True, "no": False}
# The map's four signs, by category.
SIGNS = {"less": "low", "vulnerable": "medium", "very": "high", "special": "critical"}


@dataclass(frozen=True)
class StationFilter:
    """What is asked for; an empty one means all stations of the list."""

    place: str = ""  # official code: there and below
    category: str = ""
    network: str = ""  # none, weak, good; "unknown" when nobody has said
    accessible: str = ""  # yes, no, unknown
    indicator: str = ""  # code of one that is present
    flag: str = ""  # indicated, nowhere (no position), over (more than 600 voters), struck
    q: str = ""  # a number, or words of the village, place or address

    def query(self, **changes: str) -> str:
        """The address of this filter with `changes`: place=35.19.04&category=very."""
        told = {**asdict(self), **changes}
        return urlencode({name: value for name, value in told.items() if value})

    def narrow(self, rows: Stations) -> Stations:
        """Those of `rows` that are meant."""
        rows = rows.filter(active=self.flag != "struck")
        if self.place:
            rows = rows.filter(under("region_id", [self.place]))
        if self.category:
            rows = rows.filter(category=self.category)
        if self.network:
            rows = rows.filter(network="" if self.network == "unknown" else self.network)
        if self.accessible:
            rows = rows.filter(accessible=YES_NO.get(self.accessible))
        return self._among(self._flagged(rows))

    def _flagged(self, rows: Stations) -> Stations:
        if self.flag == "nowhere":
            rows = rows.filter(lat__isnull=True)
        if self.flag == "over":
            rows = rows.filter(voters_male__gt=600 - F("voters_female"))
        if self.flag == "indicated" or self.indicator:
            found = StationIndicator.objects.filter(station=OuterRef("pk"), present=True)
            if self.indicator:
                found = found.filter(indicator__code=self.indicator)
            rows = rows.filter(Exists(found))
        return rows

    def _among(self, rows: Stations) -> Stations:
        """Every word is the number, or stands in the name of the village, place or address."""
        for word in self.q.split()[:5]:
            if word.lower() == "tps":
                continue
            if word.isascii() and word.isdigit():
                rows = rows.filter(number=min(int(word[:6]), 32_767))
            else:
                rows = rows.filter(
                    Q(region__name__icontains=word)
                    | Q(place__icontains=word)
                    | Q(address__icontains=word)
                )
        return rows


def filter_of(given: Mapping[str, Any]) -> StationFilter:
    """The filter that an address asks for; what it does not know asks for nothing."""
    told = {name: str(given.get(name, "") or "")[:80] for name in asdict(StationFilter())}
    told["q"] = told["q"].replace("\0", "")
    known = {
        "category": Category.values,
        "network": ["none", "weak", "good", "unknown"],
        "accessible": [*YES_NO, "unknown"],
        "flag": FLAGS,
    }
    for name, values in known.items():
        if told[name] not in values:
            told[name] = ""
    if not is_code(told["place"]):
        told["place"] = ""
    told["indicator"] = told["indicator"].replace("\0", "")[:10]
    return StationFilter(**told)


@dataclass(frozen=True)
class StationSums:
    """Sums over the stations that are meant."""

    stations: int
    male: int
    female: int
    placed: int  # of them: their position is known

    @property
    def voters(self) -> int:
        """All registered voters."""
        return self.male + self.female


def meant(post: Post, wanted: StationFilter) -> Stations:
    """The stations that are meant among those that she may see."""
    return wanted.narrow(Station.objects.visible_to(post))


def sums(post: Post, wanted: StationFilter) -> StationSums:
    """One statement."""
    found = meant(post, wanted).aggregate(
        stations=Count("pk"),
        male=Coalesce(Sum("voters_male"), 0),
        female=Coalesce(Sum("voters_female"), 0),
        placed=Count("lat"),
    )
    return StationSums(**found)


def count_indicators(rows: list[Station]) -> list[Station]:
    """Give each an `indicators`: how many are present. One statement, for these rows alone."""
    found = StationIndicator.objects.filter(station__in=rows, present=True)
    counts = dict(found.values_list("station").annotate(n=Count("pk")).order_by())
    for row in rows:
        row.indicators = counts.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


def find_station(post: Post, pk: Any) -> Station | None:
    """One station that she may see, with all that its page names. One statement."""
    return Station.objects.visible_to(post).whole().filter(pk=pk).first()


def people_of(post: Post, station: Station) -> list[StationPerson]:
    """Who serves there now, of those of whom she may know. One statement."""
    rows = station.people.filter(until__isnull=True).select_related("post", "agency")
    return list(rows.exclude(service__in=unknown_services(post)))


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of the list, and what was found of it at a station; None: nobody looked."""

    indicator: Indicator
    finding: StationIndicator | None


def indicator_rows(station: Station) -> list[tuple[str, list[IndicatorRow]]]:
    """The operation's list by its variables. Two statements.

    An indicator that was switched off is shown where it was found.
    """
    findings = {row.indicator_id: row for row in station.findings.all()}
    wanted = Q(active=True) | Q(pk__in=list(findings))
    rows = Indicator.objects.filter(wanted, operation_id=station.operation_id)
    groups: dict[str, list[IndicatorRow]] = {}
    for row in rows:
        groups.setdefault(row.variable, []).append(IndicatorRow(row, findings.get(row.pk)))
    return list(groups.items())


def as_listed(station: Station) -> dict[str, Any]:
    """A station as a row of a list: {field: value}; its region with its parent is at hand."""
    region = station.region
    told = {name: getattr(station, column) for name, column in STORED.items()}
    return told | {
        "code": region.pk,
        "village": region.name,
        "district": region.parent.name if region.parent else "",
        "number": station.number,
        "total": station.voters,
    }


def with_findings(rows: Stations) -> Stations:
    """The same, what was found at each at hand. One statement for each heap that is fetched."""
    found = StationIndicator.objects.filter(indicator__active=True).select_related("indicator")
    return rows.prefetch_related(Prefetch("findings", found))


def findings_as_listed(station: Station) -> dict[str, Any]:
    """What was found there, as columns of a list: {field: value}; see `with_findings`."""
    return {
        PREFIX + row.indicator.code: found_of(row.present, row.count)
        for row in station.findings.all()
    }


def place_choices(post: Post, chosen: str = "") -> list[tuple[Region, list[Region]]]:
    """Districts with their villages, of her places. At most three statements.

    Where a province would offer thousands, villages only of the district that is chosen.
    """
    rows = Region.objects.within(post.prefixes).order_by("code")
    villages = rows.filter(level=Region.Level.VILLAGE)
    found = list(villages[: MOST_CHOICES + 1])
    if len(found) > MOST_CHOICES:
        found = list(villages.filter(parent=chosen[:8]))
    groups: dict[str, tuple[Region, list[Region]]] = {
        row.pk: (row, []) for row in rows.filter(level=Region.Level.DISTRICT)
    }
    for row in found:
        groups.setdefault(row.pk[:8], (row, []))[1].append(row)
    return list(groups.values())


def point_chunks(post: Post, wanted: StationFilter) -> Iterator[str]:
    """The stations as GeoJSON features in heaps, separated by commas. One statement.

    A station without a position of its own stands at the middle of its village, and says so.
    """
    # The heaps are read when the request's language is long gone: its words are settled now.
    before, after = _address()
    words = {code: str(word) for code, word in Category.choices}
    rows = meant(post, wanted).order_by()
    columns = rows.values_list(
        "pk", "number", "region_id", "region__name", "category", "voters_male", "voters_female",
        "lon", "lat", "region__lon", "region__lat",
    )  # fmt: skip
    found = columns.iterator(chunk_size=CHUNK)
    return in_heaps(_feature(row, before, after, words) for row in found)


def _address() -> tuple[str, str]:
    nobody = "00000000-0000-0000-0000-000000000000"
    before, after = reverse("polling:station", args=[nobody]).split(nobody)
    return before, after


def _feature(row: tuple[Any, ...], before: str, after: str, words: Mapping[str, str]) -> str:
    pk, number, code, village, category, male, female, lon, lat, middle_lon, middle_lat = row
    told: dict[str, Any] = {
        "id": str(pk),
        "number": f"TPS {number:03}",
        "village": code,
        "title": f"TPS {number:03} {village}",
        "category": category,
        "kind": words[category],
        "severity": SIGNS[category],
        "voters": male + female,
        "url": f"{before}{pk}{after}",
    }
    if lon is None:
        lon, lat = middle_lon, middle_lat
        told["approximate"] = True
    point = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    return json.dumps({"type": "Feature", "geometry": point, "properties": told})
