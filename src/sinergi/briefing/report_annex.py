"""The annex of a report: a workbook of its numbers, their records, its parts and its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from sinergi.agencies.models import Post
from sinergi.briefing import report_display as shown
from sinergi.briefing.models import SituationReport
from sinergi.briefing.queries.report_records import records_shown
from sinergi.briefing.report_paper import absolute
from sinergi.kernel.clock import local
from sinergi.kernel.workbooks import content_of, harmless_value, headed_sheet

RECORDS = ("incidents_reported", "incidents_open", "incidents_settled", "followups_overdue",
           "alerts_sent", "desks_silent", "activities_held", "meetings_held")  # fmt: skip


def annex_of(report: SituationReport, reader: Post) -> bytes:
    """The file for this reader: of the records only those that she may see."""
    book = Workbook(write_only=True)
    parts = list(report.parts.select_related("agency", "report"))
    _sheet(book, _("Numbers"), _number_heads(), _numbers(report))
    for key in RECORDS:
        listed = records_shown(report, key, reader)
        if listed.rows:
            rows = [[row.title, row.place, row.note, absolute(row.url)] for row in listed.rows]
            _sheet(book, str(listed.title), _record_heads(), rows)
    blocks = shown.blocks_of(report, parts, reader)
    _sheet(book, _("Fields"), [(_("Field"), 28), (_("Of"), 34), (_("Text"), 90)], _texts(blocks))
    _sheet(book, _("Parts"), _part_heads(), _parts(parts))
    return content_of(book)


def _sheet(book: Workbook, title: str, heads: list[tuple[Any, int]], rows: Any) -> None:
    sheet = headed_sheet(book, title, heads)
    for row in rows:
        sheet.append([harmless_value(value) for value in row])


def _number_heads() -> list[tuple[Any, int]]:
    return [(_("Number"), 44), (_("Value"), 10), (_("Of"), 10), (_("Before"), 12), (_("Code"), 40),
            (_("Records"), 70)]  # fmt: skip


def _numbers(report: SituationReport) -> Iterator[list[Any]]:
    for one in shown.numbers_of(report):
        yield _number(one, str(one.title))
    for split in shown.splits_of(report):
        for one in split.rows:
            yield _number(one, f"{split.title}: {one.title}")


def _number(one: shown.Number, title: str) -> list[Any]:
    return [title, one.value, one.of, one.before, one.key, absolute(one.url)]


def _record_heads() -> list[tuple[Any, int]]:
    return [(_("What"), 60), (_("Place"), 40), (_("Note"), 40), (_("Page"), 70)]


def _texts(blocks: list[shown.Block]) -> Iterator[list[Any]]:
    for block in blocks:
        if block.text:
            yield [str(block.title), _("Secretariat"), block.text]
        for entry in block.entries:
            yield [str(block.title), entry.agency, entry.text]


def _part_heads() -> list[tuple[Any, int]]:
    return [(_("Agency"), 40), (_("State"), 22), (_("Signed at"), 20), (_("Signed by"), 40),
            (_("Late"), 10), (_("Digest"), 68)]  # fmt: skip


def _parts(parts: list[Any]) -> Iterator[list[Any]]:
    for part in parts:
        at = f"{local(part.signed_at):%Y-%m-%d %H:%M}" if part.signed_at else ""
        late = _("yes") if part.is_late else ""
        yield [part.agency.name, str(part.get_state_display()), at, part.signed_by, late,
               part.digest]  # fmt: skip
