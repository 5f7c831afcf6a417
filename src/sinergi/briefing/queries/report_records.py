"""The rows behind a number of a report: those that the reader may see, as they are called today."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.alerts.models import Alert
from sinergi.briefing.models import ReportRecords, SituationReport
from sinergi.briefing.report_display import Line, numbers_of, splits_of
from sinergi.followups.models import Followup
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import local
from sinergi.kernel.problems import NotFound
from sinergi.meetings.models import Meeting
from sinergi.polling.models import Activity
from sinergi.web.timing import moment_text

MOST = 500  # rows of a page


@dataclass(frozen=True)
class Shown:
    """What of the rows may be seen: `counted` is the number, `hidden` those of others alone."""

    title: Any
    counted: int
    rows: list[Line]
    hidden: int
    more: int


def records_shown(report: SituationReport, key: str, reader: Post) -> Shown:
    """The rows of one number. Two statements, and one for the names of places.

    Raises NotFound for what is no number of this report.
    """
    title = _title(report, key)
    kept = ReportRecords.objects.filter(report=report, key=key).first()
    if kept is None:
        return Shown(title, 0, [], 0, 0)
    rows = list(ROWS[kept.of](reader, kept.ids)[: MOST + 1])
    total = len(kept.ids)
    if len(rows) > MOST:
        return Shown(title, total, _lines(rows[:MOST]), 0, total - MOST)
    return Shown(title, total, _lines(rows), total - len(rows), 0)


def _title(report: SituationReport, key: str) -> Any:
    for one in numbers_of(report):
        if one.key == key:
            return one.title
    for split in splits_of(report):
        for row in split.rows:
            if row.key == key:
                return f"{split.title}: {row.title}"
    if key == "restricted" and report.figures:
        return _("Restricted cases that you may see")
    raise NotFound()


def restricted_for(report: SituationReport, reader: Post) -> int:
    """How many restricted cases of the period this reader may see; they are in no number."""
    kept = ReportRecords.objects.filter(report=report, key="restricted").first()
    return Incident.objects.visible_to(reader).filter(pk__in=kept.ids).count() if kept else 0


def hidden_since(report: SituationReport, reader: Post) -> set[str]:
    """Cases and follow-ups that it names, and that were kept to others since. Two statements.

    The paper that went out is what it is; page and API no longer name them.
    """
    lists = report.figures.get("lists", {})
    cases = [row["id"] for row in lists.get("critical", {}).get("rows", [])]
    owed = [row["id"] for row in lists.get("overdue", {}).get("rows", [])]
    kept = Incident.objects.filter(pk__in=cases, visibility="restricted")
    closed = Followup.objects.filter(pk__in=owed, audience__isnull=False)
    found = [
        *kept.exclude(audience__contains=[reader.agency_id]).values_list("pk", flat=True),
        *closed.exclude(audience__contains=[reader.agency_id]).values_list("pk", flat=True),
    ]
    return {str(key) for key in found}


def _incidents(reader: Post, ids: list[Any]) -> Any:
    rows = Incident.objects.visible_to(reader).select_related("region__parent")
    return rows.filter(pk__in=ids).order_by("-reported_at", "-pk")


def _followups(reader: Post, ids: list[Any]) -> Any:
    rows = Followup.objects.visible_to(reader).select_related("to_agency", "to_desk")
    return rows.filter(pk__in=ids).order_by("due_at", "pk")


def _activities(reader: Post, ids: list[Any]) -> Any:
    rows = Activity.objects.visible_to(reader).select_related("region__parent", "agency")
    return rows.filter(pk__in=ids).order_by("starts_at", "pk")


def _meetings(reader: Post, ids: list[Any]) -> Any:
    return Meeting.objects.visible_to(reader).filter(pk__in=ids).order_by("starts_at", "pk")


def _desks(reader: Post, ids: list[Any]) -> Any:
    rows = Desk.objects.visible_to(reader).select_related("region__parent")
    return rows.filter(pk__in=ids).order_by("region_id")


def _alerts(reader: Post, ids: list[Any]) -> Any:
    rows = Alert.objects.visible_to(reader).select_related("region__parent")
    return rows.filter(pk__in=ids).order_by("sent_at", "pk")


ROWS: dict[str, Callable[[Post, list[Any]], Any]] = {
    "incidents": _incidents,
    "followups": _followups,
    "activities": _activities,
    "meetings": _meetings,
    "desks": _desks,
    "alerts": _alerts,
}


def _lines(rows: Iterable[Model]) -> list[Line]:
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    url = row.get_absolute_url()
    if isinstance(row, Incident):
        note = (
            f"{row.get_kind_display()} · {row.get_severity_display()} · {row.get_state_display()}"
        )
        return Line(row.number, row.region.full_name, row.reported_at, note=note, url=url)
    if isinstance(row, Followup):
        note = f"{row.owner_label} · {row.get_state_display()}"
        return Line(row.title, note=note, at=row.due_at, url=url)
    if isinstance(row, Alert):
        note = f"{row.number} · {row.get_state_display()}"
        return Line(row.headline, row.region.full_name, row.sent_at, note=note, url=url)
    if isinstance(row, Desk):
        return Line(row.name, row.region.full_name, url=url)
    if isinstance(row, Activity):
        return Line(row.title, row.region.full_name, row.starts_at, note=row.agency.name, url=url)
    return Line(row.title, row.place, row.starts_at, note=_when(row), url=url)


def _when(row: Meeting) -> str:
    return moment_text(local(row.starts_at))
