"""From one state to the next, and what must not be empty."""

from __future__ import annotations

from sinergi.meetings import rules
from sinergi.meetings.models import Meeting
from sinergi.meetings.problems import MeetingState


def move(meeting: Meeting, verb: str) -> Meeting:
    """Bring it to the state after `verb`, and keep it. Raises MeetingState when it cannot."""
    state = rules.next_state(verb, meeting.state)
    if state is None:
        raise MeetingState()
    meeting.state = state
    meeting.save()
    return meeting
