"""The integrated action plan on screen, as a workbook, and as a numbered report."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from sinergi.agencies.current import signed_in
from sinergi.agencies.models import Desk, Post
from sinergi.kernel.action import may
from sinergi.kernel.clock import local, now
from sinergi.kernel.documents import serve_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Forbidden, NotFound
from sinergi.kernel.workbooks import MEDIA_TYPE
from sinergi.meetings.action_plan_paper import workbook
from sinergi.meetings.action_plan_periods import PERIODS, Period, period_of
from sinergi.meetings.actions.action_plan import issue_action_plan
from sinergi.meetings.permissions.action_plan import may_read_reports, may_take_action_plan
from sinergi.meetings.queries import action_plan as queries
from sinergi.meetings.views.finding_minutes import post_of


@signed_in
@require_safe
def action_plan(request: HttpRequest) -> HttpResponse:
    """The plan of a period, as far as she may see it, and the reports that were issued."""
    post, period = post_of(request), _period(request)
    desk = _desk(post)
    told = {
        "period": period,
        "last_day": queries.last_day(period),
        "periods": list(PERIODS),
        "years": queries.years_of(post),
        "rows": queries.seen_by(post, period),
        "documents": queries.issued(post.operation_id, period) if may_read_reports(post) else [],
        "may_issue": may(post, "issue_action_plan", desk) if desk else None,
        "may_take": may_take_action_plan(post),
    }
    return render(request, "meetings/action_plan.html", told)


@signed_in
@require_safe
def action_plan_excel(request: HttpRequest) -> HttpResponse:
    """What she sees of the plan, as a workbook."""
    post, period = post_of(request), _period(request)
    answer = may_take_action_plan(post)
    if not answer:
        raise Forbidden(answer.reason)
    with override("id"):
        content = workbook(period, queries.seen_by(post, period))
    name = f"rencana-aksi-{period.code}-{period.year}.xlsx"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        content, content_type=MEDIA_TYPE, headers={"Content-Disposition": disposition}
    )


@signed_in
@require_POST
def action_plan_issue(request: HttpRequest) -> HttpResponse:
    """Make the numbered report of a period."""
    post, period = post_of(request), _period(request)
    desk = _desk(post)
    if desk is None:
        raise NotFound()
    document = issue_action_plan(post, desk, year=period.year, period=period.code)
    messages.success(request, _("The report %(number)s is issued.") % {"number": document.number})
    return _back(period)


@signed_in
@require_safe
def action_plan_document(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A report as it was issued, for who reads the whole regency."""
    post = post_of(request)
    rows = OfficialDocument.objects.filter(operation_id=post.operation_id, kind=queries.KIND)
    row = rows.filter(pk=pk).select_related("operation").first()
    if row is None or not may_read_reports(post):
        raise NotFound()
    return serve_document(request, row)


def _period(request: HttpRequest) -> Period:
    """The period of the address or the form; the present one where it names none of ours."""
    asked = request.POST if request.method == "POST" else request.GET
    present = period_of(local(now()).date())
    year, code = asked.get("year", ""), asked.get("period", "")
    known = year.isascii() and year.isdecimal() and 2000 <= int(year[:6]) <= 2100
    return Period(int(year) if known else present.year, code if code in PERIODS else present.code)


def _desk(post: Post) -> Desk | None:
    """The desk of the regency: the secretariat of the team."""
    rows = Desk.objects.filter(operation_id=post.operation_id, level=Desk.Level.REGENCY)
    return rows.select_related("operation", "region").order_by("region_id").first()


def _back(period: Period) -> HttpResponseRedirect:
    query = f"?year={period.year}&period={period.code}"
    return redirect(reverse("meetings:action-plan") + query)
