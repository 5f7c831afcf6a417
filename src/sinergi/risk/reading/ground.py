"""The places of an operation as the rules know them: numbers, and arrays beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np

from sinergi.kernel.models import Operation
from sinergi.polling.models import Station
from sinergi.regions.codes import clipped
from sinergi.regions.models import Region
from sinergi.risk.rules.arrays import Floats, Ints
from sinergi.risk.rules.shrinking import Groups

# What a station's network and access count: as a finding of its own, or half of one.
NETWORK = {"none": 1.0, "weak": 0.5, "good": 0.0}
ACCESS = {False: 1.0, True: 0.0}
NAN = float("nan")


@dataclass(frozen=True)
class Ground:
    """Villages in the order of their codes, and stations in the order of their villages."""

    codes: Sequence[str]
    voters: Floats
    planned: Floats  # stations that a village is said to have, where none are listed
    stations: Sequence[UUID]
    home: Ints  # the number of each station's village
    network: Floats  # of each station; NaN: not known
    access: Floats

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The number of a village by its code."""
        return {code: number for number, code in enumerate(self.codes)}

    @cached_property
    def station_number(self) -> dict[UUID, int]:
        """The number of a station by its key."""
        return {key: number for number, key in enumerate(self.stations)}

    @cached_property
    def districts(self) -> list[str]:
        """Their codes, in order."""
        return sorted({clipped(code, "district") for code in self.codes})

    @cached_property
    def groups(self) -> Groups:
        """In which district each village lies, and in which regency each district."""
        districts = {code: number for number, code in enumerate(self.districts)}
        regencies = sorted({clipped(code, "regency") for code in self.districts})
        numbers = {code: number for number, code in enumerate(regencies)}
        above = [numbers[clipped(code, "regency")] for code in self.districts]
        mine = [districts[clipped(code, "district")] for code in self.codes]
        return Groups(np.array(mine, dtype=np.int64), np.array(above, dtype=np.int64))

    @cached_property
    def counted(self) -> Floats:
        """How many stations each village has; one at least, so that what happens there counts."""
        listed = self.by_village(np.ones(len(self.stations)))
        return np.maximum(np.where(listed > 0, listed, self.planned), 1.0)

    def by_village(self, values: Floats) -> Floats:
        """The sum of the stations' values; NaN counts as nothing."""
        size = len(self.codes)
        return np.bincount(self.home, np.nan_to_num(values), minlength=size).astype(np.float64)

    def known_by_village(self, values: Floats) -> Floats:
        """Of how many stations of each village something is known."""
        return self.by_village((~np.isnan(values)).astype(np.float64))


def read_ground(operation: Operation) -> Ground:
    """Villages and listed stations of an operation. Two statements."""
    villages = Region.objects.within([operation.region_code]).villages().order_by("code")
    rows = list(villages.values_list("code", "registered_voters", "polling_stations"))
    number = {row[0]: at for at, row in enumerate(rows)}
    listed = [row for row in _stations(operation) if row[1] in number]
    home = np.array([number[row[1]] for row in listed], dtype=np.int64)
    own = np.bincount(home, [float(row[2] + row[3]) for row in listed], minlength=len(rows))
    said = np.array([row[1] or 0 for row in rows], dtype=np.float64)
    return Ground(
        codes=[row[0] for row in rows],
        voters=np.where(own > 0, own, said),
        planned=np.array([row[2] or 0 for row in rows], dtype=np.float64),
        stations=[row[0] for row in listed],
        home=home,
        network=np.array([NETWORK.get(row[4], NAN) for row in listed], dtype=np.float64),
        access=np.array([ACCESS.get(row[5], NAN) for row in listed], dtype=np.float64),
    )


def _stations(operation: Operation) -> list[tuple[Any, ...]]:
    rows = Station.objects.filter(operation=operation, active=True).order_by("region_id", "number")
    columns = ("pk", "region_id", "voters_male", "voters_female", "network", "accessible")
    return list(rows.values_list(*columns))
