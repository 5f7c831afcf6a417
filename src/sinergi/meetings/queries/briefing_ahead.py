"""The stage that is on, the stages ahead and what is tense in them, for the briefing pack."""

from __future__ import annotations

from typing import Any

from sinergi.agencies.kinds import KINDS as AGENCIES
from sinergi.agencies.models import Post
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.papers import in_indonesian
from sinergi.kernel.indonesian import long_date
from sinergi.meetings.models import Meeting
from sinergi.stages.models import Stage, today

AHEAD = 3
TENSIONS = ("Tenang", "Rendah", "Tinggi", "Sangat tinggi")


def ahead(post: Post, meeting: Meeting) -> dict[str, Any]:
    """The stages on and next, as the meeting's day finds them. Two statements."""
    rows = Stage.objects.visible_to(post).main()
    coming = list(rows.after(today())[:AHEAD])
    return {
        "stages": {
            "now": [_stage(row) for row in rows.on(today()).order_by("-tension", "order")],
            "next": [_stage(row) for row in coming],
        },
    }


def _stage(row: Stage) -> dict[str, Any]:
    leader = AGENCIES.get(row.leader)
    return {
        "code": row.code,
        "title": row.title_id,
        "dates": _dates(row),
        "days_left": row.days_left,
        "tension": row.tension,
        "tension_label": TENSIONS[row.tension],
        "why": row.why_id,
        "kinds": [in_indonesian(KINDS[kind].title) for kind in row.tense_kinds if kind in KINDS],
        "leader": in_indonesian(leader.title) if leader else "",
        "basis": row.basis,
        "url": row.get_absolute_url(),
    }


def _dates(row: Stage) -> str:
    if row.starts_on is None or row.ends_on is None:
        return f"sampai {long_date(row.ends_on)}" if row.ends_on else "menunggu penetapan"
    if row.starts_on == row.ends_on:
        return long_date(row.starts_on)
    return f"{long_date(row.starts_on)} – {long_date(row.ends_on)}"
