"""The meeting itself: its door, who came, and the list of them."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now, real_now
from sinergi.kernel.problems import Invalid, needed
from sinergi.meetings import attendance_code, seating
from sinergi.meetings.actions.letters import make_attendance_list
from sinergi.meetings.actions.moving import move
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.permissions import meeting as permissions
from sinergi.meetings.problems import AlreadyCalled, WrongCode

QR, HAND = Participant.Means.QR, Participant.Means.HAND


@action("meeting.opened", subject=Meeting, may=permissions.may_open, title=_("Open the meeting"))
def open_meeting(by: Post, meeting: Meeting) -> Meeting:
    """It begins: the screen at the door shows its code, and people check in."""
    meeting.opened_at = now()
    meeting.attendance_secret = secrets.token_hex(32)
    return move(meeting, "open")


@action("meeting.closed", subject=Meeting, may=permissions.may_close, title=_("Close the meeting"))
def close_meeting(by: Post, meeting: Meeting) -> Meeting:
    """It is over; its codes are worth nothing from now on."""
    meeting.closed_at = now()
    meeting.attendance_secret = ""
    return move(meeting, "close")


@action(
    "attendance.checked_in",
    subject=Participant,
    parent=Meeting,
    lock_parent=True,
    may=permissions.may_check_in,
    title=_("Check in by code"),
)
def check_in(
    by: Post, meeting: Meeting, *, code: str, standing_for: Any = None, sex: str = ""
) -> Participant:
    """She is in the room: the code of the screen proves it, by the clock of the world.

    `standing_for` is the seat for which she came; without it her own seat, else one of her agency,
    else a new one: she came without being called. Checking in twice changes nothing. Raises
    WrongCode.
    """
    if not attendance_code.is_valid(meeting.attendance_secret, str(meeting.pk), code, real_now()):
        raise WrongCode(field="code")
    seat = seating.seat_for(by, meeting, standing_for)
    if seat is None:
        seat = _late(meeting, agency=by.agency, post=by, label=by.title)
    if seat.present_at is None:
        _present(seat, QR, by.title if seat.post_id != by.pk else "", sex)
    return seat


@action(
    "attendance.marked",
    subject=Participant,
    may=permissions.may_mark,
    title=_("Mark as present"),
)
def mark_present_by_hand(
    by: Post, participant: Participant, *, came_as: str = "", sex: str = ""
) -> Participant:
    """The secretary saw her come; `came_as` is who came instead, by post."""
    return _present(participant, HAND, came_as, sex)


@action(
    "attendance.unmarked",
    subject=Participant,
    may=permissions.may_unmark,
    title=_("Undo: not present"),
)
def unmark_present(by: Post, participant: Participant) -> Participant:
    """It was a mistake; who is not there and was never called leaves the list."""
    participant.present_at, participant.present_means = None, ""
    participant.present_as = participant.sex = ""
    participant.struck = participant.struck or participant.late
    participant.save()
    return participant


@action(
    "attendance.added",
    subject=Participant,
    parent=Meeting,
    lock_parent=True,
    may=permissions.may_keep_attendance,
    title=_("Add one who came without being called"),
)
def add_late_participant(
    by: Post,
    meeting: Meeting,
    *,
    label: str,
    agency: Agency | None = None,
    sex: str = "",
) -> Participant:
    """She is there, though nobody called her: by post, with her agency where it is known.

    Raises AlreadyCalled when the list has her.
    """
    label = needed(label, "label", _("Say who came, by post."))
    if agency is not None and agency.operation_id != meeting.operation_id:
        raise Invalid(_("No such agency."), field="agency")
    same = meeting.participants.filter(label__iexact=label, agency=agency, struck=False)
    if same.exists():
        raise AlreadyCalled(field="label")
    return _present(_late(meeting, agency=agency, post=None, label=label), HAND, "", sex)


@action(
    "meeting.attendance_listed",
    subject=Meeting,
    may=permissions.may_keep_attendance,
    title=_("Make the attendance list"),
)
def issue_attendance_list(by: Post, meeting: Meeting) -> Meeting:
    """A numbered PDF of who came, as it stands now. Made again, it is a new list."""
    make_attendance_list(by, meeting)
    meeting.save()
    return meeting


def _late(meeting: Meeting, *, agency: Agency | None, post: Post | None, label: str) -> Participant:
    order = meeting.participants.count() + 1
    return Participant(
        meeting=meeting, order=order, agency=agency, post=post, label=label[:150], late=True
    )


def _present(seat: Participant, means: str, came_as: str, sex: str) -> Participant:
    if sex not in ("", *Participant.Sex.values):
        raise Invalid(_("Not one of the choices."), field="sex")
    seat.present_at, seat.present_means = now(), means
    seat.present_as, seat.sex = came_as.strip()[:150], sex
    seat.struck = False
    seat.save()
    note(by=means, late=seat.late)
    return seat
