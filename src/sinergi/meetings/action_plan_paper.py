"""The report of the integrated team as paper and as a workbook, in Indonesian.

Columns after the practice of reporting under Permendagri 42/2015.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sinergi.agencies.models import Desk
from sinergi.incidents.papers import letterhead, places_of, seat_of
from sinergi.kernel.indonesian import long_date
from sinergi.kernel.workbooks import content_of, harmless_value
from sinergi.meetings.action_plan_periods import PERIODS, Period
from sinergi.meetings.queries.action_plan import KIND, PlanRow, last_day

TEMPLATE = "meetings/action_plan.typ"
TITLE = "Rencana Aksi Terpadu Penanganan Konflik Sosial"
# title, width in the workbook (characters)
COLUMNS = (
    ("No", 5), ("Permasalahan/potensi konflik", 28), ("Rencana aksi", 34),
    ("Ukuran keberhasilan", 26), ("Penanggung jawab", 26), ("Instansi terkait", 22),
    ("Waktu pelaksanaan", 24), ("Target B04 (%)", 9), ("Target B08 (%)", 9),
    ("Target B12 (%)", 9), ("Realisasi", 32), ("Capaian (%)", 10), ("Bukti", 12),
    ("Kendala", 30), ("Tindak lanjut", 26),
)  # fmt: skip
_LINE = Side(style="thin", color="FF999999")


def period_text(period: Period) -> str:
    """B12, September sampai Desember 2024"""
    return f"{period.code}, {long_date(period.first)} sampai {long_date(last_day(period))}"


def cells(row: PlanRow) -> list[Any]:
    """One action, column by column."""
    return [
        row.number, row.problem, row.action, row.measure or "–", row.responsible,
        row.supporting or "–", f"{long_date(row.first)} – {long_date(row.last)}",
        *("–" if value is None else value for value in row.target_list),
        row.realisation, row.percent, row.evidence, row.obstacle, row.next_step,
    ]  # fmt: skip


def plan_data(desk: Desk, period: Period, rows: Sequence[PlanRow]) -> dict[str, Any]:
    """What the paper prints, as plain JSON."""
    places = places_of(desk.region_id)
    done, of = sum(row.done for row in rows), sum(row.of for row in rows)
    return {
        "year": period.year,
        "period": period.code,
        "head": letterhead(desk, places),
        "period_text": period_text(period),
        "headers": [title for title, _width in COLUMNS],
        "rows": [[str(cell) for cell in cells(row)] for row in rows],
        "summary": (
            f"{len(rows)} rencana aksi; {done} dari {of} bagian pelaksana selesai pada akhir "
            "periode atau pada saat laporan ini dibuat."
        ),
        "place": seat_of(desk, places),
        "signatures": [
            {"above": "Ketua Tim Terpadu,", "role": f"Bupati {places['regency'].name}"},
            {"above": "Sekretariat,", "role": "Kepala Badan Kesatuan Bangsa dan Politik"},
        ],
    }


def workbook(period: Period, rows: Sequence[PlanRow]) -> bytes:
    """The plan as Excel: a title, the header that stays in sight, one row for each action."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = f"{KIND} {period.code} {period.year}"
    sheet.append([TITLE])
    sheet.append([f"Periode {period_text(period)}"])
    sheet.append([])
    sheet.append([title for title, _width in COLUMNS])
    for row in rows:
        sheet.append([harmless_value(cell) for cell in cells(row)])
    _dress(sheet)
    return content_of(book)


def _dress(sheet: Worksheet) -> None:
    head = 4
    sheet["A1"].font = Font(bold=True, size=14)
    for number, (_title, width) in enumerate(COLUMNS, 1):
        cell = sheet.cell(head, number)
        if isinstance(cell, Cell):
            sheet.column_dimensions[cell.column_letter].width = width
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE6F1F7")
    for line in sheet.iter_rows(min_row=head, max_col=len(COLUMNS)):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
    sheet.freeze_panes = f"D{head + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{head}:{head}"


__all__ = ["COLUMNS", "KIND", "PERIODS", "TEMPLATE", "TITLE", "plan_data", "workbook"]
