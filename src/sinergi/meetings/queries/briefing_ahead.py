"""The stages that are on and ahead, what is tense in them, and how ready the next one is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from sinergi.agencies.kinds import KINDS as AGENCIES
from sinergi.agencies.models import Post
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.papers import in_indonesian
from sinergi.kernel.indonesian import long_date
from sinergi.meetings.models import Meeting
from sinergi.readiness.queries.desk import Gap, NextStage, next_stage_readiness
from sinergi.stages.models import Stage, today

AHEAD, GAPS = 3, 10
TENSIONS = ("Tenang", "Rendah", "Tinggi", "Sangat tinggi")


def ahead(post: Post, meeting: Meeting) -> dict[str, Any]:
    """The stages on and next, and how ready the next is. Five statements."""
    rows = Stage.objects.visible_to(post).main()
    told: dict[str, Any] = {
        "stages": {
            "now": [_stage(row) for row in rows.on(today()).order_by("-tension", "order")],
            "next": [_stage(row) for row in rows.after(today())[:AHEAD]],
        },
    }
    with override("id"):  # the pack is an official paper, whoever makes it
        found = next_stage_readiness(post, GAPS)
        return told | ({"readiness": _readiness(found)} if found else {})


def _readiness(found: NextStage) -> dict[str, Any]:
    return {
        "title": found.title,
        "ready": found.ready,
        "total": found.total,
        "unchecked": found.unchecked,
        "blocked": found.blocked,
        "gaps": [_gap(gap) for gap in found.gaps],
        "rest": max(found.tally.open - len(found.gaps), 0),
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "title": gap.title,
        "agency": gap.agency,
        "place": gap.place,
        "due": long_date(gap.due_on) if gap.due_on else "",
        "state": str(gap.state),
        "tone": {"danger": "overdue", "warning": "blocked"}.get(gap.tone, "open"),
        "url": gap.url,
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
