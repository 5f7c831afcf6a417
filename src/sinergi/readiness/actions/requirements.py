"""Setting what must be ready: the shipped set, and what is added, changed or withdrawn here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.kinds import KINDS
from sinergi.agencies.models import Post
from sinergi.kernel.action import action, note
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Conflict, Invalid
from sinergi.readiness import permissions
from sinergi.readiness.generation import generate
from sinergi.readiness.models import LEVELS, TOPICS, Requirement
from sinergi.readiness.shipped import CURRENT, Shipped, shipped_set
from sinergi.stages.models import Stage

OWN = "own"  # the template of what was added here
MOST_LEAD = 365  # days


@action(
    "requirements.shipped",
    subject=Operation,
    may=permissions.may_manage,
    title=_("Take over the shipped requirements"),
    system=True,
)
def ship_requirements(by: Post, operation: Operation, *, name: str = CURRENT) -> Operation:
    """Bring the requirements to the shipped set; what was edited here stays as it was edited.

    A row is `edited` once somebody changed, withdrew or brought it back: from then on it is ours.
    What is new in the set is added, what changed in it is taken over, what is gone from it is
    withdrawn. A stage that the calendar does not have leaves its requirements out. Idempotent.
    """
    wanted = shipped_set(name)
    stages = {stage.code: stage for stage in Stage.objects.filter(operation=operation)}
    known = {row.code: row for row in Requirement.objects.filter(operation=operation)}
    rows = [row for row in wanted.requirements if row.stage in stages]
    told = {
        "added": 0,
        "changed": 0,
        "kept": 0,
        "without_stage": len(wanted.requirements) - len(rows),
    }
    for row in rows:
        told[_take_over(known.get(row.code), row, operation, stages[row.stage], wanted.label)] += 1
    codes = {row.code for row in rows}
    gone = Requirement.objects.filter(
        operation=operation, edited=False, active=True, template__startswith=f"{wanted.name} "
    )
    told["withdrawn"] = gone.exclude(code__in=codes).update(active=False)
    note(template=wanted.label, **told)
    return operation


def _take_over(
    known: Requirement | None, row: Shipped, operation: Operation, stage: Stage, label: str
) -> str:
    """What became of one row of the set: added, changed or kept."""
    columns = {name: value for name, value in asdict(row).items() if name != "stage"}
    columns |= {"stage_id": stage.pk, "template": label, "active": True}
    if known is None:
        Requirement.objects.create(operation=operation, **columns)
        return "added"
    if known.edited or all(getattr(known, name) == value for name, value in columns.items()):
        return "kept"
    for name, value in columns.items():
        setattr(known, name, value)
    known.version += 1
    known.save()
    return "changed"


@action(
    "readiness.generated",
    subject=Operation,
    may=permissions.may_manage,
    title=_("Bring the readiness list up to date"),
    system=True,
)
def generate_items(by: Post, operation: Operation) -> Operation:
    """Make, move and let go the items of all agencies and places, in one statement."""
    note(**asdict(generate(operation.pk)))
    return operation


def prepare_readiness(by: Any, operation: Operation) -> None:
    """What founding calls once the calendar stands: the shipped set, and its items."""
    ship_requirements(by, operation)
    generate_items(by, operation)


@action(
    "requirement.added",
    subject=Requirement,
    parent=Operation,
    may=permissions.may_manage,
    title=_("Add a requirement"),
)
def add_requirement(
    by: Post, operation: Operation, *, code: str, told: dict[str, Any]
) -> Requirement:
    """Ask one thing more. `told` are its columns (title_id, asks_id, stage, lead_days and so on).

    Raises Invalid at the field that is missing or wrong, and for a code that is taken.
    """
    columns = _checked(operation, told)
    if Requirement.objects.filter(operation=operation, code=code).exists():
        raise Invalid(_("This code is taken."), field="code")
    row = Requirement(operation=operation, code=code, template=OWN, edited=True, **columns)
    row.save()
    _follow(operation)
    return row


@action(
    "requirement.changed",
    subject=Requirement,
    may=permissions.may_manage,
    title=_("Change the requirement"),
)
def change_requirement(by: Post, requirement: Requirement, *, told: dict[str, Any]) -> Requirement:
    """Ask it otherwise. Items follow at once; what was reported of it stays reported.

    Raises Invalid at the field that is wrong.
    """
    for name, value in _checked(requirement.operation, told).items():
        setattr(requirement, name, value)
    return _saved(requirement)


@action(
    "requirement.withdrawn",
    subject=Requirement,
    may=permissions.may_manage,
    title=_("Withdraw the requirement"),
)
def withdraw_requirement(by: Post, requirement: Requirement) -> Requirement:
    """Ask it no more. What was reported stays to be seen, marked as no longer asked."""
    if not requirement.active:
        raise Conflict(_("It is withdrawn already."))
    requirement.active = False
    return _saved(requirement)


@action(
    "requirement.restored",
    subject=Requirement,
    may=permissions.may_manage,
    title=_("Ask it again"),
)
def restore_requirement(by: Post, requirement: Requirement) -> Requirement:
    """Ask again what was withdrawn; its items are there again with what they said."""
    if requirement.active:
        raise Conflict(_("It is asked already."))
    requirement.active = True
    return _saved(requirement)


def _saved(requirement: Requirement) -> Requirement:
    requirement.version += 1
    requirement.edited = True
    requirement.save()
    _follow(requirement.operation)
    return requirement


def _follow(operation: Operation) -> None:
    """The items follow what is asked now, inside the action that is running."""
    note(items=asdict(generate(operation.pk)))


CHOICES: dict[str, Any] = {
    "topic": TOPICS,
    "level": LEVELS,
    "agency_kind": KINDS,
    "grounds": dict(Requirement.Grounds.choices),
}
NEEDED = ("title_id", "asks_id", "source")


def _checked(operation: Operation, told: dict[str, Any]) -> dict[str, Any]:
    """The columns, once they can be. Raises Invalid at the first that cannot."""
    for name, known in CHOICES.items():
        if told.get(name) not in known:
            raise Invalid(_("Choose one of the list."), field=name)
    for name in NEEDED:
        if not str(told.get(name, "")).strip():
            raise Invalid(_("This is needed."), field=name)
    if told["stage"].operation_id != operation.pk:
        raise Invalid(_("Choose one of the list."), field="stage")
    if not 0 <= int(told["lead_days"]) <= MOST_LEAD:
        raise Invalid(_("Between 0 and 365 days."), field="lead_days")
    return {
        name: value.strip() if isinstance(value, str) else value for name, value in told.items()
    }
