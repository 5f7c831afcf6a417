"""What a list is compared with, in two statements whatever its size; four with indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sinergi.kernel.actors import Actor, System
from sinergi.kernel.models import Operation
from sinergi.polling.importing.cells import name_key
from sinergi.polling.importing.indicators import PREFIX, Found, found_of
from sinergi.polling.models import Indicator, Station, StationIndicator
from sinergi.regions.codes import lies_within
from sinergi.regions.models import Region, under

# field of a list: column of the table
STORED = {
    "place": "place",
    "address": "address",
    "male": "voters_male",
    "female": "voters_female",
    "lat": "lat",
    "lon": "lon",
    "accessible": "accessible",
    "network": "network",
    "category": "category",
}
FRESH: dict[str, Any] = {
    "place": "", "address": "", "male": 0, "female": 0, "lat": None, "lon": None,
    "accessible": None, "network": "", "category": "less",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class VillageFact:
    """A village, its district, and where its middle lies."""

    code: str
    name: str
    district: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class StationFact:
    """A station as it stands: its identifier, whether it is on the list, {field: value}.

    Of indicators only those that were looked at have a value.
    """

    id: UUID
    active: bool
    values: dict[str, Any]


@dataclass
class Known:
    """Villages by code, stations by village and number, and indicators by their field."""

    villages: dict[str, VillageFact]
    stations: dict[tuple[str, int], StationFact] = field(default_factory=dict)
    indicators: dict[str, UUID] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, list[VillageFact]]:
        """The villages that bear a name."""
        found: dict[str, list[VillageFact]] = defaultdict(list)
        for village in self.villages.values():
            found[name_key(village.name)].append(village)
        return found

    @cached_property
    def districts(self) -> dict[str, set[str]]:
        """The codes of the districts that bear a name."""
        found: dict[str, set[str]] = defaultdict(set)
        for village in self.villages.values():
            found[name_key(village.district)].add(village.code[:8])
        return found


def known_for(by: Actor, operation: Operation, fields: Iterable[str] = ()) -> Known:
    """All villages that she covers in the operation, and their stations. Two statements.

    Where `fields` name indicators, those and what was found of them: two more.
    """
    prefixes = _prefixes(by, operation)
    rows = Region.objects.within(prefixes).villages()
    columns = rows.values_list("code", "name", "parent__name", "lat", "lon")
    villages = {row[0]: VillageFact(*row) for row in columns.iterator(2_000)}
    indicators = _indicators(operation, fields)
    found = _findings(operation, prefixes, indicators)
    return Known(villages, dict(_stations(operation, prefixes, found)), indicators)


def _indicators(operation: Operation, fields: Iterable[str]) -> dict[str, UUID]:
    """{field: identifier} of those that are named, and that the operation still looks at."""
    codes = [name.removeprefix(PREFIX) for name in fields if name.startswith(PREFIX)]
    if not codes:
        return {}
    rows = Indicator.objects.filter(operation=operation, active=True, code__in=codes)
    return {PREFIX + code: pk for code, pk in rows.values_list("code", "pk")}


def _findings(
    operation: Operation, prefixes: Iterable[str], indicators: Mapping[str, UUID]
) -> dict[UUID, dict[str, Found]]:
    """{station: {field: what was found}}."""
    found: dict[UUID, dict[str, Found]] = defaultdict(dict)
    if not indicators:
        return found
    names = {pk: name for name, pk in indicators.items()}
    rows = StationIndicator.objects.filter(
        under("station__region_id", prefixes), station__operation=operation, indicator__in=names
    )
    columns = rows.values_list("station_id", "indicator_id", "present", "count").order_by()
    for station, indicator, present, count in columns.iterator(chunk_size=5_000):
        found[station][names[indicator]] = found_of(present, count)
    return found


def _prefixes(by: Any, operation: Operation) -> list[str]:
    """Her places within the operation; the house itself covers the whole of it."""
    whole = operation.region_code
    if isinstance(by, System):
        return [whole]
    areas: list[str] = by.prefixes
    return [whole if lies_within(whole, area) else area for area in areas]


def _stations(
    operation: Operation, prefixes: Iterable[str], found: Mapping[UUID, dict[str, Found]]
) -> Iterable[tuple[tuple[str, int], StationFact]]:
    rows = Station.objects.filter(under("region_id", prefixes), operation=operation).order_by()
    columns = rows.values_list("pk", "active", "region_id", "number", *STORED.values())
    for pk, active, region, number, *values in columns.iterator(chunk_size=5_000):
        told = dict(zip(STORED, values, strict=True)) | found.get(pk, {})
        yield (region, number), StationFact(pk, active, told)
