"""The tick of the index: computed when something that it looks at has happened, and every hour.

What happened is read from the journal; what only grows older fades by the hour. The spread of rates
is learnt anew every week, as a version of its own.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry, Operation
from sinergi.kernel.ticking import in_every_operation
from sinergi.risk.actions import prepare_risk, recalibrate_index, recompute_scores
from sinergi.risk.models import IndexRun, Weighting

REST = timedelta(seconds=60)  # between two computations, however much happens
FADING = timedelta(hours=1)
LEARNING = timedelta(days=7)
# Whose changes move a score at once; readiness and the calendar wait for the hour.
CONCERNING = (
    "incidents.incident",
    "risk.assessment",
    "risk.weighting",
    "risk.riskindicator",
    "polling.station",
    "polling.stationimport",
    "agencies.dayconfirmation",
)


def tick_all() -> int:
    """Tick every operation; in how many the index was computed."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """Prepare, learn and compute, as far as each is due; 1 when it was computed."""
    weighting = Weighting.objects.in_force(operation)
    if weighting is None:
        prepare_risk(SYSTEM, operation)
    elif now() - weighting.made_at >= LEARNING:
        recalibrate_index(SYSTEM, operation)
    if not is_due(operation, now()):
        return 0
    recompute_scores(SYSTEM, operation)
    return 1


def is_due(operation: Operation, moment: datetime) -> bool:
    """Whether the index is to be computed now. Two statements at most."""
    last = IndexRun.objects.filter(operation=operation).order_by("-at").first()
    if last is None or local(last.at).date() != local(moment).date():
        return True
    if moment - last.at >= FADING:
        return True
    return moment - last.at >= REST and _something_happened(operation, last.entry)


def _something_happened(operation: Operation, entry: int) -> bool:
    rows = JournalEntry.objects.filter(operation=operation, id__gt=entry)
    return rows.filter(subject_type__in=CONCERNING).exists()
