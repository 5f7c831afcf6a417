"""What became of the directives of earlier meetings, for the briefing pack."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from sinergi.agencies.models import Post
from sinergi.followups import rules
from sinergi.followups.models import Followup
from sinergi.incidents.papers import day_and_time, in_indonesian
from sinergi.kernel.clock import now
from sinergi.meetings.models import DirectiveShare, Meeting

MOST = 40


def directives(post: Post, meeting: Meeting, since: datetime) -> dict[str, Any]:
    """Those that are open, and those that ended since the last meeting: the overdue first.

    Of the meetings convened by the same desk; those of confidential ones are left out, since the
    pack goes to all who are called. One statement.
    """
    every = DirectiveShare.objects.filter(
        directive__meeting__desk_id=meeting.desk_id,
        directive__meeting__state="held",
        followup__audience__isnull=True,
    ).exclude(directive__meeting=meeting)
    alive = Q(followup__state__in=rules.OPEN) | Q(followup__closed_at__gte=since)
    rows = list(
        every.filter(alive)
        .exclude(followup__state="withdrawn")
        .select_related(
            "directive__meeting",
            "followup__to_agency",
            "followup__to_desk",
            "followup__superior_agency",
            "followup__superior_desk",
        )
        .annotate(files=Count("followup__evidence"))
        .order_by(F("followup__due_at").asc(nulls_last=True), "pk")
    )
    shown = [_line(row) for row in rows]
    shown.sort(key=lambda line: _ORDER[line["tone"]])
    counts = {tone: sum(line["tone"] == tone for line in shown) for tone in _ORDER}
    return {"rows": shown[:MOST], "rest": max(len(shown) - MOST, 0), "counts": counts}


_ORDER = {
    "overdue": 0, "returned": 1, "open": 2, "reported": 3, "done": 4, "refused": 5, "withdrawn": 6,
}  # fmt: skip


def _line(row: DirectiveShare) -> dict[str, Any]:
    followup, directive = row.followup, row.directive
    tone = _tone(followup.state, followup.is_overdue)
    superior = followup.superior_agency or followup.superior_desk
    return {
        "meeting": directive.meeting.title,
        "held": day_and_time(directive.meeting.starts_at)[0],
        "number": directive.number,
        "text": directive.text,
        "owner": followup.owner_label,
        "due": day_and_time(followup.due_at)[0] if followup.due_at else "",
        "tone": tone,
        "state": "Lewat waktu" if tone == "overdue" else in_indonesian(
            followup.get_state_display()
        ),
        "late_days": _late_days(followup) if tone == "overdue" else 0,
        "climbed_to": str(superior) if superior else "",
        "answer": followup.answer.strip().splitlines()[0][:200] if followup.answer.strip() else "",
        "files": row.files,  # type: ignore[attr-defined]
        "url": followup.get_absolute_url(),
    }  # fmt: skip


def _late_days(followup: Followup) -> int:
    return (now() - followup.due_at).days if followup.due_at else 0


def _tone(state: str, late: bool) -> str:
    if late:
        return "overdue"
    return {"closed": "done", "assigned": "open", "accepted": "open"}.get(state, state)
