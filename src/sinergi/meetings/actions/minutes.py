"""Writing the minutes while people talk, issuing them, and correcting them afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Invalid
from sinergi.meetings import minutes_paper
from sinergi.meetings.models import AgendaItem, Meeting, MinutesRevision
from sinergi.meetings.permissions import minutes as permissions
from sinergi.meetings.problems_of_minutes import MinutesChanged, NothingToCorrect

LONGEST = 50_000  # characters of one point


@action(
    "minutes.written",
    subject=AgendaItem,
    may=permissions.may_write_minutes,
    title=_("Write the minutes"),
)
def write_minutes(by: Post, item: AgendaItem, *, text: str, based_on: int) -> AgendaItem:
    """Say what the minutes of a point say from now on; what they said before is kept.

    `based_on` is the revision that the writer saw. Raises MinutesChanged when somebody wrote
    another text since, and Invalid (field `text`) for one that is too long.
    """
    text = _clean(text)
    if text == item.text:
        return item
    if based_on != item.revision:
        raise MinutesChanged(field="text")
    return _write(by, item, text)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").rstrip()
    if len(text) > LONGEST:
        detail = _("At most %(count)d characters.") % {"count": LONGEST}
        raise Invalid(detail, field="text")
    return text


def _write(by: Post, item: AgendaItem, text: str) -> AgendaItem:
    item.text, item.revision = text, item.revision + 1
    item.written_at, item.written_by = now(), by.actor_label
    item.save(update_fields=["text", "revision", "written_at", "written_by"])
    MinutesRevision.objects.create(
        item=item, number=item.revision, text=text, at=item.written_at, by_label=by.actor_label
    )
    note(revision=item.revision, characters=len(text))
    return item


@action(
    "minutes.issued",
    subject=Meeting,
    may=permissions.may_issue_minutes,
    title=_("Issue the minutes"),
)
def issue_minutes_of_meeting(by: Post, meeting: Meeting) -> Meeting:
    """Make the *notulen* as a numbered PDF ready to sign; a second call keeps the first one."""
    if meeting.minutes_id is None:
        _issue(by, meeting)
    return meeting


@action(
    "minutes.corrected",
    subject=Meeting,
    may=permissions.may_correct_minutes,
    title=_("Correct the minutes"),
)
def correct_minutes(
    by: Post, meeting: Meeting, *, texts: Mapping[Any, str], reason: str
) -> Meeting:
    """Say anew what was said of some points ({identifier: text}), in a new numbered document.

    It says which one it corrects, and why; the old one stays what it is. Raises Invalid without
    a reason, NothingToCorrect when every text is as before.
    """
    if not reason.strip():
        raise Invalid(_("Say what is corrected, and why."), field="reason")
    items = {str(item.pk): item for item in meeting.agenda.filter(dropped=False)}
    changed = [
        _write(by, items[str(key)], clean)
        for key, text in texts.items()
        if str(key) in items and (clean := _clean(text)) != items[str(key)].text
    ]
    if not changed:
        raise NothingToCorrect()
    before = meeting.minutes
    _issue(by, meeting, {"number": before.number if before else "", "reason": reason.strip()})
    note(reason=reason.strip(), points=[item.title for item in changed])
    return meeting


def _issue(by: Post, meeting: Meeting, corrects: dict[str, str] | None = None) -> OfficialDocument:
    title = f"Notulen {meeting.title}"
    meeting.minutes = issue_document(
        minutes_paper.KIND,
        minutes_paper.TEMPLATE,
        minutes_paper.minutes_data(meeting, corrects),
        by=by,
        operation=meeting.operation,
        region_code=meeting.region_id,
        title=(f"Perbaikan {title}" if corrects else title)[:200],
        series="NOT",
    )
    meeting.save(update_fields=["minutes"])
    note(number=meeting.minutes.number, sha256=meeting.minutes.sha256)
    return meeting.minutes
