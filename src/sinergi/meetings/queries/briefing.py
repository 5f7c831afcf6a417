"""The briefing pack: what a meeting must know before it begins, frozen at one moment.

Everything is plain data with its texts in Indonesian, for it becomes an official paper: the PDF
and the slides show the same facts. Restricted cases are left out, since the pack goes to all who
are called. Statements are bounded: about twenty, whatever the number of rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models.functions import Coalesce

from sinergi.agencies.models import DayConfirmation, Desk, Post
from sinergi.incidents import rules as case_rules
from sinergi.incidents.filters import IncidentFilter, overdue
from sinergi.incidents.kinds import KINDS
from sinergi.incidents.models import Incident
from sinergi.incidents.papers import in_indonesian, moment_text
from sinergi.incidents.queries.figures import Figures, figures
from sinergi.kernel.clock import local, now
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries import briefing_ahead, briefing_directives
from sinergi.meetings.queries.briefing_map import picture

LOOK_BACK = timedelta(days=14)  # when no meeting was held before
MOST_CASES, MOST_KINDS = 12, 6


def briefing_facts(post: Post, meeting: Meeting) -> dict[str, Any]:
    """All that the pack says, as `post` may see it at this moment."""
    since = _since(meeting)
    wanted = IncidentFilter(since=local(since).date(), place=meeting.region_id)
    wanted = replace(wanted, visibility=Incident.Visibility.ORDINARY)
    found = figures(post, wanted)
    return {
        "meeting": _meeting(meeting),
        "cutoff": moment_text(now()),
        "since": moment_text(since),
        "situation": _situation(post, meeting, found),
        "cases": _cases(post, meeting),
        **briefing_ahead.ahead(post, meeting),
        "directives": briefing_directives.directives(post, meeting, since),
    }


def _since(meeting: Meeting) -> datetime:
    """When the meeting before this one, of the same desk, really began."""
    before = Meeting.objects.filter(desk_id=meeting.desk_id, state="held")
    last = before.exclude(pk=meeting.pk).filter(starts_at__lt=meeting.starts_at)
    began = last.annotate(began=Coalesce("opened_at", "starts_at")).order_by("-starts_at")
    return began.values_list("began", flat=True).first() or now() - LOOK_BACK


def _meeting(meeting: Meeting) -> dict[str, Any]:
    points = meeting.agenda.filter(dropped=False).values_list("title", flat=True)
    return {
        "title": meeting.title,
        "when": moment_text(meeting.starts_at),
        "place": meeting.place,
        "chair": meeting.chair_label,
        "agenda": list(points),
    }


def _situation(post: Post, meeting: Meeting, found: Figures) -> dict[str, Any]:
    total, share = found.total, found.total.share_in_village
    desks, spoken = _desks(post)
    return {
        "figures": [
            _figure("Laporan masuk", total.reported),
            _figure("Masih terbuka", total.unfinished),
            _figure("Lewat batas waktu", total.late, "bad" if total.late else "good"),
            _figure("Selesai", total.settled),
            _figure(
                "Selesai di posko desa",
                "–" if share is None else f"{share * 100:.0f} %",
                note=f"{total.settled_in_village} dari {total.settled}",
            ),
            _figure("Posko melapor kemarin", f"{spoken} dari {desks}",
                    note="yang diam belum tentu tenang"),
        ],
        "kinds": [
            {"label": in_indonesian(KINDS[code].title), "value": tally.reported}
            for code, tally in sorted(found.kinds.items(), key=lambda kind: -kind[1].reported)
        ][:MOST_KINDS],
        "map": picture(post, meeting, {c: tally.unfinished for c, tally in found.areas.items()}),
    }  # fmt: skip


def _figure(label: str, value: Any, tone: str = "", note: str = "") -> dict[str, Any]:
    return {"label": label, "value": str(value), "tone": tone, "note": note}


def _desks(post: Post) -> tuple[int, int]:
    """(How many desks she sees, how many of them confirmed yesterday: today has not ended)"""
    desks = Desk.objects.visible_to(post)
    yesterday = local(now()).date() - timedelta(days=1)
    spoken = DayConfirmation.objects.filter(day=yesterday, desk__in=desks)
    return desks.count(), spoken.count()


def _cases(post: Post, meeting: Meeting) -> dict[str, Any]:
    """Open cases that are critical, or late and grave: the gravest and oldest first."""
    wanted = IncidentFilter(place=meeting.region_id, visibility=Incident.Visibility.ORDINARY)
    rows = wanted.apply(Incident.objects.visible_to(post)).filter(state__in=case_rules.OPEN)
    grave = rows.filter(severity="critical") | rows.filter(overdue(now()), severity="high")
    every = list(grave.select_related("region__parent", "desk"))
    every.sort(key=lambda row: (row.severity != "critical", row.happened_at))
    return {
        "rows": [_case(row) for row in every[:MOST_CASES]],
        "rest": max(len(every) - MOST_CASES, 0),
    }


def _case(row: Incident) -> dict[str, Any]:
    return {
        "number": row.number,
        "headline": row.headline,
        "kind": in_indonesian(row.kind_entry.title),
        "place": row.region.full_name,
        "severity": row.severity,
        "severity_label": in_indonesian(row.get_severity_display()),
        "state": in_indonesian(row.get_state_display()),
        "desk": row.desk.name,
        "at": moment_text(row.happened_at),
        "late": row.is_overdue,
        "url": row.get_absolute_url(),
    }
