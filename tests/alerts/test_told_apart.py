"""Rarer subjects: a report of readiness that was returned; confidential cases, by number alone."""

from __future__ import annotations

from sinergi.alerts.models import Notice
from sinergi.readiness.actions import check_readiness
from tests.factories_readiness import item, reported


def test_who_answers_hears_that_a_report_was_returned(world, told):
    row = reported(world, item(world))
    check_readiness(world.post("district_head"), row, confirmed=False, remark="Foto kurang jelas.")
    heard = told("readiness.checked")
    assert heard == {"village_head": "important"}
    notice = Notice.objects.get(verb="readiness.checked")
    assert notice.url == row.get_absolute_url()
    assert "Foto" not in notice.text


def test_nobody_hears_that_a_report_was_confirmed(world, told):
    row = reported(world, item(world))
    check_readiness(world.post("district_head"), row, confirmed=True)
    assert told("readiness.checked") == {}
