"""Who may keep the calendar, and who a feed of her own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, no, not_now
from sinergi.stages.models import Anchor, CalendarFeed, Stage

_KEEPERS = _("The regional secretary, the desk coordinator or the KPU liaison may.")


def may_open_calendar(by: Post, operation: Operation) -> Answer:
    """Whoever keeps the calendar of this operation."""
    if by.operation_id != operation.pk:
        return HIDDEN
    if by.can("keep_calendar"):
        return YES
    return no(_("Your post does not keep the calendar."), _KEEPERS)


def may_keep_stage(by: Post, stage: Stage) -> Answer:
    """Whoever keeps the calendar of its operation."""
    return may_open_calendar(by, stage.operation)


def may_set_anchor(by: Post, anchor: Anchor) -> Answer:
    """Whoever keeps the calendar of its operation."""
    return may_open_calendar(by, anchor.operation)


def may_make_feed(by: Post, post: Post) -> Answer:
    """Everybody for her own post."""
    return YES if by.pk == post.pk else HIDDEN


def may_revoke_feed(by: Post, feed: CalendarFeed) -> Answer:
    """Who made it."""
    if by.pk != feed.post_id:
        return HIDDEN
    return YES if feed.revoked_at is None else not_now(_("This address was revoked already."))
