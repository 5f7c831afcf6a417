"""Who may see a meeting, convene it, keep its papers, answer for its seats, and attend."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.meetings import rules
from sinergi.meetings.models import AgendaItem, Meeting, Participant

OVER = _("This meeting is over.")
_WHO_CONVENES = _("The coordinator of the desk, the Camat, or the regional secretary may.")


def may_see(by: Post, meeting: Meeting) -> Answer:
    """Who is called, who convenes, and who covers its place; a confidential one only the former."""
    if by.operation_id != meeting.operation_id:
        return HIDDEN
    if by.sits_at(meeting.desk) or by.agency_id == meeting.organiser_id:
        return YES
    if _covers(by, meeting) or _is_called(by, meeting):
        return YES
    return HIDDEN


def _covers(by: Post, meeting: Meeting) -> bool:
    if meeting.nature == Meeting.Nature.CONFIDENTIAL and not by.can("see_restricted"):
        return False
    return by.can("read") and by.covers(meeting.region_id)


def _is_called(by: Post, meeting: Meeting) -> bool:
    return Participant.objects.filter(meeting=meeting, agency_id=by.agency_id).exists()


def may_convene(by: Post, desk: Desk) -> Answer:
    """Whoever may convene, in the name of her desk or of one below."""
    if by.operation_id != desk.operation_id:
        return HIDDEN
    if not by.can("convene"):
        return no(_("Your post does not convene meetings."), _WHO_CONVENES)
    if by.sits_at(desk) or by.sits_above(desk):
        return YES
    return no(_("This is not your desk, nor one below it."), desk.name)


def may_manage(by: Post, meeting: Meeting) -> Answer:
    """Whoever keeps the papers of the meeting: its secretary, and who may convene at its desk."""
    return first_no(
        may_see(by, meeting),
        lambda: YES if by.pk == meeting.secretary_id else _convenes(by, meeting),
    )


def _convenes(by: Post, meeting: Meeting) -> Answer:
    answer = may_convene(by, meeting.desk)
    return answer or no(answer.reason, _("The secretary of the meeting may."))


def during(verb: str, meeting: Meeting) -> Answer:
    """Whether the meeting is in a state in which `verb` of the rules may happen."""
    if rules.next_state(verb, meeting.state) is not None:
        return YES
    if meeting.is_over:
        return not_now(OVER)
    return not_now(_("Not in the state “%(state)s”.") % {"state": meeting.get_state_display()})


def _managing(by: Post, meeting: Meeting, verb: str) -> Answer:
    return first_no(may_manage(by, meeting), lambda: during(verb, meeting))


def may_change(by: Post, meeting: Meeting) -> Answer:
    """Until it begins."""
    return _managing(by, meeting, "change")


def may_cancel(by: Post, meeting: Meeting) -> Answer:
    """Until it begins."""
    return _managing(by, meeting, "cancel")


def may_prepare(by: Post, meeting: Meeting) -> Answer:
    """Its agenda and those called, until it is closed."""
    return _managing(by, meeting, "prepare")


def may_change_point(by: Post, item: AgendaItem) -> Answer:
    """The same, of a point that was not dropped."""
    return first_no(
        may_prepare(by, item.meeting),
        lambda: not_now(_("This point was dropped.")) if item.dropped else YES,
    )


def may_propose_point(by: Post, meeting: Meeting) -> Answer:
    """A gap comes to the agenda from its desk too: whoever assigns may, where she sees it."""
    managing = may_prepare(by, meeting)
    if managing or managing.hidden or managing.not_now:
        return managing
    if by.can("assign") and (by.sits_at(meeting.desk) or by.sits_above(meeting.desk)):
        return YES
    return managing


def may_invite(by: Post, meeting: Meeting) -> Answer:
    """The letter, until it begins."""
    return _managing(by, meeting, "invite")


def may_strike(by: Post, participant: Participant) -> Answer:
    """One who is called and has not come."""
    return first_no(
        may_prepare(by, participant.meeting),
        lambda: not_now(_("Already struck off.")) if participant.struck else YES,
        lambda: not_now(_("Is already present.")) if participant.present_at else YES,
    )


def answers_for(by: Post, participant: Participant) -> bool:
    """Whether she holds this seat, or answers for the agency that does."""
    if participant.post_id == by.pk:
        return True
    agency = participant.agency if participant.agency_id == by.agency_id else None
    if agency is None or not sits_where_it_does(by, agency):
        return False
    return by.can("answer") or participant.post_id is None


def sits_where_it_does(by: Post, agency: Agency) -> bool:
    """Whether she sits at the seat of her agency: a Babinsa does not answer for the Koramil."""
    return by.entry.level != "village" or by.region_id == agency.region_id


def may_reply(by: Post, participant: Participant) -> Answer:
    """Who holds the seat or answers for its agency; the secretary, when it came by telephone."""
    meeting = participant.meeting
    seen = may_see(by, meeting)
    if not seen:
        return seen
    if not answers_for(by, participant) and not may_manage(by, meeting):
        return no(_("This seat is not yours."), participant.label)
    if participant.struck:
        return not_now(_("Struck off the list of those called."))
    return during("reply", meeting)


def may_open(by: Post, meeting: Meeting) -> Answer:
    """Its door: attendance begins."""
    return _managing(by, meeting, "open")


def may_close(by: Post, meeting: Meeting) -> Answer:
    """While it is in session."""
    return _managing(by, meeting, "close")


def may_check_in(by: Post, meeting: Meeting) -> Answer:
    """Whoever sees it, while it is in session; the code then proves that she is in the room."""
    return first_no(may_see(by, meeting), lambda: during("attend", meeting))


def may_keep_attendance(by: Post, meeting: Meeting) -> Answer:
    """By hand: the secretary, while it is in session or just after."""
    return _managing(by, meeting, "list")


def may_mark(by: Post, participant: Participant) -> Answer:
    """The same, of one who is not marked yet."""
    return first_no(
        may_keep_attendance(by, participant.meeting),
        lambda: not_now(_("Is already present.")) if participant.present_at else YES,
    )


def may_unmark(by: Post, participant: Participant) -> Answer:
    """The same, of one who is."""
    return first_no(
        may_keep_attendance(by, participant.meeting),
        lambda: YES if participant.present_at else not_now(_("Is not marked as present.")),
    )
