"""Jobs of the alerts: reading the journal, reminding, sending."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.alerts.channels.telegram.linking import read_bot
from sinergi.alerts.digest import digest_all
from sinergi.alerts.reminders import remind_all
from sinergi.alerts.sending import send_due
from sinergi.alerts.warning.watching import tick_alerts, watch_all, watch_changes
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
    """Every 5 s: send what is due by every channel; gives how many messages went out."""
    with use_door("job"):
        return send_due()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="read-bot", lock="read-bot", pass_context=False)
def read_what_the_bot_was_told(timestamp: int) -> int:
    """Every 5 s, where Telegram is set up: link the chats that sent a code; gives how many."""
    with use_door("job"):
        return read_bot()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="remind", lock="remind", pass_context=False)
def remind_of_what_waits(timestamp: int) -> int:
    """Once a minute: overdue answers, silent desks; gives how many notices."""
    with use_door("job"):
        return remind_all()


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="watch-changes", lock="watch-changes", pass_context=False)
def watch_what_changed(timestamp: int) -> int:
    """Every 5 s: look at the rules that new entries concern; gives how many alerts were drafted."""
    with use_door("job"):
        return watch_changes()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="watch-all", lock="watch-all", pass_context=False)
def watch_what_time_brings(timestamp: int) -> int:
    """Once a minute: look at every rule; gives how many alerts were drafted."""
    with use_door("job"):
        return watch_all()


@app.periodic(cron="* * * * * */15")
@app.task(queueing_lock="tick-alerts", lock="tick-alerts", pass_context=False)
def move_alerts(timestamp: int) -> int:
    """Every 15 s: who stands above the silent is told, what is over ends; gives how many moved."""
    with use_door("job"):
        return tick_alerts()
