"""Reads the workbook, a row at a time, and makes the empty one to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sinergi.agencies.importing.cells import folded
from sinergi.agencies.importing.problems import BadSheet
from sinergi.agencies.models import Agency
from sinergi.agencies.roles import ROLES
from sinergi.kernel import workbooks
from sinergi.kernel.models import Operation
from sinergi.kernel.workbooks import BOLD, HEAD, Cell, Limits

MOST_BYTES = 5 * 1024 * 1024
LIMITS = Limits(rows=10_000, columns=40, unpacked=120 * 1024 * 1024)

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


def read_rows(source: BinaryIO) -> Iterator[tuple[int, dict[str, Cell]]]:
    """(number, {column: cell}) of each row below the headings, without keeping them.

    Formulas are not evaluated, only marked. Raises BadSheet for what is no such workbook.
    """
    names = {
        folded(name): column
        for column, (heading, _width, others) in COLUMNS.items()
        for name in (heading, column, *others)
    }
    needed = {column: COLUMNS[column][0] for column in NEEDED}
    return workbooks.named_rows(source, names, needed, LIMITS, BadSheet)


def template(operation: Operation) -> bytes:
    """An empty workbook with headings and lists of what is valid."""
    book = Workbook()
    sheet, lists = book.worksheets[0], book.create_sheet("Daftar")
    sheet.title = "Orang"
    for position, (heading, width, _others) in enumerate(COLUMNS.values(), start=1):
        cell = sheet.cell(1, position, heading)
        cell.font, cell.fill, cell.alignment = BOLD, HEAD, Alignment(wrap_text=True)
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
    return workbooks.content_of(book)


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
    rule.add(f"{_letter(column)}2:{_letter(column)}{LIMITS.rows}")


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
        sheet[f"{letter}1"].font = BOLD
    return workbooks.content_of(book)


def _harmless(text: str) -> str:
    """A name is no formula; a telephone number, +62…, stays as it is."""
    return text if text[1:2].isdigit() else workbooks.harmless(text)
