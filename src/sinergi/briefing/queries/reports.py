"""Which reports there are, what one of them still lacks, and what waits on a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.briefing.models import ReportPart, ReportSchedule, SituationReport
from sinergi.briefing.models.reports import SituationReports
from sinergi.briefing.permissions.reports import may_issue_at, may_open_report, speaks_for
from sinergi.followups.waiting import Item, Section
from sinergi.kernel.clock import now

SHOWN = 8
GIVEN = ("signed", "nil")
UNFINISHED = ("collecting", "frozen", "approved")


def listed(post: Post, *, kind: str = "", place: str = "") -> SituationReports:
    """Those that she may see, the newest first; with how many parts are given."""
    rows = SituationReport.objects.visible_to(post).whole()
    if kind:
        rows = rows.filter(kind__in=("daily", "nil") if kind == "daily" else (kind,))
    if place:
        rows = rows.filter(region_id=place)
    given = Count("parts", filter=Q(parts__state__in=GIVEN))
    return rows.annotate(asked=Count("parts"), given=given).order_by("-until_at", "-opened_at")


@dataclass(frozen=True)
class PartRow:
    """One agency's part as this reader sees it."""

    part: ReportPart
    mine: bool

    @property
    def missing(self) -> bool:
        """Whether its deadline is past and it is not signed."""
        return not self.part.is_given and self.part.is_late


def parts_of(report: SituationReport, reader: Post) -> list[PartRow]:
    """All parts, hers first, then those that are missing. One statement."""
    rows = report.parts.select_related("agency")
    found = [PartRow(part, speaks_for(reader, part)) for part in rows]
    for row in found:
        row.part.report = report
    return sorted(found, key=lambda row: (not row.mine, row.part.is_given))


def desks_to_issue(post: Post) -> list[Desk]:
    """Hers for which she may open a report; the highest first."""
    return [desk for desk in post.desks if may_open_report(post, desk)]


def schedules_of(post: Post) -> list[ReportSchedule]:
    """The schedules of her desks, one statement."""
    rows = ReportSchedule.objects.filter(desk__in=[desk.pk for desk in desks_to_issue(post)])
    return list(rows.select_related("desk__region"))


def owed_parts(post: Post) -> QuerySet[ReportPart]:
    """Parts that her agency still owes, in reports that are still collected."""
    if not post.can("answer"):
        return ReportPart.objects.none()
    return ReportPart.objects.filter(
        agency_id=post.agency_id,
        report__operation_id=post.operation_id,
        report__state__in=("collecting", "frozen"),
    ).exclude(state__in=GIVEN)


def waiting_sections(post: Post) -> list[Section]:
    """What her agency owes; what waits for the secretariat. Two statements at most."""
    sections = []
    if post.can("answer"):
        sections.append(_owed(post))
    if desks_to_issue(post):
        sections.append(_to_issue(post))
    return [section for section in sections if section.count]


def _owed(post: Post) -> Section:
    rows = list(
        owed_parts(post)
        .select_related("report__region__parent", "agency")
        .order_by("report__parts_due_at", "pk")[:SHOWN]
    )
    return Section(
        "report-parts",
        _("Parts of situation reports"),
        _("No part of a report is asked of your agency."),
        len(rows),
        [_part_item(row) for row in rows],
        urgent=any(row.is_late for row in rows),
    )


def _part_item(row: ReportPart) -> Item:
    return Item(
        title=str(row.report),
        url=row.get_absolute_url(),
        place=row.report.region.full_name,
        due_at=row.report.parts_due_at,
        state=row.get_state_display(),
        note=row.agency.name,
    )


def _to_issue(post: Post) -> Section:
    """What is past its cut-off and is not published, of her own desks."""
    rows = SituationReport.objects.whole().filter(
        desk__in=[desk.pk for desk in desks_to_issue(post)],
        state__in=UNFINISHED,
        until_at__lte=now(),
    )
    found = [row for row in rows.order_by("until_at")[:SHOWN] if may_issue_at(post, row.desk)]
    return Section(
        "reports-to-issue",
        _("Situation reports to complete"),
        _("No report waits to be completed."),
        len(found),
        [_report_item(row) for row in found],
        urgent=any(row.parts_due_at <= now() for row in found),
    )


def _report_item(row: SituationReport) -> Item:
    return Item(
        title=str(row),
        url=row.get_absolute_url(),
        place=row.region.full_name,
        due_at=publication_due(row),
        state=row.get_state_display(),
    )


def publication_due(report: SituationReport) -> datetime:
    """When it should be out: an hour after the last part was due."""
    return report.parts_due_at + timedelta(hours=1)
