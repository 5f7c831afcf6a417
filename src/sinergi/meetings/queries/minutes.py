"""The minutes as they stand: points with their texts, directives, earlier texts, documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from sinergi.followups.models import Followup
from sinergi.kernel.models import OfficialDocument
from sinergi.meetings.models import AgendaItem, Directive, DirectiveShare, Meeting, MinutesRevision

KIND = "Notulen"
PARTS_SHOWN = 6  # owners of one directive in a list; all of them stand on its page


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """The points that stand on the agenda, in their order."""
    return list(meeting.agenda.filter(dropped=False).order_by("order", "pk"))


def directives_of(meeting: Meeting) -> list[Directive]:
    """The directives of a meeting with each owner's part, in three statements at most."""
    return with_parts(with_shares(meeting.directives.select_related("item")).order_by("number"))


def with_shares(rows: QuerySet[Directive]) -> QuerySet[Directive]:
    """Directives with the part of each owner and what it names."""
    shares = DirectiveShare.objects.select_related(
        "followup__to_agency",
        "followup__to_desk",
        "followup__superior_agency",
        "followup__superior_desk",
        "followup__from_desk",
    ).order_by("followup__to_agency__name", "followup__to_desk__name", "pk")
    return rows.prefetch_related(Prefetch("shares", shares))


@dataclass(frozen=True)
class Parts:
    """The owners of a directive as a list shows them: those who hold it up first."""

    shown: list[Followup]
    rest: int
    done: int
    of: int


def with_parts(rows: Iterable[Directive]) -> list[Directive]:
    """The same directives, each with `parts`; a directive may go to every village."""
    found = list(rows)
    for row in found:
        row.parts = parts_of(row)  # type: ignore[attr-defined]
    return found


def parts_of(directive: Directive) -> Parts:
    """Its owners in short. No statement: the shares are there already."""
    owed = [share.followup for share in directive.shares.all()]
    owed.sort(key=lambda row: (not row.is_overdue, not row.is_waiting))
    bound = [row for row in owed if row.state != Followup.State.WITHDRAWN]
    done = sum(row.state == Followup.State.CLOSED for row in bound)
    shown = owed if len(owed) <= PARTS_SHOWN + 1 else owed[:PARTS_SHOWN]
    return Parts(shown, len(owed) - len(shown), done, len(bound))


def state_of_minutes(meeting: Meeting) -> list[dict[str, Any]]:
    """What the page of a writer asks for when something changed. One statement."""
    return [point_state(item) for item in agenda_of(meeting)]


def point_state(item: AgendaItem) -> dict[str, Any]:
    """One point: its revision, its text, who wrote it."""
    return {
        "id": str(item.pk),
        "title": item.title,
        "revision": item.revision,
        "text": item.text,
        "by": item.written_by,
    }


def text_at(item: AgendaItem, revision: int) -> str:
    """What the minutes of the point said then; empty before the first."""
    found = MinutesRevision.objects.filter(item=item, number=revision).first()
    return found.text if found else ""


def revisions_of(meeting: Meeting) -> list[MinutesRevision]:
    """All that was ever written, the newest first. One statement."""
    rows = MinutesRevision.objects.filter(item__meeting=meeting).select_related("item")
    return list(rows.order_by("-at", "-number")[:500])


def documents_of(meeting: Meeting) -> list[OfficialDocument]:
    """The minutes as issued, the first one first; each later one corrects the one before."""
    rows = OfficialDocument.objects.filter(operation_id=meeting.operation_id, kind=KIND)
    return list(rows.filter(data__meeting=str(meeting.pk)).order_by("issued_at", "pk"))
