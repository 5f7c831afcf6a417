"""GeoJSON (RFC 7946) for maps and programs: codes beside words, times with their offset."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sinergi.incidents.exports.table import Case, Table

AT_ONCE = 500  # features in a piece


def write(table: Table) -> Iterator[bytes]:
    """The cases as one FeatureCollection, in pieces."""
    about = json.dumps(dict(table.about), ensure_ascii=False)
    yield f'{{"type":"FeatureCollection","about":{about},"features":['.encode()
    keys = [column.key for column in table.columns]
    heap: list[str] = []
    started = False
    for case in table.cases():
        heap.append(json.dumps(_feature(keys, case), ensure_ascii=False, separators=(",", ":")))
        if len(heap) == AT_ONCE:
            yield _joined(heap, started)
            started = True
            heap.clear()
    yield _joined(heap, started and bool(heap)) + b"]}\n"


def _joined(heap: list[str], started: bool) -> bytes:
    return (("," if started else "") + ",\n".join(heap)).encode()


def _feature(keys: list[str], case: Case) -> dict[str, Any]:
    told = dict(zip(keys, (_plain(value) for value in case.cells), strict=True))
    lon, lat = told.pop("lon"), told.pop("lat")
    point = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {"id": case.key, **case.codes, **told}
    return {"type": "Feature", "id": case.key, "geometry": point, "properties": properties}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return round(value, 6) if isinstance(value, float) else value
