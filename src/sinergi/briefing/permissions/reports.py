"""Who may see a situation report, tell a part of it, complete, approve and publish it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import ReportPart, SituationReport
from sinergi.kernel.clock import now
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now

ISSUERS = _("The secretariat of that desk may.")


def may_issue_at(by: Post, desk: Desk) -> Answer:
    """The secretariat of the regency's desk, at it and below; who convenes a district's, there."""
    if by.operation_id != desk.operation_id:
        return HIDDEN
    if by.can("issue_reports") and (by.sits_at(desk) or by.sits_above(desk)):
        return YES
    if desk.level == Desk.Level.DISTRICT and by.can("convene") and by.sits_at(desk):
        return YES
    if not by.covers(desk.region_id):
        return HIDDEN
    return no(_("You do not issue the reports of this desk."), ISSUERS)


def may_open_report(by: Post, desk: Desk) -> Answer:
    """Who issues there; a village has no report of its own, its desk confirms its day."""
    return first_no(
        may_issue_at(by, desk),
        lambda: (
            YES
            if desk.level != Desk.Level.VILLAGE
            else no(_("A village confirms its day; reports begin at the district."), ISSUERS)
        ),
    )


def may_see_report(by: Post, report: SituationReport) -> Answer:
    """Who reads its place, and who answers for an agency that has a part in it."""
    if by.operation_id != report.operation_id:
        return HIDDEN
    if by.can("read") and by.covers(report.region_id):
        return YES
    asked = by.can("answer") and report.parts.filter(agency_id=by.agency_id).exists()
    return YES if asked else HIDDEN


def _in_state(report: SituationReport, doing: str) -> Answer:
    if rules.allows(doing, report.state):
        return YES
    words = {"state": report.get_state_display()}
    return not_now(_("Not in the state “%(state)s”.") % words)


def _may(by: Post, report: SituationReport, doing: str) -> Answer:
    return first_no(
        may_see_report(by, report),
        lambda: may_issue_at(by, report.desk),
        lambda: _in_state(report, doing),
    )


def may_freeze_report(by: Post, report: SituationReport) -> Answer:
    """The clock does it; the secretariat too, once the cut-off is past."""
    return first_no(
        _may(by, report, "freeze"),
        lambda: YES if report.until_at <= now() else not_now(_("The cut-off is still to come.")),
    )


def may_complete_report(by: Post, report: SituationReport) -> Answer:
    """The secretariat, until it is approved."""
    return _may(by, report, "complete")


def may_approve_report(by: Post, report: SituationReport) -> Answer:
    """The secretariat and its chair, once the numbers stand."""
    return _may(by, report, "approve")


def may_return_report(by: Post, report: SituationReport) -> Answer:
    """The same, before it goes out."""
    return _may(by, report, "return")


def may_publish_report(by: Post, report: SituationReport) -> Answer:
    """The same, once it is approved."""
    return _may(by, report, "publish")


def may_correct_report(by: Post, report: SituationReport) -> Answer:
    """The same, of a report that went out."""
    return _may(by, report, "correct")


def speaks_for(by: Post, part: ReportPart) -> bool:
    """Whether the part is hers to give: of her agency, for which she answers."""
    return by.agency_id == part.agency_id and by.can("answer")


def may_tell_part(by: Post, part: ReportPart) -> Answer:
    """Who answers for the agency, until the report is approved."""
    return first_no(
        may_see_report(by, part.report),
        lambda: (
            YES
            if speaks_for(by, part)
            else no(_("Each agency tells its own part."), part.agency.name)
        ),
        lambda: _in_state(part.report, "tell"),
    )


def may_sign_part(by: Post, part: ReportPart) -> Answer:
    """The same, once something is written."""
    return first_no(
        may_tell_part(by, part),
        lambda: (
            YES
            if part.state == ReportPart.State.WRITTEN
            else not_now(_("There is nothing written that waits for a signature."))
        ),
    )
