"""What an operation itself decides: what stations report, and which indicators count."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Invalid, needed
from sinergi.polling import permissions, tallying
from sinergi.polling.models import Indicator, Milestone
from sinergi.polling.permissions import keeping

_WORD = re.compile(r"[A-Z][A-Z0-9]{1,11}")
LONGEST_GRACE = 720  # minutes


@action(
    "milestone.added",
    subject=Milestone,
    parent=Operation,
    may=permissions.may_keep,
    title=_("Add a milestone"),
)
def add_milestone(
    by: Post,
    operation: Operation,
    *,
    title: str,
    word: str,
    kind: str,
    due_at: datetime,
    grace: int,
) -> Milestone:
    """One more thing that every station reports, such as the turnout of another hour."""
    row = Milestone(
        operation=operation,
        code=slugify(word)[:20],
        kind=_known_kind(kind),
        order=0,
    )
    _fill(row, title, word, due_at, grace)
    _keep(row)
    _in_order_of_time(operation)
    row.refresh_from_db()
    return row


@action(
    "milestone.changed", subject=Milestone, may=keeping.may_edit, title=_("Change the milestone")
)
def change_milestone(
    by: Post, milestone: Milestone, *, title: str, word: str, due_at: datetime, grace: int
) -> Milestone:
    """Its name, its word in short texts, its time. Who was late is counted anew.

    What kind it is stays: what was reported would mean something else.
    """
    moved = (milestone.due_at, milestone.grace) != (due_at, grace)
    _fill(milestone, title, word, due_at, grace)
    _keep(milestone)
    _in_order_of_time(milestone.operation)
    if moved:
        tallying.rebuild(milestone.operation)
    milestone.refresh_from_db()
    return milestone


@action(
    "milestone.switched",
    subject=Milestone,
    may=keeping.may_switch,
    title=_("Switch the milestone on or off"),
)
def switch_milestone(by: Post, milestone: Milestone) -> Milestone:
    """Ask for it no more, or again. Not off once stations have reported it."""
    milestone.active = not milestone.active
    milestone.save(update_fields=["active"])
    return milestone


@action(
    "station_indicator.added",
    subject=Indicator,
    parent=Operation,
    may=permissions.may_keep,
    title=_("Add an indicator"),
)
def add_indicator(
    by: Post, operation: Operation, *, code: str, variable: str, title: str
) -> Indicator:
    """One more indicator; Bawaslu's list differs by province."""
    code = needed(code, "code", _("Give it a code, such as V7.8."))[:10]
    last = Indicator.objects.filter(operation=operation, variable=variable).order_by("order").last()
    row = Indicator(operation=operation, code=code, order=last.order if last else 999)
    _describe(row, variable, title)
    _keep(row)
    return row


@action(
    "station_indicator.changed",
    subject=Indicator,
    may=keeping.may_edit,
    title=_("Change the indicator"),
)
def change_indicator(by: Post, indicator: Indicator, *, variable: str, title: str) -> Indicator:
    """How it is called, and to which variable it belongs."""
    _describe(indicator, variable, title)
    indicator.save()
    return indicator


@action(
    "station_indicator.switched",
    subject=Indicator,
    may=keeping.may_edit,
    title=_("Switch the indicator on or off"),
)
def switch_indicator(by: Post, indicator: Indicator) -> Indicator:
    """Ask for it no more, or again. What was found stays."""
    indicator.active = not indicator.active
    indicator.save(update_fields=["active"])
    return indicator


def _known_kind(kind: str) -> str:
    if kind not in Milestone.Kind.values:
        raise Invalid(_("There is no such kind."), field="kind")
    return kind


def _fill(row: Milestone, title: str, word: str, due_at: datetime, grace: int) -> None:
    row.title = needed(title, "title", _("Give it a name."))[:80]
    row.word = word.strip().upper()
    if _WORD.fullmatch(row.word) is None:
        said = _("Two to twelve capital letters and figures, such as HADIR10.")
        raise Invalid(said, field="word")
    if not 0 <= grace <= LONGEST_GRACE:
        raise Invalid(_("Between 0 and %(count)d.") % {"count": LONGEST_GRACE}, field="grace")
    row.due_at, row.grace = due_at, grace


def _describe(row: Indicator, variable: str, title: str) -> None:
    row.variable = needed(variable, "variable", _("Say to which variable it belongs."))[:80]
    row.title = needed(title, "title", _("Give it a name."))[:200]


def _keep(row: Milestone | Indicator) -> None:
    """Save it. Raises Invalid when another one has its word or code."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        field = "word" if isinstance(row, Milestone) else "code"
        raise Invalid(_("Another one is called so."), field=field) from error


def _in_order_of_time(operation: Operation) -> None:
    """Milestones follow one another as their times do. Two statements."""
    rows = list(Milestone.objects.filter(operation=operation).order_by("due_at", "order", "code"))
    for order, row in enumerate(rows, start=1):
        row.order = order
    Milestone.objects.bulk_update(rows, ["order"])
