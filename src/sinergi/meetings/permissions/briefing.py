"""Who may make a briefing pack. Whoever sees the meeting may read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.permission import YES, Answer, first_no, not_now
from sinergi.meetings.models import Meeting
from sinergi.meetings.permissions.meeting import may_manage


def may_make_briefing(by: Post, meeting: Meeting) -> Answer:
    """Whoever keeps the papers of the meeting, until it is over."""
    return first_no(
        may_manage(by, meeting),
        lambda: not_now(_("The meeting is over.")) if meeting.is_over else YES,
    )
