"""Jobs of the room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.neutrality import ticking


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="legal-clocks", pass_context=False)
def let_legal_clocks_climb(timestamp: int) -> int:
    """Once a minute: who is to be told of a legal deadline is told; gives how many moved."""
    return ticking.tick_all()
