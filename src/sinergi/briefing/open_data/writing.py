"""A data set in one of its forms, piece by piece: lines of JSON, CSV, CSV with HXL tags, GeoJSON.

CSV here is for programs (RFC 4180: commas, points in numbers); the files for Excel are the exports
of each room.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sinergi.briefing.open_data.columns import Row, values_of
from sinergi.briefing.open_data.datasets import Dataset
from sinergi.kernel.workbooks import harmless

AT_ONCE = 500  # rows in a piece
Rows = Iterable[Row]
Writer = Callable[[Dataset, Rows], Iterator[bytes]]


def as_lines(dataset: Dataset, rows: Rows) -> Iterator[bytes]:
    """One JSON object a line (NDJSON)."""
    names = [one.name for one in dataset.columns]
    for heap in _heaps(rows):
        told = (dict(zip(names, values_of(dataset.columns, row), strict=True)) for row in heap)
        yield b"".join(_json(row) + b"\n" for row in told)


def as_csv(dataset: Dataset, rows: Rows) -> Iterator[bytes]:
    """CSV with a row of names."""
    return _csv(dataset, rows, [[one.name for one in dataset.columns]])


def as_hxl(dataset: Dataset, rows: Rows) -> Iterator[bytes]:
    """CSV with a row of names and one of HXL tags (hxlstandard.org)."""
    names = [one.name for one in dataset.columns]
    return _csv(dataset, rows, [names, [one.tag for one in dataset.columns]])


def as_geojson(dataset: Dataset, rows: Rows) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946); a row without a position has no geometry."""
    names = [one.name for one in dataset.columns]
    yield b'{"type":"FeatureCollection","features":['
    before = b""
    for heap in _heaps(rows):
        features = [
            _json({
                "type": "Feature",
                "geometry": _geometry(dataset, row),
                "properties": dict(zip(names, values_of(dataset.columns, row), strict=True)),
            })
            for row in heap
        ]  # fmt: skip
        yield before + b",\n".join(features)
        before = b",\n"
    yield b"]}\n"


def _geometry(dataset: Dataset, row: Row) -> Any:
    if dataset.geometry == "area":
        return row["geometry"]
    if row["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [row["lon"], row["lat"]]}


def _csv(dataset: Dataset, rows: Rows, head: list[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows(head)
    yield _taken(buffer)
    for heap in _heaps(rows):
        for row in heap:
            writer.writerow([_cell(value) for value in values_of(dataset.columns, row)])
        yield _taken(buffer)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _heaps(rows: Rows) -> Iterator[list[Row]]:
    walking = iter(rows)
    while heap := list(islice(walking, AT_ONCE)):
        yield heap


FORMS: dict[str, tuple[str, Writer]] = {
    "ndjson": ("application/x-ndjson", as_lines),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "hxl": ("text/csv; charset=utf-8", as_hxl),
    "geojson": ("application/geo+json", as_geojson),
}
