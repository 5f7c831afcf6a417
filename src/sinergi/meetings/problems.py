"""The errors of this room."""

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.problems import declare

MeetingState = declare("meeting-state", 409, _("This meeting is no longer in that state."))
AlreadyCalled = declare("meeting-already-called", 409, _("Already called to this meeting."))
NobodyCalled = declare("meeting-nobody-called", 409, _("Nobody is called to this meeting yet."))
WrongCode = declare(
    "attendance-code",
    422,
    _("This code is not valid, or no longer. Scan the one that the screen shows now."),
)
TooManyCodes = declare(
    "attendance-too-many-codes",
    429,
    _("Too many wrong codes. Wait five minutes, or tell the secretary of the meeting."),
)
