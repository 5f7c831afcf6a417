"""Reads a file of boundaries into features: GeoJSON, TopoJSON, or what GDAL reads. No database.

Nothing is judged here; a feature's geometry is kept as it was written, so that every fault can
be named by feature (see `checking.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sinergi.regions import topojson
from sinergi.regions.problems import UnreadableFile

JSON_ENDINGS = {".json", ".geojson", ".topojson"}


@dataclass(frozen=True)
class Feature:
    """One feature as it stands in the file; `number` counts from 1."""

    number: int
    properties: dict[str, Any]
    geometry: Any  # a GeoJSON geometry, however wrong; None when there is none


@dataclass(frozen=True)
class Contents:
    """What a file holds. `crs` is what it says of its coordinates; None when it says nothing."""

    features: list[Feature]
    crs: str | None = None
    names: list[str] = field(default_factory=list)  # of properties, in order of appearance


def read_file(path: Path) -> Contents:
    """The features of a file. Raises UnreadableFile, which says why."""
    try:
        if path.suffix.lower() in JSON_ENDINGS:
            return read_json(path.read_bytes())
        return _read_by_gdal(path)
    except OSError as error:
        raise UnreadableFile(str(error)) from error


def read_json(content: bytes) -> Contents:
    """The features of a GeoJSON or TopoJSON text. Raises UnreadableFile."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise UnreadableFile(f"JSON: {error}") from error
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        return _contents(topojson.features_of(document))
    if kind == "FeatureCollection":
        return _contents(_listed(document.get("features")), _crs_of(document))
    if kind == "Feature":
        return _contents([document], _crs_of(document))
    raise UnreadableFile(f"type: {kind!r}; FeatureCollection, Topology")


def _listed(features: Any) -> list[Any]:
    if not isinstance(features, list):
        raise UnreadableFile("features: []")
    return features


def _contents(raw: list[Any], crs: str | None = None) -> Contents:
    features = [_feature(number, item) for number, item in enumerate(raw, 1)]
    names = dict.fromkeys(name for feature in features for name in feature.properties)
    return Contents(features, crs, list(names))


def _feature(number: int, item: Any) -> Feature:
    """A feature, with its own `id` (RFC 7946, 3.2) among the properties if it has one."""
    item = item if isinstance(item, dict) else {}
    properties = item.get("properties")
    known = dict(properties) if isinstance(properties, dict) else {}
    if "id" in item:
        known.setdefault("id", item["id"])
    return Feature(number, known, item.get("geometry"))


def _crs_of(document: dict[str, Any]) -> str | None:
    """What the old `crs` member (GeoJSON 2008) says; None when there is none."""
    crs = document.get("crs")
    if not crs:
        return None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name or crs)


def _read_by_gdal(path: Path) -> Contents:
    """Shapefile, GeoPackage, KML and others, by GDAL."""
    from pyogrio.errors import DataSourceError
    from pyogrio.raw import read

    try:
        meta, _fids, shapes, columns = read(path, force_2d=True)
    except (DataSourceError, ValueError) as error:
        raise UnreadableFile(str(error)) from error
    names = [str(name) for name in meta["fields"]]
    return _contents(list(_rows(names, shapes, columns)), meta.get("crs"))


def _rows(names: list[str], shapes: Any, columns: Any) -> Iterator[dict[str, Any]]:
    import shapely

    for index, shape in enumerate(shapely.from_wkb(shapes)):
        properties = {name: columns[at][index] for at, name in enumerate(names)}
        geometry = json.loads(shapely.to_geojson(shape)) if shape is not None else None
        yield {"properties": properties, "geometry": geometry}
