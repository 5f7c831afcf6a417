"""Pages of situation reports: the list, one of them, its parts, the records behind a number."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.agencies.current import acting, signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.briefing import report_display as shown
from sinergi.briefing.actions.reports import pending_corrections
from sinergi.briefing.forms.reports import ReportFilterForm
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.briefing.permissions import reports as permissions
from sinergi.briefing.queries import reports as queries
from sinergi.briefing.queries.report_records import hidden_since, records_shown, restricted_for
from sinergi.briefing.report_offers import (
    OPEN,
    PART,
    PART_BY_SLUG,
    REPORT,
    REPORT_BY_SLUG,
    SCHEDULE,
)
from sinergi.briefing.report_text import short_text
from sinergi.briefing.report_words import NUMBERS
from sinergi.followups.offers import fingerprint, standings
from sinergi.followups.performing import Place, perform
from sinergi.followups.timeline import event_of
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Forbidden, NotFound

ON_A_PAGE = 30


def report_for(request: HttpRequest, pk: uuid.UUID) -> SituationReport:
    """The report, if it is hers to know."""
    row = SituationReport.objects.visible_to(acting(request)).whole().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


@signed_in
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All that she may see, the newest first; what her agency owes stands above."""
    post = acting(request)
    filters = ReportFilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    page = Paginator(queries.listed(post, **chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    owed = queries.owed_parts(post).select_related("report__region__parent", "agency")
    told = {
        "page": page,
        "filters": filters,
        "owed": list(owed.order_by("report__parts_due_at")[:5]),
        "desks": queries.desks_to_issue(post),
        "schedules": queries.schedules_of(post),
    }
    return render(request, "briefing/reports.html", told)


@signed_in
@require_safe
def report(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is there, what is missing, her own part first; published, as it went out."""
    post, row = acting(request), report_for(request, pk)
    offered, refusals = standings(post, row, REPORT, lambda offer: _address(row, offer.slug))
    parts = queries.parts_of(row, post)
    told = {
        "report": row,
        "numbers": _grouped(row),
        "splits": shown.splits_of(row),
        "parts": [{"row": one, "offers": _of_part(post, one)} for one in parts],
        "given": sum(one.part.is_given for one in parts),
        "blocks": shown.blocks_of(row, [one.part for one in parts], post),
        "lists": _lists(row, post),
        "restricted": restricted_for(row, post) if row.figures else 0,
        "stages": shown.stages_of(row),
        "milestones": row.figures.get("facts", {}).get("milestones", []),
        "vulnerable": shown.vulnerable_of(row),
        "corrects": row.corrects.select_related("report__document"),
        "pending": [] if row.state == "published" else pending_corrections(row),
        "corrections": row.corrections.select_related("printed_in__document"),
        "text": short_text(row) if row.figures else "",
        "issues": permissions.may_issue_at(post, row.desk),
        "events": [event_of(entry) for entry in JournalEntry.objects.for_subject(row)],
        "standings": offered,
        "refusals": refusals,
        "seen": fingerprint(row),
    }
    return render(request, "briefing/report.html", told)


def _grouped(row: SituationReport) -> list[list[shown.Number]]:
    """Its numbers by group, each group a row of the page."""
    groups: dict[str, list[shown.Number]] = {}
    for one in shown.numbers_of(row):
        groups.setdefault(NUMBERS[one.key][1], []).append(one)
    return list(groups.values())


def _lists(row: SituationReport, post: Post) -> dict[str, Any]:
    hidden = hidden_since(row, post) if row.figures else ()
    return {
        "critical": shown.critical_of(row, hidden),
        "alerts": shown.alerts_of(row),
        "overdue": shown.overdue_of(row, hidden),
        "overdue_rest": shown.rest_of(row, "overdue"),
        "meetings": shown.meetings_of(row),
        "activities": shown.activities_of(row),
        "coming": shown.coming_of(row),
    }


def _of_part(post: Post, row: queries.PartRow) -> list[Any]:
    """What may be done with a part; asked of her own alone."""
    if not row.mine:
        return []
    found, _refused = standings(
        post, row.part, PART,
        lambda offer: reverse("briefing:part-do", args=[row.part.pk, offer.slug]),
    )  # fmt: skip
    return found


@signed_in
def report_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Do one of the things that may be done with a report."""
    row = report_for(request, pk)
    if slug not in REPORT_BY_SLUG:
        raise Http404
    place = Place(row.get_kind_display(), row.region.full_name, row.get_absolute_url())
    return perform(request, REPORT_BY_SLUG[slug], row, place)


@signed_in
def part_do(request: HttpRequest, pk: uuid.UUID, slug: str) -> HttpResponse:
    """Write, sign, or say nil."""
    rows = ReportPart.objects.select_related("report__operation", "report__region", "agency")
    row = rows.filter(pk=pk).first()
    if row is None or not permissions.may_see_report(acting(request), row.report):
        raise NotFound()
    if slug not in PART_BY_SLUG:
        raise Http404
    place = Place(row.agency.name, str(row.report), row.report.get_absolute_url())
    return perform(request, PART_BY_SLUG[slug], row, place)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Open a report by hand."""
    desk = _desk(request)
    place = Place(desk.name, str(desk.region), reverse("briefing:reports"))
    return perform(request, OPEN, desk, place, lambda made: str(made.get_absolute_url()))


@signed_in
def schedule(request: HttpRequest) -> HttpResponse:
    """Set when the daily report of a desk opens and closes."""
    desk = _desk(request)
    place = Place(desk.name, str(desk.region), reverse("briefing:reports"))
    return perform(request, SCHEDULE, desk, place)


def _desk(request: HttpRequest) -> Desk:
    """The desk that is asked for among hers, else the first. Raises Forbidden without any."""
    desks = queries.desks_to_issue(acting(request))
    asked = request.GET.get("desk")
    found = next((desk for desk in desks if str(desk.pk) == asked), desks[0] if desks else None)
    if found is None:
        raise Forbidden(permissions.ISSUERS)
    return Desk.objects.select_related("operation", "region", "report_schedule").get(pk=found.pk)


@signed_in
@require_safe
def records(request: HttpRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """The rows that one number counts: those that she may see, and how many are others'."""
    row = report_for(request, pk)
    told = {"report": row, "shown": records_shown(row, key, acting(request))}
    return render(request, "briefing/records.html", told)


def _address(row: SituationReport, slug: str) -> str:
    return reverse("briefing:report-do", args=[row.pk, slug])
