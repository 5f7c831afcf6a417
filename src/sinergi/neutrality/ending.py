"""The tick: what two persons opened closes again when its day is over."""

from __future__ import annotations

from django.db.models import QuerySet

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.ticking import in_every_operation, step
from sinergi.neutrality.actions.identity import end_identity
from sinergi.neutrality.models import Proposal


def tick_all() -> int:
    """Close what is over in every operation; how many."""
    return in_every_operation(tick)


def tick(operation: Operation) -> int:
    """One statement finds them; each then closes in a transaction of its own."""
    rows = over(operation)
    return sum(step(rows, pk, _end) for pk in rows.values_list("pk", flat=True))


def over(operation: Operation) -> QuerySet[Proposal]:
    """What is still open though its time is over."""
    confirmed = Proposal.objects.filter(
        case__operation=operation, state=Proposal.State.CONFIRMED, opened__isnull=False
    )
    return confirmed.filter(ends_at__lte=now())


def _end(proposal: Proposal) -> bool:
    end_identity(SYSTEM, proposal)  # type: ignore[arg-type]
    return True
