"""Jobs of the kernel, on procrastinate."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.kernel import evidence, idempotency
from sinergi.kernel.seals import make_seal


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal-journal", pass_context=False)
def seal_journal(timestamp: int) -> str | None:
    """Seal the journal once a minute; `timestamp` is the tick's Unix time in seconds."""
    seal = make_seal()
    return str(seal) if seal else None


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
