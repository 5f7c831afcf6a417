"""What a mail carries beside its words: of a meeting the letter, and the entry for a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from email.mime.text import MIMEText

from django.core.mail import EmailMessage

from sinergi.alerts.models import Notice
from sinergi.kernel import files
from sinergi.meetings.calendar_entry import invitation
from sinergi.meetings.models import Meeting

WITH_LETTER = ("meeting.invited", "meeting.changed", "meeting.called")
ENDING = ("meeting.cancelled", "participant.struck")


def attach_papers(mail: EmailMessage, notices: Iterable[Notice]) -> None:
    """Attach letter and calendar entry of each meeting once, as its newest notice has them.

    A confidential letter does not leave the house; its reader signs in. Call it in the time of
    the operation.
    """
    newest = {n.meeting_id: n for n in notices if n.verb in (*WITH_LETTER, *ENDING)}
    for notice in newest.values():
        meeting = notice.meeting
        if meeting is None:
            continue
        mail.attach(_entry(notice, meeting))
        if notice.verb in WITH_LETTER and not notice.is_restricted:
            _attach_letter(mail, meeting)


def _entry(notice: Notice, meeting: Meeting) -> MIMEText:
    """The calendar's own part: programs know it by its method (RFC 6047, section 2.4)."""
    ended = notice.verb in ENDING
    attendee = (str(notice.post.account.email), notice.post.title, "none")
    content = invitation(meeting, [attendee], withdrawn=notice.verb == "participant.struck")
    part = MIMEText(content.decode(), "calendar", "utf-8")
    cancelled = ended or meeting.state == Meeting.State.CANCELLED
    part.set_param("method", "CANCEL" if cancelled else "REQUEST")
    part.add_header("Content-Disposition", "attachment", filename="rapat.ics")
    return part


def _attach_letter(mail: EmailMessage, meeting: Meeting) -> None:
    letter = meeting.invitation
    if letter is not None:
        content = files.absolute(letter.path).read_bytes()
        mail.attach(letter.file_name, content, "application/pdf")
