"""Calling people, the letter, and their replies."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Invalid, needed
from sinergi.meetings.actions.letters import make_letter
from sinergi.meetings.actions.moving import move
from sinergi.meetings.actions.seats import add_seats
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.permissions import meeting as permissions
from sinergi.meetings.plans import Called
from sinergi.meetings.problems import AlreadyCalled, NobodyCalled


@action(
    "meeting.called",
    subject=Meeting,
    may=permissions.may_prepare,
    title=_("Call participants"),
)
def call_participants(by: Post, meeting: Meeting, *, called: Sequence[Called]) -> Meeting:
    """Call several at once. After the letter went out, those added are told by themselves.

    Raises Invalid when none is named, AlreadyCalled when all of them are called.
    """
    if not called:
        raise Invalid(_("Choose who is called."), field="called")
    fresh = add_seats(meeting, called)
    if not fresh:
        raise AlreadyCalled()
    note(called=[seat.label for seat in fresh], seats=[str(seat.pk) for seat in fresh])
    return meeting


@action(
    "participant.struck",
    subject=Participant,
    may=permissions.may_strike,
    title=_("Strike off the list"),
)
def strike_participant(by: Post, participant: Participant) -> Participant:
    """No longer invited. It stays known that she was."""
    participant.struck = True
    participant.save()
    return participant


@action(
    "meeting.invited",
    subject=Meeting,
    may=permissions.may_invite,
    title=_("Make the letter of invitation"),
)
def issue_invitation(by: Post, meeting: Meeting) -> Meeting:
    """Make the letter as a numbered PDF; all who are called get it, with an entry for their
    calendars. Made again, it is a new letter. Raises NobodyCalled.
    """
    if not meeting.participants.filter(struck=False).exists():
        raise NobodyCalled()
    make_letter(by, meeting)
    if meeting.invited_at is not None:
        meeting.sequence += 1
    meeting.invited_at = meeting.invited_at or now()
    return move(meeting, "invite")


@action("participant.replied", subject=Participant, may=permissions.may_reply, title=_("Reply"))
def reply_invitation(
    by: Post, participant: Participant, *, reply: str, deputy: str = "", remark: str = ""
) -> Participant:
    """She comes, sends a deputy (named by post), or cannot come. May be said anew until then.

    Raises Invalid with its field.
    """
    if reply not in ("comes", "deputy", "declines"):
        raise Invalid(_("Say whether you come."), field="reply")
    if reply == "deputy":
        deputy = needed(deputy, "deputy", _("Say who comes instead, by post."))
    participant.reply, participant.reply_remark = reply, remark.strip()[:300]
    participant.deputy = deputy.strip()[:150] if reply == "deputy" else ""
    participant.replied_at = now()
    participant.save()
    if not permissions.answers_for(by, participant):
        note(noted_for=participant.label)
    return participant
