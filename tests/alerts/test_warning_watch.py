"""Rules at work: tried on the past, live, firing once, drafting what a person reads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.actions import confirm_day
from sinergi.alerts.actions import (
    change_alert_rule,
    rest_rule,
    set_rule_live,
    try_alert_rule,
)
from sinergi.alerts.models import Alert, AlertRule
from sinergi.alerts.warning.catalogue import CONDITIONS
from sinergi.alerts.warning.conditions import SPELLS, spells_of
from sinergi.alerts.warning.watching import watch_all, watch_changes
from sinergi.incidents.actions import acknowledge, restrict
from sinergi.kernel.action import registry
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.risk.models import RiskScore
from tests import factories
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, VILLAGE
from tests.factories_risk import computed, prepared
from tests.factories_warnings import THREE, plan, rule

CLASH = {"kind": "clash", "severity": "high", "what": "Bentrok dua kelompok di lapangan."}
CRITICAL = {**CLASH, "severity": "critical"}


def three(world, *codes: str):
    return [factories.report(world, "kapolsek", code=code, **CLASH) for code in codes]


@pytest.fixture
def watch(read_journal):
    """Look as the job does after each change: the test's own transaction counts."""
    watch_changes()
    return watch_changes


def test_three_incidents_in_one_district_make_one_draft(world, watch):
    rule(world)
    three(world, VILLAGE, NEIGHBOUR)
    assert watch() == 0
    three(world, VILLAGE)
    assert watch() == 1
    alert = Alert.objects.get()
    assert (alert.region_id, alert.state, alert.severity) == (DISTRICT, "draft", "Severe")
    assert alert.headline == "3 kejadian di Kecamatan Dagangan"
    assert len(alert.grounds) == 3
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert (watch(), watch_all()) == (0, 0)  # the same situation


def test_elsewhere_is_another_situation(world, watch):
    rule(world)
    side = [factories.report(world, "elsewhere:babinsa", code=ELSEWHERE, **CLASH) for _ in "123"]
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert watch() == 2
    assert len(side) == 3
    assert set(Alert.objects.values_list("region_id", flat=True)) == {DISTRICT, "35.19.09"}


def test_after_its_end_and_its_rest_it_may_fire_again(world, clock, watch):
    rule(world)
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert watch() == 1
    clock.forward(hours=7)
    assert watch_all() == 0  # over
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert watch() == 0  # within its rest of an hour: the same situation, that came back
    clock.forward(hours=7)
    watch_all()
    clock.forward(hours=2)
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert watch() == 1


def test_a_restricted_case_never_counts(world, watch):
    rule(world)
    rows = three(world, VILLAGE, VILLAGE, VILLAGE)
    restrict(world.post("desk_coordinator"), rows[0], agencies=[world.agencies["polres"]])
    assert watch() == 0


def test_an_automatic_rule_sends_at_once(world, watch, told):
    rule(world, automatic=True)
    three(world, VILLAGE, VILLAGE, VILLAGE)
    watch()
    assert Alert.objects.get().state == "running"
    assert "kapolsek" in told("alert.issued")
    assert not told("alert.drafted")  # it waits for nobody


def test_a_rule_goes_live_only_after_it_was_tried(world):
    row = rule(world, live=False)
    duty = world.post("duty_officer")
    with pytest.raises(Problem) as refusal:
        set_rule_live(duty, row)
    assert refusal.value.status == 409
    row = set_rule_live(duty, try_alert_rule(duty, row, days=7))
    assert row.state == "live"
    row = change_alert_rule(duty, row, plan(cooldown=10))
    assert (row.state, row.tried_at) == ("draft", None)


