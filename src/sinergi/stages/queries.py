"""What is on, what comes, and how the calendar lies before one. Each answer is one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from sinergi.agencies.models import Post
from sinergi.followups.timeline import Event, event_of
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.stages.models import Anchor, CalendarFeed, Stage, StageRows
from sinergi.stages.rules import day_of

NEXT = 5


@dataclass(frozen=True)
class Line:
    """One stage of the calendar, as it stands on a day. `state`: past, on, ahead, undated."""

    stage: Stage
    state: str
    number: int | None = None  # the third day …
    length: int | None = None  # … of 28
    days_left: int | None = None  # to its start; to its end while it is on
    parts: list[Line] = field(default_factory=list)


def line_of(stage: Stage, day: date, parts: Iterable[Stage] = ()) -> Line:
    """The stage as it stands on that day."""
    state = _state_of(stage, day)
    counted = day_of(stage.starts_on, stage.ends_on, day) if state == "on" else None
    number, length = counted or (None, None)
    end = stage.starts_on if state == "ahead" else stage.ends_on
    return Line(
        stage,
        state,
        number=number,
        length=length,
        days_left=(end - day).days if end and state in ("on", "ahead") else None,
        parts=[line_of(part, day) for part in parts],
    )


def _state_of(stage: Stage, day: date) -> str:
    if stage.is_on(day):
        return "on"
    if stage.starts_on and stage.starts_on > day:
        return "ahead"
    return "past" if stage.starts_on or stage.ends_on else "undated"


def timeline(operation: Operation, day: date) -> list[Line]:
    """All stages in their order, each with its parts."""
    return lined(_of(operation).select_related("anchor", "operation").order_by("order"), day)


def lined(stages: Iterable[Stage], day: date) -> list[Line]:
    """Each main stage among `stages`, with its parts."""
    rows = list(stages)
    return [
        line_of(row, day, [part for part in rows if part.parent_id == row.pk])
        for row in rows
        if row.parent_id is None
    ]


def _of(operation: Operation) -> StageRows:
    return Stage.objects.filter(operation=operation)


def _on(operation: Operation, day: date) -> StageRows:
    return _of(operation).on(day).order_by("-tension", F("starts_on").desc(nulls_last=True))


def stages_on(operation: Operation, day: date) -> list[Stage]:
    """Stages and parts that are on, the tensest first, of equals the one that began last."""
    return list(_on(operation, day))


def main_stage(operation: Operation, day: date) -> Stage | None:
    """The main stage that matters most on that day: the first of those that are on."""
    return _on(operation, day).main().first()


def next_stages(operation: Operation, day: date, count: int = NEXT) -> list[Stage]:
    """The main stages that begin next, soonest first."""
    return list(_of(operation).main().after(day)[:count])


def story_of(stage: Stage) -> list[Event]:
    """What happened to it, and to the event on which it hangs, oldest first."""
    own = Q(subject_type=stage._meta.label_lower, subject_id=str(stage.pk))
    its = Q(subject_type=Anchor._meta.label_lower, subject_id=str(stage.anchor_id))
    return [event_of(entry) for entry in JournalEntry.objects.filter(own | its).order_by("pk")]


def anchors(operation: Operation) -> list[Anchor]:
    """The events on which the calendar hangs; those without a day last."""
    rows = Anchor.objects.filter(operation=operation)
    return list(rows.order_by(F("day").asc(nulls_last=True), "code"))


def feeds_of(post: Post) -> list[CalendarFeed]:
    """Her secret addresses that still open something."""
    return list(CalendarFeed.objects.filter(post=post, revoked_at=None))
