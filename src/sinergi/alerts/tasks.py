"""Jobs of the alerts: reading the journal, reminding, sending."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.alerts.digest import digest_all
from sinergi.alerts.reminders import remind_all
from sinergi.alerts.sending import send_due
from sinergi.kernel.context import use_door


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="digest-journal", lock="digest-journal", pass_context=False)
def digest_journal(timestamp: int) -> int:
    """Every 5 s: tell whom the new entries of the journal concern; gives how many notices."""
    with use_door("job"):
        return digest_all()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="send-mails", lock="send-mails", pass_context=False)
def send_mails(timestamp: int) -> int:
    """Every 5 s: send the mails that are due; gives how many went out."""
    with use_door("job"):
        return send_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="remind", lock="remind", pass_context=False)
def remind_of_what_waits(timestamp: int) -> int:
    """Once a minute: overdue answers, silent desks; gives how many notices."""
    with use_door("job"):
        return remind_all()
