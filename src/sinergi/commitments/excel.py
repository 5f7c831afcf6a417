"""A pledge drive as a workbook: each unit, each district, and what the file shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from sinergi.commitments.models import Drive
from sinergi.commitments.queries import Group, Standing, Unit
from sinergi.kernel.clock import local
from sinergi.kernel.workbooks import content_of, literal


def drive_workbook(drive: Drive, standing: Standing) -> bytes:
    """The whole file. Shares stand as numbers of which Excel can go on computing."""
    book = Workbook(write_only=True)
    _sheet(book, _("Units"), _unit_head(), [_unit_row(unit) for unit in standing.whole.units])
    _sheet(book, _("Districts"), _group_head(), [_group_row(group) for group in standing.districts])
    _sheet(book, _("About"), [_("What"), _("Value")], _about(drive, standing))
    return content_of(book)


def _sheet(book: Workbook, title: str, head: list[str], rows: Iterable[list[Any]]) -> None:
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, name in enumerate(head):
        sheet.column_dimensions[chr(65 + number)].width = 44 if number == 0 else max(len(name), 14)
    sheet.append([literal(sheet, name, bold=True) for name in head])
    for row in rows:
        sheet.append([literal(sheet, value) for value in row])


def _unit_head() -> list[str]:
    return [_("Unit"), _("Code of the place"), _("Signed"), _("Staff"), _("Share signed"),
            _("Signed on the phone"), _("Reported at"), _("Reported by")]  # fmt: skip


def _unit_row(unit: Unit) -> list[Any]:
    report = unit.report
    told = [unit.signatory.label, unit.signatory.region_id]
    if report is None:
        return [*told, None, None, None, unit.on_phone, _("no report yet"), ""]
    at = f"{local(report.reported_at):%Y-%m-%d %H:%M}"
    return [*told, report.signed, report.staff, unit.share.rate, unit.on_phone, at,
            report.reported_by]  # fmt: skip


def _group_head() -> list[str]:
    return [_("District"), _("Signed"), _("Staff"), _("Share signed"), _("Units with a report"),
            _("Units without"), _("Signed on the phone")]  # fmt: skip


def _group_row(group: Group) -> list[Any]:
    share = group.share
    return [group.title, share.signed, share.staff, share.rate, len(group.reported), group.silent,
            group.on_phone]  # fmt: skip


def _about(drive: Drive, standing: Standing) -> list[list[Any]]:
    commitment, share = drive.commitment, standing.whole.share
    exercise = (
        [[_("EXERCISE"), commitment.operation.name]] if commitment.operation.is_exercise else []
    )
    return [
        *exercise,
        [_("Pledge drive"), commitment.title],
        [_("Digest"), commitment.digest],
        [_("As of"), f"{local(standing.at):%Y-%m-%d %H:%M}"],
        [_("Signed"), share.signed],
        [_("Of"), share.staff],
        [_("Units without a report, not counted"), standing.whole.silent],
    ]  # fmt: skip
