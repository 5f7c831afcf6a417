"""The briefing pack: made at a click, kept as it was made."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents.papers import letterhead, places_of
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.meetings.models import Briefing, Meeting
from sinergi.meetings.permissions.briefing import may_make_briefing
from sinergi.meetings.queries.briefing import briefing_facts


@action(
    "briefing.made",
    subject=Briefing,
    parent=Meeting,
    may=may_make_briefing,
    title=_("Make the briefing pack"),
)
def make_briefing(by: Post, meeting: Meeting) -> Briefing:
    """Freeze the facts as they stand, and set them as a numbered PDF. An older pack stays."""
    facts = briefing_facts(by, meeting)
    head = letterhead(meeting.desk, places_of(meeting.region_id))
    document = issue_document(
        "Bahan Rapat",
        "meetings/briefing.typ",
        {"letterhead": head, **facts},
        by=by,
        operation=meeting.operation,
        region_code=meeting.region_id,
        title=f"Bahan Rapat: {meeting.title}"[:200],
        series="BR",
    )
    note(number=document.number, sha256=document.sha256)
    return Briefing.objects.create(
        meeting=meeting, made_at=now(), made_by=by.actor_label, facts=facts, document=document
    )
