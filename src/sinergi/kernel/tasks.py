"""Jobs of the kernel, on procrastinate."""

from __future__ import annotations

import itertools

from procrastinate.contrib.django import app

from sinergi.kernel import evidence, idempotency
from sinergi.kernel.seals import make_seal

MOST_SEALS = 20  # in one minute


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal-journal", pass_context=False)
def seal_journal(timestamp: int) -> str | None:
    """Seal the journal once a minute; `timestamp` is the tick's Unix time in seconds.

    After a long wait there are several seals to make; what remains is left to the next minute.
    """
    made = list(itertools.takewhile(bool, (make_seal() for _ in range(MOST_SEALS))))
    return str(made[-1]) if made else None


@app.periodic(cron="17 2 * * *")
@app.task(queueing_lock="sweep-orphans", pass_context=False)
def sweep_orphans(timestamp: int) -> int:
    """Once a night, remove files whose transaction was rolled back."""
    return evidence.sweep_orphans()


@app.periodic(cron="23 * * * *")
@app.task(queueing_lock="forget-answers", pass_context=False)
def forget_answers(timestamp: int) -> int:
    """Once an hour, forget the answers under idempotency keys that are older than a day."""
    return idempotency.forget_old()
