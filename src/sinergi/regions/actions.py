"""What can be done to places: load them from the official list, and set their boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.regions import geometry, permissions
from sinergi.regions.models import Boundary, BoundarySet, Region, under
from sinergi.regions.outlines import Outline


@action(
    "places.loaded",
    subject=Region,
    may=permissions.may_load_places,
    title=_("Load places"),
    system=True,
)
def load_places(
    by: Actor, regency: Region, *, new: Sequence[Region], changed: Sequence[Region]
) -> Region:
    """Enter the places of a regency, and correct those that changed in the official list."""
    Region.objects.bulk_create(new, batch_size=2000)
    if changed:
        Region.objects.bulk_update(changed, COLUMNS, batch_size=500)
    note(new=len(new), changed=len(changed))
    return regency


# Everything but the key: what a correction may touch.
COLUMNS = [field.name for field in Region._meta.concrete_fields if not field.primary_key]


@action(
    "boundaries.loaded",
    subject=BoundarySet,
    parent=Region,
    lock_parent=True,
    may=permissions.may_load_boundaries,
    title=_("Load boundaries"),
    system=True,
)
def load_boundaries(
    by: Actor, regency: Region, *, outlines: Mapping[str, Outline], source: str, digest: str
) -> BoundarySet:
    """Replace all boundaries of the regency, its districts and its villages.

    `outlines` by code; `source` is shown on the map; `digest` is the SHA-256 of what was read.
    Places whose known point is not inside their new outline get one that is.
    """
    moment = now()
    rows = [_boundary(code, outline, source, moment) for code, outline in outlines.items()]
    Boundary.objects.filter(under("region_id", [regency.pk])).delete()
    Boundary.objects.bulk_create(rows, batch_size=500)
    villages = [code for code in outlines if code.count(".") == 3]
    note(boundaries=len(rows), points_moved=_settle_points(regency, outlines))
    return BoundarySet.objects.update_or_create(
        region=regency,
        defaults={
            "source": source,
            "digest": digest,
            "approximate": any(outline.approximate for outline in outlines.values()),
            "villages": len(villages),
            "loaded_at": moment,
        },
    )[0]


def _boundary(code: str, outline: Outline, source: str, moment: Any) -> Boundary:
    west, south, east, north = outline.shape.bounds
    return Boundary(
        region_id=code,
        geometry=geometry.to_geojson(outline.shape, digits=6),
        west=west,
        south=south,
        east=east,
        north=north,
        approximate=outline.approximate,
        source=source,
        loaded_at=moment,
    )


def _settle_points(regency: Region, outlines: Mapping[str, Outline]) -> int:
    """See that every place with an outline has a point inside it. Returns how many were moved."""
    moved = []
    for place in Region.objects.within([regency.pk]):
        outline = outlines.get(place.pk)
        if outline and not geometry.holds(outline.shape, place.lon, place.lat):
            place.lon, place.lat = geometry.point_inside(outline.shape)
            moved.append(place)
    Region.objects.bulk_update(moved, ["lon", "lat"], batch_size=500)
    return len(moved)
