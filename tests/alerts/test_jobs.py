"""The jobs of the room, as the worker runs them."""

from __future__ import annotations

from procrastinate.contrib.django import app

from sinergi.alerts import tasks
from sinergi.alerts.models import Delivery, Notice
from tests import factories


def test_the_jobs_tell_send_and_remind(world, read_journal, settings, clock, mailoutbox):
    factories.report(world, by="babinsa")
    clock.forward(hours=13)  # 21.00 WIB: the evening, before the quiet hours
    assert tasks.digest_journal(timestamp=0) == 4
    assert tasks.remind_of_what_waits(timestamp=0) > 0
    assert tasks.send_mails(timestamp=0) == len(mailoutbox) > 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Notice.objects.filter(verb="desk.silent").exists()


def test_each_job_has_its_hour_and_waits_for_itself():
    own = {name: task for name, task in app.tasks.items() if name.startswith("sinergi.alerts")}
    assert {name.rpartition(".")[2] for name in own} == {
        "digest_journal", "send_mails", "read_what_the_bot_was_told", "remind_of_what_waits",
        "watch_what_changed", "watch_what_time_brings", "move_alerts",
    }  # fmt: skip
    periodic = {entry.task.name for entry in app.periodic_registry.periodic_tasks.values()}
    assert set(own) <= periodic
    assert all(task.lock and task.queueing_lock for task in own.values())
