"""Reads the workbook, a row at a time, and makes the empty one to fill in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sinergi.agencies.importing.cells import Raw, folded
from sinergi.agencies.importing.problems import BadSheet
from sinergi.agencies.models import Agency
from sinergi.agencies.roles import ROLES
from sinergi.kernel.models import Operation

MOST_ROWS, MOST_COLUMNS = 10_000, 40
MOST_BYTES, MOST_UNPACKED = 5 * 1024 * 1024, 120 * 1024 * 1024

# column: heading in the template, width, and how else people head it
COLUMNS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    "name": ("Nama", 28, ("nama lengkap", "name")),
    "phone": ("Nomor HP", 18, ("no hp", "no. hp", "hp", "telepon", "phone", "nomor telepon", "wa")),
    "email": ("Email", 28, ("e-mail", "surel", "alamat email")),
    "role": ("Peran", 30, ("jabatan", "role")),
    "agency": ("Instansi", 34, ("lembaga", "agency", "unit kerja")),
    "region": ("Kode wilayah", 16, ("kode", "kode desa", "region", "kode kemendagri")),
    "village": ("Desa/Kelurahan", 20, ("desa", "kelurahan", "village")),
    "district": ("Kecamatan", 18, ("kec", "district")),
    "coordinator": ("Koordinator posko", 18, ("koordinator", "coordinator")),
    "since": ("Mulai", 13, ("since", "tmt", "sejak")),
    "until": ("Sampai", 13, ("until", "berakhir", "hingga")),
}
NEEDED = ("name", "role", "agency")


def read_rows(source: BinaryIO) -> Iterator[tuple[int, dict[str, Raw]]]:
    """(number, {column: cell}) of each row below the headings, without keeping them.

    Formulas are not evaluated, only marked. Raises BadSheet for what is no such workbook.
    """
    _check_archive(source)
    try:
        book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # the library raises whatever its parsers raise
        raise BadSheet(_("This is no Excel workbook (.xlsx).")) from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _rows(sheet)
    finally:
        book.close()


def _check_archive(source: BinaryIO) -> None:
    """A small file may unpack to a huge one: what it says of its parts is believed only so far."""
    try:
        with zipfile.ZipFile(source) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadSheet(_("This is no Excel workbook (.xlsx).")) from error
    if unpacked > MOST_UNPACKED:
        raise BadSheet(_("This workbook is too large."))
    source.seek(0)


def _rows(sheet: Any) -> Iterator[tuple[int, dict[str, Raw]]]:
    places: dict[int, str] | None = None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        if number > MOST_ROWS:
            raise BadSheet(_("At most %(count)d rows at a time.") % {"count": MOST_ROWS})
        if places is None:
            if any(cell.value is not None for cell in cells):
                places = _headings(cells)
        else:
            yield number, _named(number, cells, places)
    if places is None:
        raise BadSheet(_("The first sheet is empty."))


def _headings(cells: Any) -> dict[int, str]:
    """{position: column} by the headings, in any order. Raises BadSheet for what is missing."""
    names = {
        folded(name): column
        for column, (heading, _width, others) in COLUMNS.items()
        for name in (heading, column, *others)
    }
    found: dict[int, str] = {}
    for position, cell in enumerate(cells):
        column = names.get(folded(str(cell.value or "")).rstrip(" *"))
        if column and column not in found.values():
            found[position] = column
    missing = [COLUMNS[column][0] for column in NEEDED if column not in found.values()]
    if missing:
        told = {"columns": ", ".join(missing)}
        raise BadSheet(_("These headings are missing in the first row: %(columns)s.") % told)
    return found


def _named(number: int, cells: Any, places: dict[int, str]) -> dict[str, Raw]:
    row = {}
    for position, column in places.items():
        cell = cells[position] if position < len(cells) else None
        value = getattr(cell, "value", None)
        formula = getattr(cell, "data_type", "") == "f"
        row[column] = Raw(f"{get_column_letter(position + 1)}{number}", value, formula)
    return row


def template(operation: Operation) -> bytes:
    """An empty workbook with headings and lists of what is valid."""
    book = Workbook()
    sheet, lists = book.worksheets[0], book.create_sheet("Daftar")
    sheet.title = "Orang"
    for position, (heading, width, _others) in enumerate(COLUMNS.values(), start=1):
        cell = sheet.cell(1, position, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        cell.fill = PatternFill("solid", fgColor="DCEBF3")
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "A2"
    _choices(sheet, lists, "role", 1, [str(role.title) for role in ROLES.values()])
    names = Agency.objects.filter(operation=operation).order_by("name")
    _choices(sheet, lists, "agency", 2, list(names.values_list("name", flat=True)))
    _choices(sheet, lists, "coordinator", 3, ["ya", "tidak"])
    for column in ("phone", "region"):  # as text, so that Excel keeps zeros and points
        letter = _letter(column)
        for row in range(2, 502):
            sheet[f"{letter}{row}"].number_format = "@"
    lists.sheet_state = "hidden"
    return _bytes(book)


def _choices(sheet: Any, lists: Any, column: str, position: int, values: list[str]) -> None:
    letter = get_column_letter(position)
    for row, value in enumerate(values, start=1):
        lists.cell(row, position, value)
    rule = DataValidation(
        type="list", formula1=f"=Daftar!${letter}$1:${letter}${max(len(values), 1)}",
        allow_blank=True,
    )  # fmt: skip
    rule.error = _("Take one from the list.")
    sheet.add_data_validation(rule)
    rule.add(f"{_letter(column)}2:{_letter(column)}{MOST_ROWS}")


def _letter(column: str) -> str:
    return get_column_letter(list(COLUMNS).index(column) + 1)


def passwords_book(rows: list[tuple[str, str, str]]) -> bytes:
    """A workbook of (name, what she signs in with, passing password), to be printed and cut up."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Kata sandi sementara"
    sheet.append([_("Name"), _("Signs in with"), _("Passing password")])
    for row in rows:
        sheet.append([_harmless(text) for text in row])
    for letter, width in (("A", 40), ("B", 28), ("C", 44)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    return _bytes(book)


def _harmless(text: str) -> str:
    """A name that begins like a formula is not to be one in whoever opens the file."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and not text[1:2].isdigit() else text


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
