"""Who may make a briefing pack, and who may see it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.meetings.models import Meeting


def may_see_briefing(by: Post, meeting: Meeting) -> Answer:
    """Whoever may see the meeting."""
    return YES if Meeting.objects.visible_to(by).filter(pk=meeting.pk).exists() else HIDDEN


def may_make_briefing(by: Post, meeting: Meeting) -> Answer:
    """The secretary, and whoever convenes at that desk or above, until the meeting has ended."""
    return first_no(
        may_see_briefing(by, meeting),
        lambda: YES if _prepares(by, meeting) else no(
            _("The briefing pack is made by the secretariat."), meeting.secretary.title
        ),
        lambda: not_now(_("The meeting is over.")) if meeting.is_over else YES,
    )  # fmt: skip


def _prepares(by: Post, meeting: Meeting) -> bool:
    at_desk = by.sits_at(meeting.desk) or by.sits_above(meeting.desk)
    return by.pk == meeting.secretary_id or (by.can("convene") and at_desk)
