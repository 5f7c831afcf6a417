"""Decodes TopoJSON, whose shapes share their borders as numbered arcs. Pure: no Django.

As the format says (TopoJSON 1.0): a negative arc index means the arc reversed; in a quantized
topology positions are whole numbers, each but the first relative to the one before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from sinergi.regions.problems import UnreadableFile

Position = list[float]
Document = dict[str, Any]


def features_of(topology: Document) -> list[Document]:
    """GeoJSON features of all objects, in order. Raises UnreadableFile for a broken topology."""
    try:
        arcs = [_decoded(arc, topology.get("transform")) for arc in topology["arcs"]]
        objects = topology["objects"].values()
        return [_feature(item, arcs) for thing in objects for item in _members(thing)]
    except (KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
        raise UnreadableFile(f"TopoJSON: {error!r}") from error


def _members(thing: Document) -> Iterator[Document]:
    if thing.get("type") != "GeometryCollection":
        yield thing
        return
    for item in thing["geometries"]:
        yield from _members(item)


def _decoded(arc: list[Any], transform: Document | None) -> list[Position]:
    if transform is None:
        return [[float(x), float(y)] for x, y, *_rest in arc]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    steps = accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))
    return [[at[0] * kx + dx, at[1] * ky + dy] for at in steps]


def _feature(item: Document, arcs: list[list[Position]]) -> Document:
    feature: Document = {
        "type": "Feature",
        "properties": item.get("properties"),
        "geometry": _geometry(item, arcs),
    }
    return {**feature, "id": item["id"]} if "id" in item else feature


def _geometry(item: Document, arcs: list[list[Position]]) -> Document | None:
    """The geometry with its own coordinates; of what has no area only the type is kept."""
    kind = item.get("type")
    if kind == "Polygon":
        return {"type": kind, "coordinates": [_ring(ring, arcs) for ring in item["arcs"]]}
    if kind == "MultiPolygon":
        polygons = [[_ring(ring, arcs) for ring in polygon] for polygon in item["arcs"]]
        return {"type": kind, "coordinates": polygons}
    return {"type": kind, "coordinates": []} if kind else None


def _ring(indexes: list[int], arcs: list[list[Position]]) -> list[Position]:
    """One ring of several arcs, each beginning where the one before it ended."""
    ring: list[Position] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
