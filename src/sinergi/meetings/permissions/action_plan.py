"""Who may see, take out and issue the action plan of the integrated team."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Desk, Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no
from sinergi.meetings.permissions.meeting import may_convene


def may_issue_action_plan(by: Post, desk: Desk) -> Answer:
    """Whoever convenes at the desk of the regency, the secretariat of the team.

    Source: Permendagri 42/2015 (the team of the regency; its secretariat is Kesbangpol).
    """
    return first_no(
        may_convene(by, desk),
        lambda: (
            YES
            if desk.level == Desk.Level.REGENCY
            else no(_("The plan is that of the regency's team."), _("The desk of the regency."))
        ),
    )


def may_take_action_plan(by: Post) -> Answer:
    """Whoever may take lists out."""
    if by.can("export"):
        return YES
    return no(_("Your post does not take lists out."))


def may_read_reports(by: Post) -> Answer:
    """A report names places all over the regency: for who reads them all."""
    if by.can("read") and by.covers(by.operation.region_code):
        return YES
    return HIDDEN
