"""The workbook of a readiness report: filled with what is asked, to be completed and sent back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sinergi.kernel.workbooks import BOLD, HEAD, content_of, harmless
from sinergi.readiness import rules
from sinergi.readiness.models import ReadinessItem

# The words in which a state is written in a cell: officials' own, in every language of the page.
STATE_WORDS = {
    "not_started": "belum mulai",
    "in_progress": "dalam proses",
    "ready": "siap",
    "blocked": "terkendala",
}
# column: heading, width. What the house fills in comes first; `FILLED_IN` is for the officer.
COLUMNS: dict[str, tuple[str, int]] = {
    "code": ("Kode wilayah", 15),
    "place": ("Wilayah", 30),
    "stage": ("Tahapan", 26),
    "title": ("Yang disiapkan", 42),
    "due": ("Batas waktu", 13),
    "check": ("Pemeriksaan", 22),
    "state": ("Keadaan", 15),
    "missing": ("Kekurangan", 36),
    "note": ("Catatan", 36),
    "version": ("Versi", 8),
    "key": ("Kunci (jangan diubah)", 38),
}
FILLED_IN = ("state", "missing", "note")
_OPEN = PatternFill("solid", fgColor="FFF8E1")


def filled(items: Iterable[ReadinessItem]) -> bytes:
    """One row for each item, as it stands now."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Kesiapsiagaan"
    for position, (heading, width) in enumerate(COLUMNS.values(), start=1):
        cell = sheet.cell(1, position, heading)
        cell.font, cell.fill = BOLD, HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.freeze_panes = "D2"
    last = 1
    for last, item in enumerate(items, start=2):
        _row(sheet, last, item)
    _choices(sheet, max(last, 2))
    return content_of(book)


def _row(sheet: Any, number: int, item: ReadinessItem) -> None:
    for position, (column, value) in enumerate(_values(item).items(), start=1):
        cell = sheet.cell(number, position, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if column in ("code", "key"):
            cell.number_format = "@"
        if column in FILLED_IN:
            cell.fill, cell.protection = _OPEN, Protection(locked=False)


def _values(item: ReadinessItem) -> dict[str, Any]:
    return {
        "code": item.region_id,
        "place": item.region.full_name,
        "stage": item.stage.title,
        "title": item.requirement.title,
        "due": item.due_on,
        "check": item.standing_title,
        "state": STATE_WORDS[item.state],
        "missing": harmless(item.missing),
        "note": harmless(item.note),
        "version": item.revision,
        "key": str(item.pk),
    }


def _choices(sheet: Any, last: int) -> None:
    words = ",".join(STATE_WORDS[state] for state in rules.STATES)
    rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=False)
    rule.error = _("Take one from the list.")
    sheet.add_data_validation(rule)
    letter = get_column_letter(list(COLUMNS).index("state") + 1)
    rule.add(f"{letter}2:{letter}{last}")
