"""Checks a file of boundaries before any of it is loaded, and reports each fault by feature.

Pure but for the texts: it is given the places that exist, and gives back findings and shapes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from sinergi.regions import geometry
from sinergi.regions.codes import lies_within, read_code
from sinergi.regions.reading import Contents, Feature

ERROR, WARNING = "error", "warning"

# Longitude and latitude on WGS84, or on Indonesia's own datums, which differ from it by less
# than a metre: DGN95 (EPSG:4755) and SRGI2013 (EPSG:9470).
GOOD_CRS = re.compile(r"(OGC:([\d.]*:)?)?CRS84|EPSG:([\d.]*:)?(4326|4755|9470)", re.IGNORECASE)

# How officials and their files call the column; used when two columns fit equally well.
USUAL_KEYS = (
    "code",
    "kode",
    "kdepum",
    "kode_desa",
    "kd_desa",
    "kode_kemendagri",
    "region_code",
    "id",
)

NEAR = 200.0  # metres: points of facts are rounded, outlines simplified
FAR = 5_000.0  # metres: no longer a disagreement about a border, but another place
LEAST_OVERLAP = 1.0  # hectares


@dataclass(frozen=True)
class Finding:
    """One fault. An error keeps the whole file from being loaded; a warning does not."""

    severity: str
    fault: str
    text: str
    feature: int | None = None
    code: str = ""


@dataclass
class Report:
    """What was found in a file, and the shapes that are fit to be loaded, by code."""

    findings: list[Finding] = field(default_factory=list)
    shapes: dict[str, BaseGeometry] = field(default_factory=dict)
    key: str = ""

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == ERROR]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == WARNING]


@dataclass(frozen=True)
class Known:
    """A place that exists: its name, and one point in it if known."""

    name: str
    lon: float | None
    lat: float | None


class _Fault(Exception):
    """A feature that cannot be used."""

    def __init__(self, fault: str, text: str) -> None:
        super().__init__(text)
        self.fault, self.text = fault, text


def check(
    contents: Contents,
    known: Mapping[str, Known],
    *,
    key: str | None = None,
    repair: bool = False,
    within: str | None = None,
) -> Report:
    """Judge the features of a file.

    `known` are all places by code; `key` names the property that holds the code (else it is
    found); `repair` mends invalid rings; with `within` only features at or below that code count.
    """
    report = Report(key=key or find_key(contents, known) or "")
    if not _check_whole(contents, report):
        return report
    numbers: dict[str, int] = {}
    for feature in contents.features:
        code = _code_of(feature, report.key)
        if within and not (code and lies_within(code, within)):
            continue
        try:
            _check_code(feature, code, known, numbers)
            shape = _shape_of(feature, code or "", repair, report)
            _check_place(shape, known[code or ""], feature, code or "", report)
            report.shapes[code or ""] = shape
        except _Fault as fault:
            finding = Finding(ERROR, fault.fault, fault.text, feature.number, code or "")
            report.findings.append(finding)
    _check_together(report, known)
    return report


def find_key(contents: Contents, known: Mapping[str, Any]) -> str | None:
    """The property in which most features name a place that exists; None when none does."""

    def hits(name: str) -> int:
        codes = (read_code(str(f.properties.get(name) or "")) for f in contents.features)
        return sum(code in known for code in codes)

    def rank(name: str) -> tuple[int, int]:
        usual = name.lower() in USUAL_KEYS
        return hits(name), -USUAL_KEYS.index(name.lower()) if usual else -len(USUAL_KEYS)

    best = max(contents.names, key=rank, default=None)
    return best if best is not None and hits(best) else None


def _check_whole(contents: Contents, report: Report) -> bool:
    """What concerns the file as a whole. Returns whether its features are worth a look."""
    if not contents.features:
        report.findings.append(Finding(ERROR, "empty", _("The file holds no features.")))
    elif contents.crs and not _is_good(contents.crs):
        text = _("The coordinates are in %(crs)s; longitude and latitude on WGS84 are needed.")
        report.findings.append(Finding(ERROR, "wrong-crs", text % {"crs": contents.crs[:80]}))
    elif not report.key or report.key not in contents.names:
        text = _("No property holds official codes. Name it with --key; there are: %(names)s.")
        names = ", ".join(contents.names) or "-"
        report.findings.append(Finding(ERROR, "no-key", text % {"names": names}))
    return not report.findings


def _is_good(crs: str) -> bool:
    """Whether it is one of GOOD_CRS, as a short name, a URN, or the text that GDAL makes of it."""
    name = crs.strip().rpartition("crs:")[2]
    return GOOD_CRS.fullmatch(name) is not None


def _code_of(feature: Feature, key: str) -> str | None:
    """The code it names, dotted; as written when it is none; None when it names nothing."""
    value = feature.properties.get(key)
    written = str(int(value)) if isinstance(value, float) and value == value // 1 else value
    text = str(written if written is not None else "").strip()
    return (read_code(text) or text) if text else None


def _check_code(
    feature: Feature, code: str | None, known: Mapping[str, Any], numbers: dict[str, int]
) -> None:
    if code is None:
        raise _Fault("no-code", _("It names no code."))
    if code not in known:
        raise _Fault(
            "unknown-code", _("There is no place with the code %(code)s.") % {"code": code}
        )
    first = numbers.setdefault(code, feature.number)
    if first != feature.number:
        text = _("The code %(code)s was given already to feature %(first)d.")
        raise _Fault("duplicate-code", text % {"code": code, "first": first})


def _shape_of(feature: Feature, code: str, repair: bool, report: Report) -> BaseGeometry:
    """Its shape, valid and with an area; raises _Fault when there is none to be had."""
    raw = feature.geometry
    kind = raw.get("type") if isinstance(raw, dict) else None
    if kind is None:
        raise _Fault("no-geometry", _("It has no geometry."))
    if kind not in geometry.AREAL:
        raise _Fault("not-a-polygon", _("It is a %(kind)s, not a polygon.") % {"kind": kind})
    rings = list(_rings_of(raw))
    for ring in rings:
        _check_positions(ring)
    if not repair:
        _check_closed(rings)
    return _valid(_built(raw), feature, code, repair, report)


def _rings_of(raw: dict[str, Any]) -> Iterable[Any]:
    polygons = raw.get("coordinates")
    if raw["type"] == "Polygon":
        polygons = [polygons]
    for polygon in _list(polygons):
        yield from _list(polygon)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise _Fault("broken-geometry", _("Its coordinates are not lists of rings."))
    return value


def _check_positions(ring: Any) -> None:
    """Numbers, in degrees, longitude first."""
    for position in _list(ring):
        if not _is_position(position):
            raise _Fault("broken-geometry", _("A position is not two numbers."))
        x, y = position[:2]
        if abs(y) > 90 and abs(x) <= 90:
            text = _("Latitude and longitude are swapped: %(x)s, %(y)s.")
            raise _Fault("swapped", text % {"x": x, "y": y})
        if abs(x) > 180 or abs(y) > 90:
            text = _("These are no degrees of longitude and latitude: %(x)s, %(y)s.")
            raise _Fault("not-degrees", text % {"x": x, "y": y})


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or len(value) < 2:
        return False
    return all(type(number) in (int, float) and math.isfinite(number) for number in value[:2])


def _check_closed(rings: list[Any]) -> None:
    for ring in rings:
        if ring[0][:2] != ring[-1][:2]:
            raise _Fault("open-ring", _("A ring does not end where it begins."))
        if len(ring) < 4:
            raise _Fault("short-ring", _("A ring has fewer than four positions."))


def _built(raw: dict[str, Any]) -> BaseGeometry:
    try:
        return shapely.force_2d(geometry.from_geojson(raw))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise _Fault("broken-geometry", str(error)) from error


def _valid(
    shape: BaseGeometry, feature: Feature, code: str, repair: bool, report: Report
) -> BaseGeometry:
    if shape.is_valid:
        return shape
    reason = shapely.is_valid_reason(shape)
    mended = geometry.areal(shapely.make_valid(shape)) if repair else None
    if mended is None or not mended.area:
        raise _Fault("invalid-shape", _("Its rings are invalid: %(reason)s.") % {"reason": reason})
    text = _("Its rings were mended: %(reason)s.") % {"reason": reason}
    report.findings.append(Finding(WARNING, "mended", text, feature.number, code))
    return mended


def _check_place(
    shape: BaseGeometry, place: Known, feature: Feature, code: str, report: Report
) -> None:
    """Whether it lies where the place is known to lie."""
    if place.lon is None or place.lat is None:
        return
    metres = geometry.metres_between(shape, place.lon, place.lat)
    text = _("%(name)s is known to lie %(metres)d m outside of it.")
    text %= {"name": place.name, "metres": round(metres, -1)}
    if metres > FAR:
        raise _Fault("elsewhere", text)
    if metres > NEAR:
        report.findings.append(Finding(WARNING, "point-outside", text, feature.number, code))


def _check_together(report: Report, known: Mapping[str, Known]) -> None:
    """Villages that are missing, and villages that overlap."""
    regencies = {code[:5] for code in report.shapes if len(code) == 13}
    expected = [code for code in known if len(code) == 13 and code[:5] in regencies]
    faulty = {finding.code for finding in report.errors}
    for code in expected:
        if code not in report.shapes and code not in faulty:
            text = _("%(name)s has no boundary in this file.") % {"name": known[code].name}
            report.findings.append(Finding(WARNING, "missing", text, code=code))
    for one, other, hectares in _overlaps(report.shapes):
        text = _("%(one)s and %(other)s overlap by %(hectares).1f hectares.")
        text %= {"one": known[one].name, "other": known[other].name, "hectares": hectares}
        report.findings.append(Finding(WARNING, "overlap", text, code=one))


def _overlaps(shapes: Mapping[str, BaseGeometry]) -> Iterable[tuple[str, str, float]]:
    codes = sorted(code for code in shapes if len(code) == 13)
    outlines = np.array([shapes[code] for code in codes], dtype=object)
    pairs = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    for one, other in sorted(zip(*pairs.tolist(), strict=True)):
        if one < other:
            shared = geometry.hectares(shapely.intersection(outlines[one], outlines[other]))
            if shared > LEAST_OVERLAP:
                yield codes[one], codes[other], shared
