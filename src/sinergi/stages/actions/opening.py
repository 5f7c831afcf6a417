"""Giving an operation its calendar, from a template and one date."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid
from sinergi.stages import permissions
from sinergi.stages.calendars import FILES, AnchorSpec, StageSpec, Template
from sinergi.stages.calendars import template as template_of
from sinergi.stages.models import VOTING_DAY, Anchor, Stage
from sinergi.stages.rules import place

# What a person may have changed by hand, and the columns that then stay as they are.
GROUPS: dict[str, tuple[str, ...]] = {
    "dates": ("anchor_id", "start_offset", "end_offset", "counting", "starts_on", "ends_on"),
    "leader": ("leader",),
    "tension": ("tension", "tense_kinds", "why_id", "why_en"),
    "": ("order", "parent_id", "phase", "title_id", "title_en", "basis", "verified", "template"),
}
_OWN_NAMES = {"anchor_id": "anchor", "parent_id": "parent"}
FIELDS = [_OWN_NAMES.get(name, name) for names in GROUPS.values() for name in names]
FIELDS += ["revision", "changed_at"]


@action(
    "calendar.opened",
    subject=Operation,
    may=permissions.may_open_calendar,
    title=_("Open the calendar from its template"),
    system=True,
)
def open_calendar(
    by: Actor, operation: Operation, template: str | Template = "pilkada-2024"
) -> Operation:
    """Give the operation the anchors and stages of a template, all from its voting day.

    Done again with a newer version of the template it adds what is new and renews the rest; what
    was changed by hand is kept, and named in the journal. Raises Invalid for an unknown template.
    """
    plan = _known(template)
    anchors = _anchors(operation, plan)
    old = {stage.code: stage for stage in Stage.objects.filter(operation=operation)}
    rows = _rows(operation, plan, anchors, old)
    Stage.objects.bulk_create(row for row in rows.values() if row.code not in old)
    kept = _renew(old, rows) if old else {}
    note(
        template=plan.label,
        added=len([code for code in rows if code not in old]),
        kept=kept,
        retired=sorted(set(old) - set(rows)),
    )
    return operation


def _known(template: str | Template) -> Template:
    if isinstance(template, Template):
        return template
    if template not in FILES:
        raise Invalid(_("There is no such calendar."), field="template")
    return template_of(template)


def _anchors(operation: Operation, plan: Template) -> dict[str, Anchor]:
    """The events of the plan: those that stand, and the new ones."""
    found = {row.code: row for row in Anchor.objects.filter(operation=operation)}
    new = [_anchor(operation, spec) for spec in plan.anchors if spec.code not in found]
    Anchor.objects.bulk_create(new)
    return found | {row.code: row for row in new}


def _anchor(operation: Operation, spec: AnchorSpec) -> Anchor:
    day = operation.voting_day if spec.code == VOTING_DAY else None
    return Anchor(
        operation=operation,
        code=spec.code,
        title_id=spec.title_id,
        title_en=spec.title_en,
        day=day,
        basis=spec.basis,
    )


def _rows(
    operation: Operation, plan: Template, anchors: dict[str, Anchor], old: dict[str, Stage]
) -> dict[str, Stage]:
    """Each stage as the plan has it; one that stands keeps its identity."""
    rows: dict[str, Stage] = {}
    for spec in plan.stages:
        row = _stage(operation, spec, anchors[spec.anchor], plan.label)
        row.pk = old[spec.code].pk if spec.code in old else row.pk
        row.parent = rows[spec.parent] if spec.parent else None
        rows[spec.code] = row
    return rows


def _stage(operation: Operation, spec: StageSpec, anchor: Anchor, label: str) -> Stage:
    starts_on, ends_on = place(spec.span, anchor.day)
    return Stage(
        operation=operation,
        code=spec.code,
        order=spec.order,
        phase=spec.phase,
        title_id=spec.title_id,
        title_en=spec.title_en,
        anchor=anchor,
        start_offset=spec.span.start,
        end_offset=spec.span.end,
        counting=spec.span.counting,
        starts_on=starts_on,
        ends_on=ends_on,
        leader=spec.leader,
        tension=spec.tension,
        tense_kinds=list(spec.kinds),
        why_id=spec.why_id,
        why_en=spec.why_en,
        basis=spec.basis,
        verified=spec.verified,
        template=label,
    )


def _renew(old: dict[str, Stage], rows: dict[str, Stage]) -> dict[str, list[str]]:
    """Take over the plan, except what was changed by hand. Returns {code: [what was kept]}."""
    kept: dict[str, list[str]] = {}
    for code in old.keys() & rows.keys():
        stage = old[code]
        for group, names in GROUPS.items():
            if group not in stage.by_hand:
                _take(stage, rows[code], names)
        if stage.by_hand:
            kept[code] = list(stage.by_hand)
        stage.revision, stage.changed_at = stage.revision + 1, now()
    Stage.objects.bulk_update([old[code] for code in old.keys() & rows.keys()], FIELDS)
    return dict(sorted(kept.items()))


def _take(stage: Stage, row: Any, names: tuple[str, ...]) -> None:
    for name in names:
        setattr(stage, name, getattr(row, name))
