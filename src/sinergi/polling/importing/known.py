"""What a list is compared with: villages and stations, in two statements whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sinergi.kernel.actors import Actor, System
from sinergi.kernel.models import Operation
from sinergi.polling.importing.cells import name_key
from sinergi.polling.models import Station
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
    """A station as it stands: its identifier, whether it is on the list, {field: value}."""

    id: UUID
    active: bool
    values: dict[str, Any]


@dataclass
class Known:
    """Villages by code, and stations by village and number."""

    villages: dict[str, VillageFact]
    stations: dict[tuple[str, int], StationFact] = field(default_factory=dict)

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


def known_for(by: Actor, operation: Operation) -> Known:
    """All villages that she covers in the operation, and their stations. Two statements."""
    prefixes = _prefixes(by, operation)
    rows = Region.objects.within(prefixes).villages()
    columns = rows.values_list("code", "name", "parent__name", "lat", "lon")
    villages = {row[0]: VillageFact(*row) for row in columns.iterator(2_000)}
    return Known(villages, dict(_stations(operation, prefixes)))


def _prefixes(by: Any, operation: Operation) -> list[str]:
    """Her places within the operation; the house itself covers the whole of it."""
    whole = operation.region_code
    if isinstance(by, System):
        return [whole]
    areas: list[str] = by.prefixes
    return [whole if lies_within(whole, area) else area for area in areas]


def _stations(
    operation: Operation, prefixes: Iterable[str]
) -> Iterable[tuple[tuple[str, int], StationFact]]:
    rows = Station.objects.filter(under("region_id", prefixes), operation=operation).order_by()
    columns = rows.values_list("pk", "active", "region_id", "number", *STORED.values())
    for pk, active, region, number, *values in columns.iterator(chunk_size=5_000):
        yield (region, number), StationFact(pk, active, dict(zip(STORED, values, strict=True)))
