"""The list of cases as a file, redacted: only what stands in clear in the tables.

No text of a report is in it, no name, no file and no place: it can be sent on, and says of a case
what Bawaslu counts by. What is sealed could not be in it: nothing here holds a key.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from openpyxl import Workbook

from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now
from sinergi.kernel.indonesian import zone_name
from sinergi.kernel.models import Operation
from sinergi.kernel.workbooks import MEDIA_TYPE, content_of, harmless, literal
from sinergi.neutrality import law
from sinergi.neutrality.clockwork import running_clocks
from sinergi.neutrality.models import Case, Handover
from sinergi.neutrality.outcomes import OUTCOMES

FORMATS = {
    "xlsx": MEDIA_TYPE,
    "csv": "text/csv; charset=utf-8",
}
CHUNK = 500  # cases fetched at once
BOM = "\ufeff"  # tells Excel that the file is UTF-8


def cases_of(post: Post) -> Any:
    """The cases that she handles, oldest first, with what the rows tell of them."""
    handed = Handover.objects.exclude(state=Handover.State.WITHDRAWN)
    rows = Case.objects.visible_to(post).select_related("operation")
    return rows.order_by("arrived_on", "number").prefetch_related(
        running_clocks(),
        Prefetch("handovers", handed, to_attr="handed"),
    )


def head() -> list[str]:
    """The names of the columns."""
    return [
        _("Number"), _("Day"), _("Kind"), _("State"), _("Whom it concerns"), _("Breaches"),
        _("Registered"), _("Decided"), _("Decision"), _("Next deadline"), _("Deadline ends"),
        _("Overdue"), _("Authorities"), _("Handed on"), _("Answered"), _("Outcome"), _("Sanction"),
    ]  # fmt: skip


def rows_of(post: Post) -> Iterator[list[str]]:
    """One row for each case."""
    titles = _Titles()
    for case in cases_of(post).iterator(chunk_size=CHUNK):
        yield _row(case, titles)


class _Titles:
    """The words for codes, read once."""

    def __init__(self) -> None:
        self.subjects = {code: row.title for code, row in law.subjects().items()}
        self.deadlines = {code: row.title for code, row in law.deadlines().items()}
        self.authorities = {code: row.title for code, row in law.authorities().items()}
        self.sanctions = {code: row.title for code, row in law.sanctions().items()}


def _row(case: Any, titles: _Titles) -> list[str]:
    clock = case.running[0] if case.running else None
    handed = case.handed
    return [
        case.number,
        case.arrived_on.isoformat(),
        str(case.get_origin_display()),
        str(case.get_state_display()),
        titles.subjects.get(case.subject_kind, case.subject_kind),
        ", ".join(case.breaches),
        _day(case.registered_at),
        _day(case.decided_at),
        str(case.get_decision_display()) if case.decision else "",
        titles.deadlines.get(clock.rule, clock.rule) if clock else "",
        _moment(clock.due_at) if clock else "",
        _("yes") if clock and clock.due_at <= now() else "",
        "; ".join(titles.authorities.get(row.authority, row.authority) for row in handed),
        "; ".join(_day(row.sent_at) or "–" for row in handed),
        "; ".join(_day(row.answered_at) or "–" for row in handed),
        "; ".join(str(OUTCOMES.get(row.outcome, "–")) for row in handed),
        "; ".join(titles.sanctions.get(row.sanction, "–") for row in handed),
    ]


def _day(moment: Any) -> str:
    return local(moment).date().isoformat() if moment else ""


def _moment(moment: Any) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"


def as_csv(post: Post) -> bytes:
    """The list as CSV, as Excel in Indonesia opens it: semicolons."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(head())
    writer.writerows([harmless(cell) for cell in row] for row in rows_of(post))
    return buffer.getvalue().encode()


def as_xlsx(post: Post) -> bytes:
    """The list as a workbook of two sheets: the cases, and what they are."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Cases"))
    sheet.freeze_panes = "A2"
    sheet.append([literal(sheet, name, bold=True) for name in head()])
    for row in rows_of(post):
        sheet.append([literal(sheet, value) for value in row])
    about = book.create_sheet(_("About this list"))
    for label, told in _about(post.operation):
        about.append([literal(about, label, bold=True), literal(about, told)])
    return content_of(book)


def _about(operation: Operation) -> list[tuple[str, str]]:
    moment = local(now())
    lines = [
        (_("Operation"), operation.name),
        (_("Taken at"), f"{moment:%Y-%m-%d %H:%M} {zone_name(moment)}"),
        (_("What is in it"), _("Facts in clear only: no text, no name, no place, no file.")),
    ]
    exercise = (_("EXERCISE"), _("Nothing here really happened."))
    return [exercise, *lines] if operation.is_exercise else lines


WRITERS = {"xlsx": as_xlsx, "csv": as_csv}


def file_name(form: str) -> str:
    """kasus-netralitas-20240910-0800.csv"""
    return f"kasus-netralitas-{local(now()):%Y%m%d-%H%M}.{form}"
