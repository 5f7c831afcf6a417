"""The alerts of a report: what went out, what still held, and how many knew, as of its cut-off."""

from __future__ import annotations

import pytest

from sinergi.alerts.actions import acknowledge_alert, cancel_alert
from sinergi.briefing import actions
from sinergi.briefing.queries.report_records import records_shown
from sinergi.briefing.report_display import alerts_of
from sinergi.briefing.report_text import short_text
from sinergi.kernel.actors import SYSTEM
from tests.factories import World
from tests.factories_briefing import later, opened
from tests.factories_warnings import draft, receipt, running

pytestmark = pytest.mark.django_db


def test_an_alert_stands_in_the_report_as_it_was_at_the_cut_off(world: World) -> None:
    """Cancelled and known to one more afterwards: neither is told."""
    row, alert = opened(world), running(world)
    acknowledge_alert(world.post("kapolsek"), receipt(world, alert, "kapolsek"))
    known = alert.receipts.exclude(acknowledged_at=None).count()
    with later(minutes=20):
        acknowledge_alert(world.post("danramil"), receipt(world, alert, "danramil"))
        cancel_alert(world.post("duty_officer"), alert, reason="Massa sudah bubar.")
    with later(minutes=40):
        row = actions.freeze_report(SYSTEM, row)
    numbers = row.figures["numbers"]
    assert (numbers["alerts_sent"]["value"], numbers["alerts_running"]["value"]) == (1, 1)
    (told,) = row.figures["lists"]["alerts"]["rows"]
    assert (told["number"], told["state"], told["known"]) == (alert.number, "running", known)
    (line,) = alerts_of(row)
    assert line.url == alert.get_absolute_url() and line.title == alert.headline
    shown = records_shown(row, "alerts_sent", world.post("duty_officer"))
    assert [one.url for one in shown.rows] == [alert.get_absolute_url()]
    assert "Peringatan: dikirim 1" in short_text(row)


def test_a_draft_is_no_alert_yet(world: World) -> None:
    draft(world)
    row = opened(world)
    with later(minutes=40):
        row = actions.freeze_report(SYSTEM, row)
    assert row.figures["numbers"]["alerts_sent"]["value"] == 0
    assert "alerts" not in row.figures["lists"]
