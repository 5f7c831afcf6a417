"""Issuing the report of the integrated team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.documents import issue_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Invalid
from sinergi.meetings import action_plan_paper as paper
from sinergi.meetings.action_plan_periods import PERIODS, Period
from sinergi.meetings.permissions.action_plan import may_issue_action_plan
from sinergi.meetings.queries.action_plan import issued, of_desk


@action(
    "action_plan.issued",
    subject=OfficialDocument,
    parent=Desk,
    may=may_issue_action_plan,
    title=_("Issue the action plan"),
)
def issue_action_plan(by: Post, desk: Desk, *, year: int, period: str) -> OfficialDocument:
    """Number the report of a period (B04, B08, B12) as it stands now; a later one corrects it.

    Raises Invalid for a period that does not exist.
    """
    if period not in PERIODS or not 2000 <= year <= 2100:
        raise Invalid(_("There is no such period."), field="period")
    asked = Period(year, period)
    again = bool(issued(desk.operation_id, asked))
    with override("id"):
        data = paper.plan_data(desk, asked, of_desk(desk, asked))
    document = issue_document(
        paper.KIND,
        paper.TEMPLATE,
        data,
        by=by,
        operation=desk.operation,
        region_code=desk.region_id,
        title=f"{paper.TITLE}{' (Perbaikan)' if again else ''}",
        series="RA",
    )
    note(number=document.number, sha256=document.sha256, period=f"{period} {year}")
    return document
