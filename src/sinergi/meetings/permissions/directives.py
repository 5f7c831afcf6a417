"""Who may see a directive, give one, and take it back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.followups.models import Followup
from sinergi.followups.permissions import may_assign
from sinergi.followups.rules import OPEN
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, not_now
from sinergi.meetings.models import Directive, Meeting
from sinergi.meetings.permissions.meeting import may_manage, may_see
from sinergi.meetings.permissions.minutes import may_keep_minutes


def may_see_directive(by: Post, directive: Directive) -> Answer:
    """Who sees its meeting, and who sees a follow-up of it: its owners and their superiors."""
    if may_see(by, directive.meeting):
        return YES
    shares = Followup.objects.visible_to(by).filter(of_directive__directive=directive)
    return YES if shares.exists() else HIDDEN


def may_give_directive(by: Post, meeting: Meeting) -> Answer:
    """Whoever keeps its minutes, in the name of the desk that convened it."""
    return first_no(may_keep_minutes(by, meeting), lambda: may_assign(by, meeting.desk))


def may_withdraw_directive(by: Post, directive: Directive) -> Answer:
    """Whoever keeps the papers of the meeting, while an owner is still bound by it."""
    return first_no(
        may_see_directive(by, directive),
        lambda: may_manage(by, directive.meeting),
        lambda: may_assign(by, directive.meeting.desk),
        lambda: YES if _is_open(directive) else not_now(_("Nobody is bound by it any more.")),
    )


def _is_open(directive: Directive) -> bool:
    return directive.shares.filter(followup__state__in=OPEN).exists()
