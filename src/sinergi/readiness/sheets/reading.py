"""Reads a workbook that was sent back, row by row; believes nothing of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sinergi.kernel.workbooks import Limits, named_rows
from sinergi.readiness.problems import BadReadinessSheet
from sinergi.readiness.sheets.workbook import COLUMNS

MOST_ROWS, MOST_BYTES = 5_000, 5 * 1024 * 1024
LIMITS = Limits(MOST_ROWS, columns=30, unpacked=60 * 1024 * 1024)
NEEDED = ("key", "version", "state")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, as text; `address` is how people call it: G7."""

    address: str
    text: str
    formula: bool = False


Row = tuple[int, dict[str, Cell]]


def read_rows(content: bytes) -> list[Row]:
    """(number, {column: cell}) of each row. Raises BadReadinessSheet for any other file."""
    if len(content) > MOST_BYTES:
        raise BadReadinessSheet(_("This workbook is too large."))
    names = {heading.casefold(): column for column, (heading, _width) in COLUMNS.items()}
    needed = {column: COLUMNS[column][0] for column in NEEDED}
    rows = named_rows(io.BytesIO(content), names, needed, LIMITS, BadReadinessSheet)
    return [
        (number, {name: Cell(c.address, _text(c.value), c.formula) for name, c in cells.items()})
        for number, cells in rows
    ]


def _text(value: Any) -> str:
    """The text of a cell: 3.0 is "3"; the sign that Excel puts before a text is no part of it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removeprefix("'")
