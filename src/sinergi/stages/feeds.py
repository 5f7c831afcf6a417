"""What stands in the calendar of a person or an agency: a room enters what it knows of.

A room calls `register` in its `apps.ready()`. Each entry is something with a day or a time; this
room itself brings the stages, and the follow-ups that are owed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Post
from sinergi.followups.models import Followup
from sinergi.followups.rules import OWED
from sinergi.kernel.models import JournalEntry
from sinergi.stages import tension
from sinergi.stages.models import Stage

MOST_FOLLOWUPS = 500


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `key` is stable: the same thing keeps it when it moves.

    `starts` and `ends` are both days (the last one among it), or both moments; `ends` None is a
    single day or moment. `sequence` grows with every change, `changed_at` says when it was.
    """

    key: str
    summary: str
    starts: date | datetime
    ends: date | datetime | None = None
    changed_at: datetime | None = None
    sequence: int = 0
    description: str = ""
    location: str = ""
    path: str = ""  # of its page
    cancelled: bool = False
    busy: bool = False  # whether it takes up the time of whoever has it


Provider = Callable[[Post, str], Iterable[Entry]]

_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Enter what a room knows; `provider` is asked with the post and "person" or "agency".

    It gives only what that post may see.
    """
    _providers[name] = provider


def entries_for(post: Post, kind: str) -> list[Entry]:
    """All that stands in her calendar, or in that of her agency."""
    return [entry for provider in _providers.values() for entry in provider(post, kind)]


def stages(post: Post, kind: str) -> Iterator[Entry]:
    """The calendar of stages; a part is named with its stage. One statement."""
    rows = Stage.objects.visible_to(post).select_related("parent").order_by("order")
    for stage in rows:
        days = (stage.starts_on or stage.ends_on, stage.ends_on or stage.starts_on)
        if days[0] is not None:
            yield _stage(stage, days[0], days[1])


def _stage(stage: Stage, first: date, last: date | None) -> Entry:
    return Entry(
        key=f"stage-{stage.pk}",
        summary=_summary(stage),
        starts=first,
        ends=last,
        changed_at=stage.changed_at,
        sequence=stage.revision,
        description="\n".join(_told(stage)),
        path=stage.get_absolute_url(),
    )


def _summary(stage: Stage) -> str:
    words = {"stage": stage.title, "whole": stage.parent.title if stage.parent else ""}
    if stage.starts_on is None:
        return _("Ends: %(stage)s") % words
    if stage.ends_on is None:
        return _("Begins: %(stage)s") % words
    return f"{words['stage']} ({words['whole']})" if stage.parent else stage.title


def _told(stage: Stage) -> Iterator[str]:
    yield _("Led by: %(leader)s") % {"leader": KINDS[stage.leader].title}
    yield _("Tension: %(tension)s") % {"tension": stage.get_tension_display()}
    if stage.why:
        yield stage.why
    if stage.tense_kinds:
        yield ", ".join(str(tension.title_of(code)) for code in stage.tense_kinds)
    yield _("Basis: %(basis)s") % {"basis": stage.basis}
    if not stage.verified:
        yield _("Not verified: these dates were not seen in the law itself.")


def followups(post: Post, kind: str) -> Iterator[Entry]:
    """What is owed by her, or by her agency, at its due time. Two statements."""
    rows = Followup.objects.visible_to(post).filter(
        _owed(post, kind), state__in=OWED, due_at__isnull=False
    )
    found = list(rows.select_related("region", "from_desk").order_by("due_at")[:MOST_FOLLOWUPS])
    history = _history([str(row.pk) for row in found])
    for row in found:
        count, last = history.get(str(row.pk), (1, row.created_at))
        yield Entry(
            key=f"followup-{row.pk}",
            summary=_("Due: %(title)s") % {"title": row.title},
            starts=row.due_at or row.created_at,
            changed_at=last,
            sequence=count - 1,
            description=f"{row.get_kind_display()} · {row.from_desk}\n{row.detail}".strip(),
            location=row.region.full_name,
            path=row.get_absolute_url(),
        )


def _owed(post: Post, kind: str) -> Q:
    agency = Q(to_agency_id=post.agency_id)
    if kind == "agency":
        return agency
    return Q(to_desk_id__in=post.desk_ids) | (agency if post.can("answer") else Q(pk__in=[]))


def _history(keys: list[str]) -> dict[str, tuple[int, datetime]]:
    """{identifier: (how many entries the journal has of it, when the last)}"""
    rows = JournalEntry.objects.filter(
        subject_type=Followup._meta.label_lower, subject_id__in=keys
    ).values_list("subject_id")
    return {key: (count, last) for key, count, last in rows.annotate(Count("pk"), Max("at"))}
