"""Workbooks of stations: the same columns out as in, the empty one, and the one of errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from sinergi.kernel.workbooks import (
    Fault,
    content_of,
    harmless,
    harmless_value,
    headed_sheet,
    table,
)
from sinergi.polling.importing.columns import (
    CATEGORY_WORDS,
    COLUMNS,
    NETWORK_WORDS,
    YES_WORDS,
    Column,
)
from sinergi.polling.importing.plan import Line
from sinergi.polling.importing.reading import Row

WIDTH = 24  # of a column that is not ours
_WRONG = PatternFill("solid", fgColor="F9D6D5")


def filled(stations: Iterable[dict[str, Any]], more: Mapping[str, Column] | None = None) -> bytes:
    """A workbook with a row for each {field: value}; none makes the empty one.

    `more` are the columns of indicators.
    """
    columns = {**COLUMNS, **(more or {})}
    headings = [(column.heading, column.width) for column in columns.values()]
    rows = ([_shown(name, values.get(name)) for name in columns] for values in stations)
    return table(_("Stations"), headings, rows)


def _shown(name: str, value: Any) -> Any:
    if name == "network":
        return NETWORK_WORDS.get(value)
    if name == "category":
        return CATEGORY_WORDS.get(value)
    if name == "accessible" or isinstance(value, bool):
        return YES_WORDS.get(value)
    return value


def of_errors(headings: Sequence[str], rows: Iterable[Row], lines: Iterable[Line]) -> bytes:
    """The rows with errors as they came, the wrong cells marked, with what is wrong at the end.

    Corrected, it can be handed in again: its headings are those of the list.
    """
    wrong = {line.row: line.faults for line in lines if line.faults}
    widths = {column.heading: column.width for column in COLUMNS.values()}
    heads = [*headings, _("Row of the list"), _("What is wrong")]
    book = Workbook(write_only=True)
    sheet = headed_sheet(book, _("Errors"), [(head, widths.get(head, WIDTH)) for head in heads])
    for number, cells in rows:
        if number in wrong:
            sheet.append(_wrong_row(sheet, len(headings), number, cells, wrong[number]))
    return content_of(book)


def _wrong_row(
    sheet: Any, width: int, number: int, cells: list[Any], faults: list[Fault]
) -> list[Any]:
    marked = {fault.cell for fault in faults}
    shown = []
    for at, value in enumerate([*cells, *[None] * width][:width], start=1):
        cell = WriteOnlyCell(sheet, _as_came(value))
        if f"{get_column_letter(at)}{number}" in marked:
            cell.fill = _WRONG
        shown.append(cell)
    said = "\n".join(f"{fault.cell}: {fault.message}" for fault in faults)
    return [*shown, number, harmless(said)]


def _as_came(value: Any) -> Any:
    """A formula as the text that it was."""
    return f"'{value['f']}" if isinstance(value, dict) else harmless_value(value)
