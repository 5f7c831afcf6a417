"""Jobs of the incidents: the clock that lets cases climb."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.incidents.ticking import tick_all


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="escalation", pass_context=False)
def let_cases_climb(timestamp: int) -> int:
    """Every 10 s: whatever missed its deadline moves up; gives how many did."""
    return tick_all()
