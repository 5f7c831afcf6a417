"""Jobs of the room: the index that follows what happens."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.risk.ticking import tick_all


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="index", lock="index", pass_context=False)
def keep_the_index(timestamp: int) -> int:
    """Every 15 s: compute the index where something has happened; gives in how many operations."""
    return tick_all()
