"""Reads a workbook that was sent back, row by row; believes nothing of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from sinergi.readiness.problems import BadReadinessSheet
from sinergi.readiness.sheets.workbook import COLUMNS

MOST_ROWS, MOST_COLUMNS = 5_000, 30
MOST_BYTES, MOST_UNPACKED = 5 * 1024 * 1024, 60 * 1024 * 1024
NEEDED = ("key", "version", "state")


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it; `address` is how people call it: G7."""

    address: str
    text: str
    formula: bool = False


Row = tuple[int, dict[str, Cell]]


def read_rows(content: bytes) -> list[Row]:
    """(number, {column: cell}) of each row. Raises BadReadinessSheet for any other file."""
    if len(content) > MOST_BYTES:
        raise BadReadinessSheet(_("This workbook is too large."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadReadinessSheet(_("This is no Excel workbook (.xlsx).")) from error
    if unpacked > MOST_UNPACKED:
        raise BadReadinessSheet(_("This workbook is too large."))
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    except Exception as error:
        raise BadReadinessSheet(_("This is no Excel workbook (.xlsx).")) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        return list(_rows(sheet))
    finally:
        book.close()


def _rows(sheet: Any) -> Iterator[Row]:
    places: dict[int, str] | None = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS + 1:
            raise BadReadinessSheet(_("At most %(count)d rows at a time.") % {"count": MOST_ROWS})
        if places is None:
            places = _headings(cells)
        elif any(cell.value is not None for cell in cells):
            yield number, _named(number, cells, places)
    if places is None:
        raise BadReadinessSheet(_("The first sheet is empty."))


def _headings(cells: Any) -> dict[int, str]:
    names = {heading.casefold(): column for column, (heading, _width) in COLUMNS.items()}
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        column = names.get(" ".join(str(cell.value or "").split()).casefold())
        if column:
            found[position] = column
    missing = [COLUMNS[column][0] for column in NEEDED if column not in found.values()]
    if missing:
        told = {"columns": ", ".join(missing)}
        raise BadReadinessSheet(
            _("These headings are missing in the first row: %(columns)s.") % told
        )
    return found


def _named(number: int, cells: Any, places: dict[int, str]) -> dict[str, Cell]:
    row = {}
    for position, column in places.items():
        cell = cells[position] if position < len(cells) else None
        value = getattr(cell, "value", None)
        formula = getattr(cell, "data_type", "") == "f"
        address = f"{get_column_letter(position + 1)}{number}"
        row[column] = Cell(address, _text(value), formula)
    return row


def _text(value: Any) -> str:
    """The text of a cell: 3.0 is "3"; the sign that Excel puts before a text is no part of it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().removeprefix("'")
