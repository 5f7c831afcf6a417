"""What people do to the index: assess, weigh, edit; and when it follows by itself."""

from __future__ import annotations

from typing import Any

import pytest

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Forbidden, Invalid, Problem
from sinergi.risk.actions import (
    Judgement,
    Weights,
    add_risk_indicator,
    assess_place,
    change_weights,
    edit_risk_indicator,
    prepare_risk,
    recalibrate_index,
)
from sinergi.risk.models import AssessedValue, RiskIndicator, Weighting
from sinergi.risk.ticking import is_due, tick
from tests import factories, factories_polling
from tests.factories import DISTRICT, ELSEWHERE, VILLAGE, World
from tests.factories_risk import assessed, computed, indicator, parts_of, points, prepared

pytestmark = pytest.mark.django_db


def test_preparing_twice_changes_nothing(world: World) -> None:
    prepared(world)
    count = RiskIndicator.objects.count()
    prepare_risk(SYSTEM, world.operation)
    assert (RiskIndicator.objects.count(), Weighting.objects.count()) == (count, 1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Judgement("history_violence", 5), "history_violence"),
        (Judgement("near_school_or_factory", 2), "near_school_or_factory"),
        (Judgement("weak_network", 1), "weak_network"),  # derived, not judged
        (Judgement("nothing", 1), "nothing"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, told: Judgement, field: str) -> None:
    prepared(world)
    with pytest.raises(Problem) as refused:
        assess_place(world.post("village_head"), world.region(), [told])
    assert (refused.value.code, refused.value.field) == (Invalid.code, field)
    assert not AssessedValue.objects.exists()


def test_a_station_is_not_asked_what_concerns_villages(world: World) -> None:
    prepared(world)
    station = factories_polling.station(world)
    by = world.post("village_supervisor")
    row = assess_place(by, world.region(), [Judgement("hard_to_reach", 3)], station=station)
    assert row.station == station
    with pytest.raises(Problem):
        assess_place(by, world.region(), [Judgement("close_result", 3)], station=station)
    elsewhere = factories_polling.station(world, village=ELSEWHERE)
    with pytest.raises(Problem):
        assess_place(by, world.region(), [Judgement("hard_to_reach", 3)], station=elsewhere)
    with pytest.raises(Problem):
        assess_place(world.post("kapolsek"), world.region(DISTRICT), [Judgement("refusal", 1)])


def test_what_is_no_longer_known_counts_no_more(world: World) -> None:
    prepared(world)
    assessed(world, history_violence=4)
    assert points(computed(world)[VILLAGE])["history_violence"] > 0
    assessed(world, history_violence=None)
    assert parts_of(computed(world)[VILLAGE], "history_violence") is None


def test_the_journal_tells_what_was_judged(world: World) -> None:
    prepared(world)
    assessed(world, history_violence=4, refusal=0)
    entry = JournalEntry.objects.get(verb="place.assessed")
    assert entry.region == VILLAGE
    assert entry.facts["values"] == {"history_violence": 4, "refusal": 0}


def test_a_weight_that_is_changed_is_a_new_version(world: World) -> None:
    prepared(world)
    assessed(world, history_violence=4)
    before = computed(world)[VILLAGE].total
    by = world.post("regional_secretary")
    told = Weights(weights={"history_violence": 10}, vulnerable_from=1, very_from=2)
    row = change_weights(by, world.operation, told, why="Riwayat lebih menentukan")
    assert (row.number, row.weights["history_violence"], row.weights["refusal"]) == (2, 10, 1)
    after = computed(world)[VILLAGE]
    assert after.total > before and after.category == "very"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Weights(weights={"history_violence": -1}), "history_violence"),
        (Weights(weights={"nothing": 1}), "nothing"),
        (Weights(half_life=0), "half_life"),
        (Weights(vulnerable_from=50, very_from=40), "very_from"),
        (Weights(halves={"incidents_peace": float("nan")}), "incidents_peace"),
    ],
)
def test_weights_out_of_bounds_are_refused(world: World, told: Weights, field: str) -> None:
    prepared(world)
    with pytest.raises(Problem) as refused:
        change_weights(world.post("desk_coordinator"), world.operation, told, why="Uji")
    assert refused.value.field == field
    assert Weighting.objects.count() == 1


def test_only_the_chair_keeps_the_index(world: World) -> None:
    prepared(world)
    with pytest.raises(Problem) as refused:
        change_weights(world.post("kapolsek"), world.operation, Weights(half_life=3), why="Uji")
    assert refused.value.code == Forbidden.code


def test_an_indicator_of_ones_own_counts_at_once(world: World) -> None:
    prepared(world)
    by = world.post("desk_coordinator")
    row = add_risk_indicator(
        by, world.operation, code="banjir_rob", dimension="organisation", title="Rawan banjir rob",
        remedy="TPS cadangan",
    )  # fmt: skip
    assessed(world, banjir_rob=4)
    assert points(computed(world)[VILLAGE])["banjir_rob"] > 0
    edit_risk_indicator(by, row, title="Banjir rob", remedy="TPS cadangan", active=False)
    assert parts_of(computed(world)[VILLAGE], "banjir_rob") is None


def test_a_changed_title_has_no_old_translation(world: World) -> None:
    prepared(world)
    by = world.post("desk_coordinator")
    row = edit_risk_indicator(by, indicator(world), title="Riwayat tawuran", remedy="Patroli")
    assert (row.title_en, row.remedy_en) == ("", "")


def test_calibration_is_learnt_from_what_happened(world: World) -> None:
    prepared(world)
    factories.many_incidents(world, 30, kind="clash")
    row = recalibrate_index(SYSTEM, world.operation)
    assert set(row.calibration) == {"incidents_peace", "low_turnout"}  # all that is known
    dispersion, village, district = row.calibration["incidents_peace"]
    assert dispersion > 1 and village > 0 and district > 0


def test_it_is_computed_when_something_happens_and_every_hour(world: World, clock: Any) -> None:
    assert tick(world.operation) == 1  # prepares, too
    assert tick(world.operation) == 0
    factories.report(world, kind="clash")
    assert not is_due(world.operation, now())  # a minute's rest
    clock.forward(minutes=2)
    assert tick(world.operation) == 1
    clock.forward(minutes=30)
    assert tick(world.operation) == 0
    clock.forward(minutes=31)
    assert tick(world.operation) == 1
    clock.forward(days=7)
    assert tick(world.operation) == 1
    assert Weighting.objects.filter(operation=world.operation).count() == 2
