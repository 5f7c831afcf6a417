"""Keeping what the index gives: one row for each place and day, renewed during the day."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sinergi.kernel.action import action
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.kernel.problems import Conflict
from sinergi.risk import permissions
from sinergi.risk.computing import compute
from sinergi.risk.keeping import keep_scores
from sinergi.risk.models import IndexRun, Weighting


@action(
    "index.computed",
    subject=IndexRun,
    parent=Operation,
    may=permissions.may_keep_index,
    title=_("Compute the index anew"),
    system=True,
)
def recompute_scores(by: Actor, operation: Operation) -> IndexRun:
    """Compute the index of all villages and stations as of now, and keep what has moved.

    The day's rows are renewed; those of the days before stay as they were. Fifteen statements,
    whatever the number of places. Raises Conflict for an operation that was not prepared.
    """
    weighting = Weighting.objects.in_force(operation)
    if weighting is None:
        raise Conflict(_("The index of this operation was not prepared yet."))
    moment, entry = now(), _last_entry(operation)
    done = compute(operation, weighting, moment)
    changed = keep_scores(operation, done, moment)
    places = len(done.ground.codes) + len(done.ground.stations)
    row = IndexRun(
        operation=operation, weighting=weighting, at=moment, entry=entry, places=places,
        changed=changed,
    )  # fmt: skip
    row.save()
    return row


def _last_entry(operation: Operation) -> int:
    """Before anything is read: what comes later is read by the next run."""
    rows = JournalEntry.objects.filter(operation=operation)
    return rows.aggregate(last=Max("id"))["last"] or 0
