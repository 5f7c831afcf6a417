"""Jobs of the room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import use_operation
from sinergi.kernel.context import use_door
from sinergi.kernel.models import Operation
from sinergi.neutrality import ending, leaving, thresholds, ticking, unlocking
from sinergi.neutrality.actions.letterbox import collect_letterbox


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="legal-clocks", pass_context=False)
def let_legal_clocks_climb(timestamp: int) -> int:
    """Once a minute: who is to be told of a legal deadline is told; gives how many moved."""
    return ticking.tick_all()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="opened-identities", pass_context=False)
def close_opened_identities(timestamp: int) -> int:
    """Once a minute: what two persons opened closes when its day is over; gives how many."""
    return ending.tick_all()


@app.periodic(cron="0 * * * *")
@app.task(queueing_lock="empty-letterbox", pass_context=False)
def empty_letterbox(timestamp: int) -> int:
    """On the hour: what reporters sent comes to Bawaslu, all at once; how much it was."""
    taken = 0
    for operation in Operation.objects.all():
        with use_operation(operation), use_door("job"):
            taken += collect_letterbox(SYSTEM, operation)
    thresholds.tidy()
    return taken


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="keys-of-leavers", pass_context=False)
def retire_keys_of_leavers(timestamp: int) -> int:
    """Every 5 minutes: keys without a post are retired, unused ones locked; how many retired."""
    unlocking.sweep()
    return leaving.tick_all()
