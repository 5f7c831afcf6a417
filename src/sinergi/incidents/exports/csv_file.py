"""CSV as Excel in Indonesia opens it at a double click.

There a comma is the decimal sign, so the list separator is the semicolon and numbers are written
with commas; a byte-order mark tells Excel that it is UTF-8. Times are `2024-09-10 08:00`, which
every language of Excel reads as a time. Programs are served better by GeoJSON or the API.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sinergi.incidents.exports.table import Column, Table
from sinergi.kernel.workbooks import harmless

AT_ONCE = 500  # rows in a piece
BOM = "\ufeff"


def write(table: Table) -> Iterator[bytes]:
    """The table as CSV, in pieces."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write(BOM)
    writer.writerow([column.title for column in table.columns])
    for number, case in enumerate(table.cases(), start=1):
        pairs = zip(table.columns, case.cells, strict=True)
        writer.writerow([_cell(column, value) for column, value in pairs])
        if number % AT_ONCE == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if column.kind == "degrees":
        return f"{value:.5f}".replace(".", ",")
    return harmless(value) if column.kind == "text" else value
