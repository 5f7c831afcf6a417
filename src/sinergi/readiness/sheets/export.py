"""The matrix and its items as a workbook, for who must take them out of the house."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from sinergi.agencies.kinds import KINDS
from sinergi.kernel.clock import local, now
from sinergi.kernel.workbooks import BOLD, content_of, harmless
from sinergi.readiness.models import STANDING_TITLES, ReadinessItem
from sinergi.readiness.queries.matrix import Matrix
from sinergi.readiness.rules import STANDINGS, Tally
from sinergi.web.timing import moment_text

MOST_ITEMS = 20_000  # rows; more takes longer than anybody waits


def workbook_of(matrices: Iterable[tuple[str, Matrix]], items: Iterable[ReadinessItem]) -> bytes:
    """A sheet for each matrix, and one with the items."""
    book = Workbook(write_only=True)
    for title, matrix in matrices:
        _matrix_sheet(book.create_sheet(title), matrix)
    _item_sheet(book.create_sheet(_("Items")), items)
    return content_of(book)


def _matrix_sheet(sheet: Any, matrix: Matrix) -> None:
    """Confirmed and asked side by side, so that a sum can be checked."""
    sheet.column_dimensions["A"].width = 44
    sheet.append([_("As it stood on %(moment)s") % {"moment": moment_text(local(now()))}])
    heads = [_("Row"), _("Percent"), *(str(STANDING_TITLES[s]) for s in STANDINGS),
             _("Overdue"), _("Asked")]  # fmt: skip
    for column in matrix.columns:
        heads += [_("%(kind)s ready") % {"kind": column.title},
                  _("%(kind)s asked") % {"kind": column.title}]  # fmt: skip
    sheet.append([_bold(sheet, head) for head in heads])
    for row in matrix.rows:
        pairs = [part for cell in row.cells for part in _pair(cell.tally)]
        sheet.append([row.title, *_figures(row.tally), *pairs])
    totals = [part for column in matrix.columns for part in _pair(column.tally)]
    sheet.append([_bold(sheet, part) for part in (_("All"), *_figures(matrix.total), *totals)])


def _figures(tally: Tally) -> list[int | None]:
    return [tally.percent, *(getattr(tally, s) for s in STANDINGS), tally.overdue, tally.total]


def _pair(tally: Tally | None) -> tuple[int | None, int | None]:
    return (tally.confirmed, tally.total) if tally else (None, None)


def _bold(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.font = BOLD
    return cell


def _item_sheet(sheet: Any, items: Iterable[ReadinessItem]) -> None:
    heads = (_("Code"), _("Place"), _("Stage"), _("What must be ready"), _("Topic"), _("Agency"),
             _("Kind of agency"), _("Due"), _("How it stands"), _("What is missing"), _("Note"),
             _("Reported"), _("Reported by"), _("Checked by"), _("Remark"))  # fmt: skip
    for letter, width in zip("ABCDEFGHI", (15, 30, 26, 42, 18, 30, 24, 12, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, head) for head in heads])
    for item in items:
        sheet.append(_cells(item))


def _cells(item: ReadinessItem) -> list[Any]:
    reported = local(item.reported_at).replace(tzinfo=None) if item.reported_at else None
    return [
        item.region_id,
        item.region.full_name,
        item.stage.title,
        harmless(item.requirement.title),
        str(item.requirement.get_topic_display()),
        item.agency.name,
        str(KINDS[item.agency_kind].title),
        item.due_on,
        item.standing_title,
        harmless(item.missing),
        harmless(item.note),
        reported,
        item.reported_by,
        item.checked_by,
        harmless(item.remark),
    ]
