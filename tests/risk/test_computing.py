"""The index of an operation: what it reads, what it keeps, what it says of it."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.incidents.models import Incident, Movement
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.polling.models import Station
from sinergi.risk.actions import recompute_scores
from sinergi.risk.models import RiskScore
from sinergi.risk.reading.events import what_happened
from tests import factories, factories_polling
from tests.factories import ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_risk import assessed, computed, parts_of, points, prepared

pytestmark = pytest.mark.django_db


def test_every_village_and_station_has_a_score(world: World) -> None:
    prepared(world)
    factories_polling.stations(world, 6)
    computed(world)
    assert RiskScore.objects.of_villages().count() == 4
    assert RiskScore.objects.of_stations().count() == 6


def test_an_incident_raises_its_village_and_a_little_its_district(world: World) -> None:
    prepared(world)
    before = computed(world)
    factories.report(world, kind="clash", severity="high")
    after = computed(world)
    gain = {code: after[code].total - before[code].total for code in after}
    assert gain[VILLAGE] > gain[NEIGHBOUR] > gain[ELSEWHERE] > 0


def test_an_old_incident_fades(world: World, clock: Any) -> None:
    prepared(world)
    factories.report(world, kind="clash", severity="high")
    fresh = points(computed(world)[VILLAGE])["incidents_peace"]
    clock.forward(days=14)
    faded = points(computed(world)[VILLAGE])["incidents_peace"]
    assert 0 < faded < fresh


def test_what_nobody_assessed_is_unknown_and_not_calm(world: World) -> None:
    prepared(world)
    before = computed(world)[VILLAGE]
    assert parts_of(before, "history_violence") is None
    assessed(world, history_violence=0)
    after = computed(world)[VILLAGE]
    assert parts_of(after, "history_violence").points == 0
    assert after.coverage > before.coverage


def test_points_add_up_to_the_total(world: World) -> None:
    prepared(world)
    factories_polling.stations(world, 8)
    assessed(world, history_violence=3, close_result=4, unlisted_voters=30)
    factories.report(world, kind="hoax")
    computed(world)
    for score in RiskScore.objects.all():
        assert sum(part.points for part in score.pieces) == pytest.approx(score.total, abs=0.01)
        assert score.low <= score.total <= score.high


def test_the_day_has_one_row_and_keeps_the_day_before(world: World, clock: Any) -> None:
    prepared(world)
    first = computed(world)[VILLAGE]
    clock.forward(hours=1)
    factories.report(world, kind="clash", severity="critical")
    second = computed(world)[VILLAGE]
    assert second.pk == first.pk
    clock.forward(days=1)
    computed(world)
    assert RiskScore.objects.filter(region=VILLAGE).count() == 2


def test_what_has_not_moved_is_not_written(world: World) -> None:
    prepared(world)
    assert recompute_scores(SYSTEM, world.operation).changed == 4
    assert recompute_scores(SYSTEM, world.operation).changed == 0


def test_it_asks_the_same_number_of_statements_of_any_number_of_places(world: World) -> None:
    prepared(world)
    recompute_scores(SYSTEM, world.operation)
    with CaptureQueriesContext(
        connection,
    ) as few:
        recompute_scores(SYSTEM, world.operation)
    factories_polling.stations(world, 60)
    factories.many_incidents(world, 40, at=now())
    with CaptureQueriesContext(connection) as many:
        recompute_scores(SYSTEM, world.operation)
    assert len(many) == len(few) + 1 <= 20  # and the one that keeps what has moved
    assert Station.objects.count() == 60


def test_an_event_weighs_its_severity_and_half_after_its_half_life(world: World) -> None:
    factories.many_incidents(world, 3, kind="clash")  # low, medium, high: 1, 2, 4
    told = what_happened(world.operation, now(), 14)["clash"][VILLAGE]
    assert told.total == pytest.approx(7, abs=0.01)
    assert told.squares == pytest.approx(21, abs=0.05)
    later = what_happened(world.operation, now() + timedelta(days=14), 14)["clash"][VILLAGE]
    assert later.total == pytest.approx(3.5, abs=0.01)
    assert not what_happened(world.operation, now() + timedelta(days=14 * 9), 14)


def test_what_was_reported_later_is_not_known_before(world: World) -> None:
    factories.many_incidents(world, 3, kind="clash")
    assert not what_happened(world.operation, now() - timedelta(hours=1), 14)


def test_a_rejected_case_does_not_count(world: World) -> None:
    rows = factories.many_incidents(world, 3, kind="clash")
    Incident.objects.filter(pk=rows[0].pk).update(state="rejected", next_deadline=None)
    assert what_happened(world.operation, now(), 14)["clash"][VILLAGE].total < 6.01


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_events_changes_nothing(world: World, seed: int) -> None:
    """To the last bit: the same cases, written in another order."""
    rows = factories.many_incidents(world, 40, kind="hoax")
    before = what_happened(world.operation, now(), 14)
    Movement.objects.all().delete()
    Incident.objects.all().delete()
    random.Random(seed).shuffle(rows)
    Incident.objects.bulk_create(rows)
    assert what_happened(world.operation, now(), 14) == before
