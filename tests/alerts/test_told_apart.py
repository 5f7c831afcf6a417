"""Rarer subjects: a report of readiness that was returned; confidential cases, by number alone."""

from __future__ import annotations

from sinergi.alerts.models import Notice
from sinergi.kernel.actors import SYSTEM
from sinergi.neutrality.actions.letterbox import collect_letterbox
from sinergi.neutrality.casebook import open_case
from sinergi.neutrality.ticking import tick
from sinergi.readiness.actions import check_readiness
from tests.factories_neutrality import REPORT, chamber, sealed_case
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


def test_handlers_hear_of_a_report_by_its_number_alone(world, told):
    chamber(world)
    case = sealed_case(world, collected=False)
    collect_letterbox(SYSTEM, world.operation)
    heard = told("neutrality_case.collected")
    assert set(heard) == {"bawaslu_handler", "bawaslu_member"}
    case.refresh_from_db()
    for notice in Notice.objects.filter(verb="neutrality_case.collected"):
        assert notice.url == case.get_absolute_url()
        assert case.number in notice.text
        assert "Lurah" not in f"{notice.text} {notice.facts}"


def test_who_is_barred_from_a_case_does_not_hear_of_it(world, told):
    chamber(world)
    open_case(world.operation, report=REPORT, barred=[world.posts["bawaslu_handler"]])
    collect_letterbox(SYSTEM, world.operation)
    assert set(told("neutrality_case.collected")) == {"bawaslu_member"}


def test_a_missed_legal_deadline_reaches_the_members(world, clock, told):
    chamber(world)
    sealed_case(world, collected=False)
    collect_letterbox(SYSTEM, world.operation)
    clock.forward(days=4)
    tick(world.operation)
    assert set(told("legal_clock.climbed")) == {"bawaslu_member"}
