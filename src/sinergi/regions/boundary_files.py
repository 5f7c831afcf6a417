"""From a file of boundaries to the map: read, check, complete, load; all of it or nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import transaction

from sinergi.kernel.actors import SYSTEM, Actor
from sinergi.regions import actions, geometry
from sinergi.regions.checking import Known, Report, check
from sinergi.regions.models import Boundary, Region, under
from sinergi.regions.outlines import Outline, kept, whole
from sinergi.regions.reading import read_file


def check_file(
    path: Path, *, key: str | None = None, repair: bool = False, within: str | None = None
) -> Report:
    """What is wrong with a file, and the shapes in it. Raises UnreadableFile. Changes nothing."""
    return check(read_file(path), known_places(), key=key, repair=repair, within=within)


def known_places() -> dict[str, Known]:
    """All places by code, as the check needs them. One statement."""
    places = Region.objects.with_parent()
    return {row.pk: Known(row.full_name, row.lon, row.lat) for row in places}


def load_checked(report: Report, path: Path, *, source: str, by: Actor = SYSTEM) -> list[Region]:
    """Load the shapes of a report without errors. Returns the regencies that were given new ones.

    What the file leaves out stays as it was, beside what is new. The action is performed once a
    regency, all in one transaction.
    """
    if report.errors:
        raise ValueError("a report with errors is not loaded")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    regencies = Region.objects.filter(
        level=Region.Level.REGENCY, pk__in={code[:5] for code in report.shapes}
    )
    with transaction.atomic():
        for regency in regencies:
            outlines = _completed(regency, report)
            actions.load_boundaries(by, regency, outlines=outlines, source=source, digest=digest)
    return list(regencies)


def _completed(regency: Region, report: Report) -> dict[str, Outline]:
    new = {code: Outline(shape) for code, shape in report.shapes.items() if code[:5] == regency.pk}
    former = {
        row.region_id: Outline(geometry.from_geojson(row.geometry), row.approximate)
        for row in Boundary.objects.filter(under("region_id", [regency.pk]))
    }
    return whole({**new, **kept(former, new)})
