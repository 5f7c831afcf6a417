"""What a person can do with a meeting. These modules hold the only writes of this room."""

from sinergi.meetings.actions.action_plan import issue_action_plan
from sinergi.meetings.actions.agenda import (
    add_agenda_item,
    change_agenda_item,
    drop_agenda_item,
    order_agenda,
    put_on_agenda,
)
from sinergi.meetings.actions.attending import (
    add_late_participant,
    check_in,
    close_meeting,
    issue_attendance_list,
    mark_present_by_hand,
    open_meeting,
    unmark_present,
)
from sinergi.meetings.actions.briefing import make_briefing
from sinergi.meetings.actions.directives import give_directive, withdraw_directive
from sinergi.meetings.actions.inviting import (
    call_participants,
    issue_invitation,
    reply_invitation,
    strike_participant,
)
from sinergi.meetings.actions.minutes import (
    correct_minutes,
    issue_minutes_of_meeting,
    write_minutes,
)
from sinergi.meetings.actions.planning import cancel_meeting, change_meeting, plan_meeting

__all__ = [
    "add_agenda_item",
    "add_late_participant",
    "call_participants",
    "cancel_meeting",
    "change_agenda_item",
    "change_meeting",
    "check_in",
    "close_meeting",
    "correct_minutes",
    "drop_agenda_item",
    "give_directive",
    "issue_action_plan",
    "issue_attendance_list",
    "issue_invitation",
    "issue_minutes_of_meeting",
    "make_briefing",
    "mark_present_by_hand",
    "open_meeting",
    "order_agenda",
    "plan_meeting",
    "put_on_agenda",
    "reply_invitation",
    "strike_participant",
    "unmark_present",
    "withdraw_directive",
    "write_minutes",
]
