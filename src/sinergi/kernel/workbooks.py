"""Excel workbooks: read without trust, row by row; written so that no text becomes a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from sinergi.kernel.clock import local, now
from sinergi.kernel.problems import ProblemType

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOLD = Font(bold=True)
HEAD = PatternFill("solid", fgColor="DCEBF3")
LOOKED_AT = 20  # first rows that tell how wide a sheet is
LONGEST_TITLE = 31  # characters that Excel takes for the name of a sheet
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it; `address` is how people call it: B7."""

    address: str
    value: Any
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or only strange, at the cell (`B7`) where it stands."""

    cell: str
    message: str


@dataclass(frozen=True)
class Limits:
    """How much of a workbook is read: rows below the headings, columns, bytes unpacked."""

    rows: int
    columns: int
    unpacked: int


def first_sheet(
    source: BinaryIO, *, columns: int, unpacked: int, refused: ProblemType
) -> Iterator[tuple[int, Sequence[Any]]]:
    """(number, cells) of each row of the first sheet, without keeping them.

    Formulas are not evaluated. Raises `refused` for what is no such workbook, in whatever part.
    """
    _check_archive(source, unpacked, refused)
    try:
        book = load_workbook(source, read_only=True, keep_links=False)
        try:
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            yield from enumerate(sheet.iter_rows(max_col=_width_of(sheet, columns)), start=1)
        finally:
            book.close()
    except Exception as error:  # the library raises whatever its parsers raise
        raise refused(_("This is no Excel workbook (.xlsx).")) from error


def _check_archive(source: BinaryIO, most: int, refused: ProblemType) -> None:
    """A small file may unpack to a huge one: what it says of its parts is believed only so far."""
    try:
        with zipfile.ZipFile(source) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise refused(_("This is no Excel workbook (.xlsx).")) from error
    if unpacked > most:
        raise refused(_("This workbook is too large."))
    source.seek(0)


def _width_of(sheet: Any, most: int) -> int:
    """How many columns are in use in the first rows: cells that nobody filled cost time too."""
    first = sheet.iter_rows(max_row=LOOKED_AT, max_col=most, values_only=True)
    used = (at for row in first for at, value in enumerate(row, start=1) if value is not None)
    return max(used, default=most)


def named_rows(
    source: BinaryIO,
    names: Mapping[str, str],
    needed: Mapping[str, str],
    limits: Limits,
    refused: ProblemType,
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """(number, {column: cell}) of each row below the headings that says anything.

    The first row that is not empty holds the headings, in any order: `names` is {heading in lower
    case: column}, `needed` {column that must be there: its heading}. Raises `refused`.
    """
    places: dict[int, str] | None = None
    rows = first_sheet(source, columns=limits.columns, unpacked=limits.unpacked, refused=refused)
    for number, cells in rows:
        if number > limits.rows + 1:
            raise refused(_("At most %(count)d rows at a time.") % {"count": limits.rows})
        if all(cell.value is None for cell in cells):
            continue
        if places is None:
            places = _headings(cells, names)
            missing = [head for column, head in needed.items() if column not in places.values()]
            if missing:
                said = _("These headings are missing in the first row: %(columns)s.")
                raise refused(said % {"columns": ", ".join(missing)})
        else:
            yield number, _named(number, cells, places)
    if places is None:
        raise refused(_("The first sheet is empty."))


def _headings(cells: Sequence[Any], names: Mapping[str, str]) -> dict[int, str]:
    """{position: column}; the first of two that mean the same."""
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        column = names.get(" ".join(str(cell.value or "").casefold().split()).rstrip(" *"))
        if column and column not in found.values():
            found[position] = column
    return found


def _named(number: int, cells: Sequence[Any], places: Mapping[int, str]) -> dict[str, Cell]:
    row = {}
    for position, column in places.items():
        cell = cells[position] if position < len(cells) else None
        address = f"{get_column_letter(position + 1)}{number}"
        row[column] = Cell(address, getattr(cell, "value", None), is_formula(cell))
    return row


def is_formula(cell: Any) -> bool:
    """Whether a cell of the library holds a formula."""
    return bool(getattr(cell, "data_type", "") == "f")


def harmless(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: an apostrophe before = + - @.

    Whoever reports writes free text, and whoever exports opens it on an office computer; a cell
    that begins with one of these signs could run there (CSV injection).
    """
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def harmless_value(value: Any) -> Any:
    """The same of whatever stands in a cell: numbers and days are as they are."""
    return harmless(value) if isinstance(value, str) else value


def literal(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    """A cell of a sheet that is written as it goes: text is text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if bold:
        cell.font = BOLD
    return cell


def table(title: str, headings: Sequence[tuple[Any, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook of one sheet: `headings` are (text, width in characters), which stay in sight."""
    book = Workbook(write_only=True)
    sheet = headed_sheet(book, title, headings)
    for row in rows:
        sheet.append([harmless_value(value) for value in row])
    return content_of(book)


def headed_sheet(book: Workbook, title: str, headings: Sequence[tuple[Any, int]]) -> Any:
    """A sheet of a workbook that is written as it goes, with its headings."""
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    cells = []
    for at, (heading, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        cell = WriteOnlyCell(sheet, harmless(str(heading)))
        cell.font, cell.fill = BOLD, HEAD
        cells.append(cell)
    sheet.append(cells)
    return sheet


def content_of(book: Workbook) -> bytes:
    """The file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def download(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep: {name}-20240910-0800.xlsx"""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    stamp = f"{local(now()):%Y%m%d-%H%M}"
    response["Content-Disposition"] = f'attachment; filename="{name}-{stamp}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
