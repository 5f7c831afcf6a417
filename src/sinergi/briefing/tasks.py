"""Jobs of this room: the clock that opens and freezes situation reports."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.briefing.report_ticking import tick_all


@app.periodic(cron="* * * * * */30")
@app.task(queueing_lock="reports", pass_context=False)
def open_and_freeze_reports(timestamp: int) -> int:
    """Every 30 s: opens what is due, freezes what is past its cut-off; gives how many."""
    return tick_all()
