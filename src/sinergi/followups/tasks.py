"""Jobs of the follow-ups: the clock that lets what is overdue climb."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.followups.ticking import tick_all


@app.periodic(cron="* * * * * */20")
@app.task(queueing_lock="climbing", pass_context=False)
def let_followups_climb(timestamp: int) -> int:
    """Every 20 s: what is overdue goes to its owner's superior; gives how many did."""
    return tick_all()
