"""Who is on duty, and that a desk's day was confirmed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sinergi.agencies import permissions
from sinergi.agencies.models import DayConfirmation, Desk, DutyShift, Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import local, now
from sinergi.kernel.problems import Conflict, Invalid

LONGEST_SHIFT = timedelta(hours=24)


@action(
    "duty.planned",
    subject=DutyShift,
    parent=Desk,
    may=permissions.may_keep_roster,
    title=_("Plan a shift"),
    system=True,
)
def plan_shift(
    by: Post, desk: Desk, *, post: Post, starts_at: datetime, ends_at: datetime
) -> DutyShift:
    """Put a member of the desk on duty. Raises Invalid with its field, Conflict on overlap."""
    if not post.sits_at(desk):
        raise Invalid(_("Only members of the desk are put on duty."), field="post")
    if ends_at <= starts_at:
        raise Invalid(_("It must end after it starts."), field="ends_at")
    if ends_at - starts_at > LONGEST_SHIFT:
        raise Invalid(_("A shift lasts at most 24 hours."), field="ends_at")
    overlap = DutyShift.objects.filter(
        desk=desk, post=post, cancelled=False, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if overlap.exists():
        raise Conflict(_("She is on duty in that time already."), field="starts_at")
    return DutyShift.objects.create(desk=desk, post=post, starts_at=starts_at, ends_at=ends_at)


@action(
    "duty.cancelled",
    subject=DutyShift,
    may=permissions.may_cancel_shift,
    title=_("Cancel a shift"),
)
def cancel_shift(by: Post, shift: DutyShift) -> DutyShift:
    """The shift is not served."""
    if shift.cancelled:
        raise Conflict(_("This shift was cancelled already."))
    shift.cancelled = True
    shift.save()
    return shift


@action(
    "desk.day_confirmed",
    subject=DayConfirmation,
    parent=Desk,
    lock_parent=True,
    may=permissions.may_confirm_day,
    title=_("Confirm the day"),
)
def confirm_day(
    by: Post, desk: Desk, *, nil: bool, day: date | None = None, note: str = ""
) -> DayConfirmation:
    """Say of today (or yesterday) that all was reported, or, with `nil`, that nothing happened."""
    today = local(now()).date()
    day = day or today
    if not today - timedelta(days=1) <= day <= today:
        raise Invalid(_("Only today and yesterday can be confirmed."), field="day")
    if DayConfirmation.objects.filter(desk=desk, day=day).exists():
        raise Conflict(_("This day was confirmed already."), field="day")
    return DayConfirmation.objects.create(
        desk=desk,
        day=day,
        nil=nil,
        note=note.strip()[:300],
        confirmed_at=now(),
        confirmed_by=by.actor_label,
    )
