"""Changing the calendar: the days of a stage, of an anchor, and what is said of a stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS as AGENCY_KINDS
from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid
from sinergi.stages import hanging, permissions, tension
from sinergi.stages.models import TENSIONS, VOTING_DAY, Anchor, Stage
from sinergi.stages.rules import Days, is_outside, moved_by, place, shifted, span_of

LONGEST_REASON = 500  # characters
DATES = ("start_offset", "end_offset", "counting", "starts_on", "ends_on", "by_hand", "revision",
         "changed_at")  # fmt: skip
FARTHEST = timedelta(days=3 * 366)  # a day further from the voting day is a slip of the pen


@action("stage.moved", subject=Stage, may=permissions.may_keep_stage, title=_("Move a stage"))
def move_stage(
    by: Post,
    stage: Stage,
    *,
    starts_on: date | None,
    ends_on: date | None,
    reason: str,
    with_parts: bool = False,
) -> Stage:
    """Give a stage other days; it keeps hanging on its anchor, so many days away as it is now.

    `with_parts`: its parts on the same anchor move by as many days. A part may lie outside its
    stage; the journal names those that do. Raises Invalid with its field.
    """
    why = _reason(reason)
    _check_days(stage.operation, starts_on, ends_on)
    anchor_day = stage.anchor.day
    if anchor_day is None:
        raise Invalid(
            _("It hangs on “%(anchor)s”: set that day first.") % {"anchor": stage.anchor},
            field="starts_on",
        )
    old: Days = (stage.starts_on, stage.ends_on)
    new: Days = (starts_on, ends_on)
    _lay(stage, new, anchor_day)
    parts = list(stage.parts.select_for_update())
    along = _take_along(stage, parts, moved_by(old, new)) if with_parts else []
    _save([stage, *along])
    note(
        reason=why,
        days=moved_by(old, new),
        parts=[part.code for part in along],
        outside=_outside(stage, parts),
        moved=hanging.move_along([row.pk for row in (stage, *along)]),
    )
    return stage


def _check_days(operation: Operation, starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is None and ends_on is None:
        raise Invalid(_("Give its first or its last day."), field="starts_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(_("It ends before it begins."), field="ends_on")
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        _check_near(operation, day, field)


def _check_near(operation: Operation, day: date | None, field: str) -> None:
    if day is not None and abs(day - operation.voting_day) > FARTHEST:
        raise Invalid(_("This day lies too far from the voting day."), field=field)


def _lay(stage: Stage, days: Days, anchor_day: date) -> None:
    """Other days, and what follows from them; they are kept when the template is renewed."""
    span = span_of(days, anchor_day)
    stage.start_offset, stage.end_offset, stage.counting = span.start, span.end, span.counting
    stage.starts_on, stage.ends_on = days
    _mark(stage, "dates")


def _mark(stage: Stage, *groups: str) -> None:
    stage.by_hand = sorted({*stage.by_hand, *groups})


def _take_along(stage: Stage, parts: Iterable[Stage], days: int) -> list[Stage]:
    """The parts that hang on the same anchor, as many days later; none when nothing moved."""
    if not days or stage.anchor.day is None:
        return []
    along = [part for part in parts if part.anchor_id == stage.anchor_id]
    for part in along:
        _lay(part, shifted((part.starts_on, part.ends_on), days), stage.anchor.day)
    return along


def _outside(stage: Stage, parts: Iterable[Stage]) -> list[str]:
    """Codes of what lies outside: parts of the stage, or the stage itself as a part."""
    rows = [(part, stage) for part in parts]
    rows += [(stage, stage.parent)] if stage.parent else []
    return [
        part.code
        for part, whole in rows
        if is_outside((part.starts_on, part.ends_on), (whole.starts_on, whole.ends_on))
    ]


def _save(stages: Sequence[Stage]) -> None:
    moment = now()
    for stage in stages:
        stage.revision, stage.changed_at = stage.revision + 1, moment
    Stage.objects.bulk_update(stages, DATES)


@action(
    "anchor.set", subject=Anchor, may=permissions.may_set_anchor, title=_("Set an anchor's day")
)
def set_anchor(by: Post, anchor: Anchor, *, day: date | None, reason: str) -> Anchor:
    """Set the day of the event; every stage that hangs on it moves, or gets its days.

    The voting day is the operation's own as well, and always has a day. None takes the day away
    from any other event. Raises Invalid with its field.
    """
    why = _reason(reason)
    if anchor.code == VOTING_DAY and day is None:
        raise Invalid(_("An election has its voting day."), field="day")
    _check_near(anchor.operation, day, "day")
    anchor.day = day
    anchor.save()
    _set_voting_day(anchor)
    stages = list(anchor.stages.select_for_update().order_by("order"))
    for stage in stages:
        stage.starts_on, stage.ends_on = place(stage.span, day)
    _save(stages)
    note(
        reason=why,
        stages=len(stages),
        moved=hanging.move_along([stage.pk for stage in stages]),
    )
    return anchor


def _set_voting_day(anchor: Anchor) -> None:
    if anchor.code == VOTING_DAY and anchor.day:
        Operation.objects.filter(pk=anchor.operation_id).update(voting_day=anchor.day)
        anchor.operation.voting_day = anchor.day


@action(
    "stage.changed",
    subject=Stage,
    may=permissions.may_keep_stage,
    title=_("Change leader and tension"),
)
def change_stage(
    by: Post,
    stage: Stage,
    *,
    leader: str,
    tension: int,
    kinds: Sequence[str],
    why_id: str,
    why_en: str = "",
    reason: str,
) -> Stage:
    """Say who leads a stage, how tense it usually is, in which kinds of incident, and why.

    Raises Invalid with its field.
    """
    why = _reason(reason)
    _check_told(leader, tension, kinds, why_id)
    before = (stage.tension, stage.tense_kinds, stage.why_id, stage.why_en)
    if leader != stage.leader:
        stage.leader = leader
        _mark(stage, "leader")
    stage.tension, stage.tense_kinds = tension, list(dict.fromkeys(kinds))
    stage.why_id, stage.why_en = why_id.strip(), why_en.strip()
    if before != (stage.tension, stage.tense_kinds, stage.why_id, stage.why_en):
        _mark(stage, "tension")
    stage.revision, stage.changed_at = stage.revision + 1, now()
    stage.save()
    note(reason=why)
    return stage


def _check_told(leader: str, level: int, kinds: Sequence[str], why: str) -> None:
    if leader not in AGENCY_KINDS:
        raise Invalid(_("Choose who leads."), field="leader")
    if level not in dict(TENSIONS):
        raise Invalid(_("Choose how tense it is."), field="tension")
    if not all(tension.is_known(code) for code in kinds):
        raise Invalid(_("Choose kinds of incident from the list."), field="kinds")
    if level and not why.strip():
        raise Invalid(_("Say why it is tense."), field="why_id")


def _reason(text: Any) -> str:
    """Why the calendar is changed: whoever planned by it wants to know."""
    found = str(text or "").strip()
    if not found:
        raise Invalid(_("Say why, and by which decision."), field="reason")
    if len(found) > LONGEST_REASON:
        raise Invalid(
            _("At most %(count)d characters.") % {"count": LONGEST_REASON}, field="reason"
        )
    return found
