"""Making the papers of a meeting: the letter that invites, and the list of who came."""

from __future__ import annotations

from sinergi.agencies.models import Post
from sinergi.kernel.action import note
from sinergi.kernel.documents import issue_document
from sinergi.kernel.models import OfficialDocument
from sinergi.meetings import attendance_paper, invitation_letter
from sinergi.meetings.models import Meeting


def make_letter(by: Post, meeting: Meeting) -> OfficialDocument:
    """Number and keep the letter of invitation as the meeting stands now; the caller saves."""
    meeting.invitation = issue_document(
        invitation_letter.KIND,
        invitation_letter.TEMPLATE,
        invitation_letter.letter_data(meeting),
        by=by,
        operation=meeting.operation,
        region_code=meeting.region_id,
        title=f"Undangan {meeting.title}"[:200],
        series="UND",
    )
    note(number=meeting.invitation.number, sha256=meeting.invitation.sha256)
    return meeting.invitation


def make_attendance_list(by: Post, meeting: Meeting) -> OfficialDocument:
    """Number and keep the list of who came, as it stands now; the caller saves."""
    meeting.attendance_list = issue_document(
        attendance_paper.KIND,
        attendance_paper.TEMPLATE,
        attendance_paper.list_data(meeting),
        by=by,
        operation=meeting.operation,
        region_code=meeting.region_id,
        title=f"Daftar Hadir {meeting.title}"[:200],
        series="DH",
    )
    note(number=meeting.attendance_list.number, sha256=meeting.attendance_list.sha256)
    return meeting.attendance_list