def test_the_trial_tells_when_and_where(world, clock):
    row = rule(world, live=False)
    three(world, VILLAGE, NEIGHBOUR, VILLAGE)
    clock.forward(days=2)
    three(world, VILLAGE, NEIGHBOUR, VILLAGE)
    clock.forward(days=1)
    row = try_alert_rule(world.post("duty_officer"), row, days=7)
    assert (row.trial["count"], row.trial["places"]) == (2, 1)
    assert row.trial["fired"][0]["name"] == "Kecamatan Dagangan"
    row = try_alert_rule(world.post("duty_officer"), row, days=2)
    assert row.trial["count"] == 1
    assert not Alert.objects.exists()


def test_a_rule_at_rest_watches_no_more(world, watch):
    row = rest_rule(world.post("duty_officer"), rule(world))
    three(world, VILLAGE, VILLAGE, VILLAGE)
    assert (watch(), watch_all(), row.state) == (0, 0, "resting")


def test_what_is_missing_in_a_rule_is_told_at_its_field(world):
    duty = world.post("duty_officer")
    for told, field in (
        ({"parameters": {**THREE, "least": 0}}, "least"),
        ({"parameters": {**THREE, "place": "province"}}, "place"),
        ({"reach": []}, "reach"),
        ({"headline": " "}, "headline"),
        ({"cooldown": -1}, "cooldown"),
    ):
        with pytest.raises(Problem) as refusal:
            rule(world, live=False, **told)
        assert refusal.value.field == field
    assert not AlertRule.objects.exists()
    assert duty.can("issue_alerts")


def test_a_critical_case_that_nobody_acknowledges(world, clock):
    rule(world, condition="unacknowledged", parameters={"minutes": 10})
    row = factories.report(world, code=VILLAGE, **CRITICAL)
    other = factories.report(world, "kapolsek", code=NEIGHBOUR, **CRITICAL)
    clock.forward(minutes=5)
    acknowledge(world.post("duty_officer"), other)
    assert watch_all() == 0
    clock.forward(minutes=6)
    assert watch_all() == 1
    alert = Alert.objects.get()
    assert alert.region_id == VILLAGE
    assert alert.grounds[0][0] == row.number
    assert watch_all() == 0


def test_a_desk_of_which_nothing_is_heard(world, clock):
    rule(world, condition="silent_desk", parameters={"level": "district", "hours": 24})
    assert watch_all() == 0  # nobody has begun to confirm days
    confirm_day(world.post("district_head"), world.desk(DISTRICT), nil=True)
    clock.forward(hours=25)
    assert watch_all() == 2  # this one, and the other that never said anything
    confirm_day(world.post("district_head"), world.desk(DISTRICT), nil=True)
    assert watch_all() == 0
    assert watch_all() == 0


@pytest.mark.parametrize("code", sorted(CONDITIONS))
def test_each_condition_reads_as_a_sentence_and_asks_in_few_statements(world, code):
    condition = CONDITIONS[code]
    sentence = condition.sentence(condition.defaults)
    assert sentence
    assert "%(" not in sentence
    assert not condition.faults(condition.defaults)
    with CaptureQueriesContext(connection) as spent:
        spells_of(code, world.operation, condition.defaults, now() - timedelta(days=28), now())
    assert len(spent) <= 4


def test_the_catalogue_and_its_facts_agree():
    assert set(SPELLS) == set(CONDITIONS)
    known = {action.verb for action in registry.values()}
    assert all(condition.verbs <= known for condition in CONDITIONS.values())


def test_a_village_that_became_very_vulnerable(world, clock):
    prepared(world)
    score = computed(world)[VILLAGE]
    rule(world, condition="risen", parameters={"place": "village"})
    RiskScore.objects.filter(pk=score.pk).update(day=score.day - timedelta(days=1), category="less")
    assert watch_all() == 0
    row = RiskScore.objects.get(pk=score.pk)
    row.pk, row.day, row.category = None, score.day, "very"
    row._state.adding = True
    row.save()
    assert (watch_all(), watch_all()) == (1, 0)
    assert Alert.objects.get().region_id == VILLAGE
