"""Outlines of places as a whole: what a file left out, and what follows from the villages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from sinergi.regions.cells import union_of
from sinergi.regions.geometry import areal


@dataclass(frozen=True)
class Outline:
    """The shape of one place (Polygon or MultiPolygon, WGS84), and whether it is approximate."""

    shape: BaseGeometry
    approximate: bool = False


Outlines = Mapping[str, Outline]


def whole(outlines: Outlines) -> dict[str, Outline]:
    """These, with districts and regencies made of their villages unless they are given."""
    made = dict(outlines)
    for width in (8, 5):
        parts: dict[str, list[Outline]] = {}
        for code, outline in outlines.items():
            if len(code) == 13 and code[:width] not in outlines:
                parts.setdefault(code[:width], []).append(outline)
        for code, members in parts.items():
            approximate = any(member.approximate for member in members)
            made[code] = Outline(union_of(member.shape for member in members), approximate)
    return made


def kept(former: Outlines, new: Outlines) -> dict[str, Outline]:
    """What is left of the villages that the new outlines do not name, beside the new villages."""
    villages = [outline.shape for code, outline in new.items() if len(code) == 13]
    taken = shapely.union_all(villages)
    left = {}
    for code, outline in former.items():
        if len(code) == 13 and code not in new:
            shape = areal(shapely.difference(outline.shape, taken))
            if not shape.is_empty:
                left[code] = Outline(shape, outline.approximate)
    return left
