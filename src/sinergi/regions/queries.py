"""What pages and the API ask of places, each in a bounded number of statements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.core.cache import cache
from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sinergi.regions import geometry
from sinergi.regions.models import Boundary, BoundarySet, Region, RegionRows, under

FORMAT = "2"  # of the answer: change it when its content changes though the boundaries do not
DETAIL = 0.0003  # degrees: lines stay within some 45 m, a pixel of a map that shows a regency
MOST_WORDS = 5

# Words that officials write before a name, and that no name consists of.
KIND_WORDS = {"desa", "kel", "kelurahan", "kec", "kecamatan", "kab", "kabupaten", "distrik"}


@dataclass(frozen=True)
class Areas:
    """The boundaries of places as GeoJSON text, and its version."""

    version: str
    body: bytes


def places_matching(
    words: str, *, prefixes: Iterable[str], level: str | None = Region.Level.VILLAGE
) -> RegionRows:
    """Places at or below `prefixes` whose name, or whose district's, has every word.

    Those whose own name begins with the first word come first. One statement, with the parents.
    """
    rows = Region.objects.within(prefixes).with_parent()
    rows = rows.filter(level=level) if level else rows
    wanted = _words(words)
    for word in wanted:
        rows = rows.filter(
            Q(name__icontains=word) | Q(parent__name__icontains=word) | Q(code__startswith=word)
        )
    if not wanted:
        return rows.order_by("name", "code")
    first = Case(
        When(name__istartswith=wanted[0], then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.order_by(first, "name", "code")


def _words(text: str) -> list[str]:
    words = [word.strip(".") for word in text.replace(",", " ").split()]
    return [word[:40] for word in words if word and word.lower() not in KIND_WORDS][:MOST_WORDS]


def areas_version(level: str, within: str) -> str:
    """Changes whenever `areas` would answer otherwise. One statement."""
    sets = BoundarySet.objects.filter(under("region_id", [within[:5]])).order_by("region_id")
    parts = [FORMAT, level, within, str(get_language())]
    parts += [f"{row.pk}{row.digest}{row.loaded_at}" for row in sets]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def areas_url(level: str, within: str) -> str:
    """The address of the boundaries, with their version: a device keeps the answer for good."""
    asked = {"level": level, "within": within, "v": areas_version(level, within)}
    return f"{reverse('regions:areas')}?{urlencode(asked)}"


def areas(level: str, within: str, version: str) -> Areas:
    """The boundaries of that level at or below `within`. One statement, or none if remembered."""
    key = f"regions:areas:{version}"
    body = cache.get(key)
    if body is None:
        body = _collection(level, within)
        cache.set(key, body, timeout=86_400)
    return Areas(version, body)


def _collection(level: str, within: str) -> bytes:
    rows = list(
        Boundary.objects.filter(under("region_id", [within]), region__level=level)
        .select_related("region__parent")
        .order_by("region_id")
    )
    content = {
        "type": "FeatureCollection",
        "approximate": any(row.approximate for row in rows),
        "source": "; ".join(dict.fromkeys(row.source for row in rows)),
        "note": _note(rows),
        "features": list(_features(rows)),
    }
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()


def _note(rows: list[Boundary]) -> str:
    if any(row.approximate for row in rows):
        return _("Approximate cells computed from one point a village; they are no boundaries.")
    return _("Boundaries are indicative and no legal reference.")


def _features(rows: list[Boundary]) -> Iterator[dict[str, Any]]:
    shapes = [geometry.from_geojson(row.geometry) for row in rows]
    for row, shape in zip(rows, shapely.coverage_simplify(shapes, DETAIL), strict=True):
        yield {
            "type": "Feature",
            "properties": {
                "code": row.region_id,
                "name": row.region.name,
                "title": row.region.full_name,
                "level": row.region.level,
                "approximate": row.approximate,
            },
            "geometry": geometry.to_geojson(shape, digits=5),
        }
