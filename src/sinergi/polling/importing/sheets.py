"""Workbooks of stations: the same columns out as in, the empty one, and the one of errors."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from sinergi.polling.importing.columns import (
    CATEGORY_WORDS,
    COLUMNS,
    NETWORK_WORDS,
    YES_WORDS,
)
from sinergi.polling.importing.plan import Fault, Line
from sinergi.polling.importing.reading import Row

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = PatternFill("solid", fgColor="DCEBF3")
_WRONG = PatternFill("solid", fgColor="F9D6D5")


def filled(stations: Iterable[dict[str, Any]]) -> bytes:
    """A workbook with a row for each {field: value}; none makes the empty one."""
    book, sheet = _new(_("Stations"), [column.heading for column in COLUMNS.values()])
    for values in stations:
        sheet.append([_shown(name, values.get(name)) for name in COLUMNS])
    return _bytes(book)


def _shown(name: str, value: Any) -> Any:
    if name == "network":
        return NETWORK_WORDS.get(value)
    if name == "category":
        return CATEGORY_WORDS.get(value)
    if name == "accessible":
        return YES_WORDS.get(value)
    return harmless(value) if isinstance(value, str) else value


def of_errors(headings: Sequence[str], rows: Iterable[Row], lines: Iterable[Line]) -> bytes:
    """The rows with errors as they came, the wrong cells marked, with what is wrong at the end.

    Corrected, it can be handed in again: its headings are those of the list.
    """
    wrong = {line.row: line.faults for line in lines if line.faults}
    book, sheet = _new(_("Errors"), [*headings, _("Row of the list"), _("What is wrong")])
    for number, cells in rows:
        if number in wrong:
            sheet.append(_wrong_row(sheet, len(headings), number, cells, wrong[number]))
    return _bytes(book)


def _wrong_row(
    sheet: Any, width: int, number: int, cells: list[Any], faults: list[Fault]
) -> list[Any]:
    marked = {fault.cell for fault in faults}
    shown = []
    for at, value in enumerate([*cells, *[None] * width][:width], start=1):
        cell = WriteOnlyCell(sheet, _harmless_value(value))
        if f"{get_column_letter(at)}{number}" in marked:
            cell.fill = _WRONG
        shown.append(cell)
    said = "\n".join(f"{fault.cell}: {fault.message}" for fault in faults)
    return [*shown, number, harmless(said)]


def _harmless_value(value: Any) -> Any:
    if isinstance(value, dict):
        return f"'{value['f']}"
    return harmless(value) if isinstance(value, str) else value


def harmless(text: str) -> str:
    """What begins like a formula is not to be one in whoever opens the file."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _new(title: str, headings: Sequence[str]) -> tuple[Workbook, Any]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    widths = {column.heading: column.width for column in COLUMNS.values()}
    cells = []
    for at, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = widths.get(heading, 24)
        cell = WriteOnlyCell(sheet, harmless(heading))
        cell.font, cell.fill = Font(bold=True), _HEAD
        cells.append(cell)
    sheet.append(cells)
    return book, sheet


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
