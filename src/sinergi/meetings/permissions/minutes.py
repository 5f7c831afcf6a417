"""Who may keep the minutes of a meeting, issue them, and correct them afterwards."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.permission import YES, Answer, first_no, not_now
from sinergi.meetings.models import AgendaItem, Meeting
from sinergi.meetings.permissions.meeting import may_manage

WRITTEN_IN = ("running", "held")


def may_keep_minutes(by: Post, meeting: Meeting) -> Answer:
    """Whoever keeps its papers, from its opening until the minutes are issued."""
    return first_no(may_manage(by, meeting), lambda: _while_written(meeting))


def _while_written(meeting: Meeting) -> Answer:
    if meeting.state not in WRITTEN_IN:
        return not_now(_("Minutes are written once the meeting has been opened."))
    if meeting.minutes_id is not None:
        return not_now(_("The minutes are issued. They can only be corrected by new ones."))
    return YES


def may_write_minutes(by: Post, item: AgendaItem) -> Answer:
    """The same, of a point that is still on the agenda."""
    return first_no(
        may_keep_minutes(by, item.meeting),
        lambda: not_now(_("This point was dropped.")) if item.dropped else YES,
    )


def may_issue_minutes(by: Post, meeting: Meeting) -> Answer:
    """Whoever keeps its papers, once it is closed."""
    return first_no(
        may_manage(by, meeting),
        lambda: (
            YES
            if meeting.state == Meeting.State.HELD
            else not_now(_("Minutes are issued once the meeting is closed."))
        ),
    )


def may_correct_minutes(by: Post, meeting: Meeting) -> Answer:
    """The same, once they are issued."""
    return first_no(
        may_issue_minutes(by, meeting),
        lambda: YES if meeting.minutes_id else not_now(_("The minutes are not issued yet.")),
    )
