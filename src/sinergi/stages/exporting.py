"""The calendar as an Excel workbook: what it is, and every stage with its days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from sinergi.agencies.kinds import KINDS
from sinergi.kernel.models import Operation
from sinergi.kernel.workbooks import BOLD, content_of, harmless
from sinergi.stages import tension
from sinergi.stages.models import Anchor, Stage

SHADES = {1: "FFF4E0", 2: "FFDDB8", 3: "F8C1BA"}  # by tension; none for what is calm
WIDTHS = (8, 52, 14, 14, 10, 30, 14, 46, 60, 38, 24, 12, 40)


def write(operation: Operation, stages: Iterable[Stage], anchors: Iterable[Anchor], *, moment: str
          ) -> bytes:  # fmt: skip
    """The workbook. `moment` says when it was made, in the region's time."""
    book = Workbook()
    _write_stages(book.active, stages)
    _write_anchors(book.create_sheet(_("Anchors")), anchors)
    _write_about(book.create_sheet(_("About")), operation, moment)
    return content_of(book)


def _write_stages(sheet: Any, stages: Iterable[Stage]) -> None:
    sheet.title = _("Stages")
    sheet.append(
        [_("Code"), _("Stage"), _("First day"), _("Last day"), _("Days"), _("Led by"),
         _("Tension"), _("Kinds of incident"), _("Why it is tense"), _("Basis"),
         _("Hangs on"), _("Verified"), _("Part of")]
    )  # fmt: skip
    for stage in stages:
        sheet.append(_cells(stage))
        _shade(sheet, stage)
    _set_up(sheet)


def _cells(stage: Stage) -> list[Any]:
    both = stage.starts_on and stage.ends_on
    return [
        stage.code,
        stage.title,
        stage.starts_on,
        stage.ends_on,
        (stage.ends_on - stage.starts_on).days + 1 if both else None,  # type: ignore[operator]
        str(KINDS[stage.leader].title),
        str(stage.get_tension_display()),
        ", ".join(str(tension.title_of(code)) for code in stage.tense_kinds),
        harmless(stage.why),
        stage.basis,
        stage.anchor.title,
        _("yes") if stage.verified else _("no"),
        stage.parent.title if stage.parent else "",
    ]


def _shade(sheet: Any, stage: Stage) -> None:
    row = sheet.max_row
    if stage.tension in SHADES:
        sheet.cell(row, 7).fill = PatternFill("solid", fgColor=SHADES[stage.tension])
    if stage.parent_id is None:
        sheet.cell(row, 1).font = sheet.cell(row, 2).font = BOLD
    else:
        sheet.cell(row, 2).alignment = Alignment(indent=2)
    for column in (3, 4):
        sheet.cell(row, column).number_format = "dd/mm/yyyy"


def _set_up(sheet: Any) -> None:
    """A header that stays, widths, and a filter."""
    for cell in sheet[1]:
        cell.font = BOLD
    for number, width in enumerate(WIDTHS[: sheet.max_column], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def _write_anchors(sheet: Any, anchors: Iterable[Anchor]) -> None:
    sheet.append([_("Code"), _("Event"), _("Day"), _("Basis")])
    for anchor in anchors:
        sheet.append([anchor.code, anchor.title, anchor.day, anchor.basis])
        sheet.cell(sheet.max_row, 3).number_format = "dd/mm/yyyy"
    for letter, width in zip("ABCD", (20, 70, 14, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = BOLD


def _write_about(sheet: Any, operation: Operation, moment: str) -> None:
    if operation.is_exercise:
        sheet.append([_("EXERCISE")])
        sheet["A1"].font = BOLD
    sheet.append([_("Operation"), operation.name])
    sheet.append([_("Voting day"), operation.voting_day])
    sheet.append([_("Made at"), moment])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 60
