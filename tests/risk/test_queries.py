"""What pages and programs ask of the index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now
from sinergi.polling.models import Station
from sinergi.risk.actions import Weights, change_weights, recompute_scores
from sinergi.risk.computing import replay
from sinergi.risk.models import RiskScore, Weighting
from sinergi.risk.queries.assessments import coverage, holding, past_assessments
from sinergi.risk.queries.comparing import compare
from sinergi.risk.queries.explaining import explain
from sinergi.risk.queries.foresight import tried_on
from sinergi.risk.queries.scores import (
    Asked,
    change_in,
    counts_by_category,
    history_of,
    rolled_up,
    score_of,
    scores_of,
)
from tests import factories, factories_polling
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_risk import assessed, computed, prepared

pytestmark = pytest.mark.django_db


def _everything(world: World) -> None:
    prepared(world)
    factories_polling.stations(world, 8)
    assessed(world, history_violence=4, close_result=3)
    factories.report(world, kind="clash", severity="critical")
    computed(world)


def test_a_village_sees_its_own_score_alone(world: World) -> None:
    _everything(world)
    own = [row.region_id for row in scores_of(world.post("village_head"))]
    assert own == [VILLAGE]
    assert len(scores_of(world.post("regent"))) == 4
    assert not scores_of(world.post("station_officer"))
    assert score_of(world.post("village_head"), NEIGHBOUR) is None


def test_the_list_is_asked_in_two_statements(world: World, django_assert_num_queries: Any) -> None:
    _everything(world)
    post = world.post("desk_coordinator")
    with django_assert_num_queries(2):
        rows = [row.region.full_name for row in scores_of(post)]
    assert rows[0] == world.region(VILLAGE).full_name
    with django_assert_num_queries(2):
        assert len(scores_of(post, Asked(level="station", place=VILLAGE))) == 2
    with django_assert_num_queries(2):
        assert sum(counts_by_category(post).values()) == 4


def test_change_is_told_since_a_week_or_since_the_first_day(world: World, clock: Any) -> None:
    _everything(world)
    post = world.post("desk_coordinator")
    assert change_in(post).since is None
    clock.forward(days=9)
    computed(world)
    told = change_in(post)
    assert told.since == local(now()).date() - timedelta(days=9)
    assert told.by[VILLAGE] < 0  # what happened has faded
    assert len(history_of(post, VILLAGE)) == 2


def test_districts_are_rolled_up_from_their_villages(world: World) -> None:
    _everything(world)
    rows = rolled_up(scores_of(world.post("desk_coordinator")))
    assert [(row.code, row.villages) for row in rows] == [(DISTRICT, 2), ("35.19.09", 2)]
    assert rows[0].mean > rows[1].mean


def test_a_score_explains_itself(world: World, clock: Any, django_assert_num_queries: Any) -> None:
    _everything(world)
    began = local(now()).date()
    clock.forward(days=1)
    computed(world)
    score = score_of(world.post("regent"), VILLAGE)
    assert score is not None
    with django_assert_num_queries(3):
        told = explain(score)
    assert sum(reason.points for reason in told.reasons) == pytest.approx(score.total, abs=0.01)
    assert sum(part.points for part in told.dimensions) == pytest.approx(score.total, abs=0.01)
    violence = next(row for row in told.reasons if row.code == "history_violence")
    assert violence.since == began
    assert violence.judged is not None and "Panwascam" in violence.judged.by
    assert "tiga pilar" in violence.remedy
    assert violence in told.lowering
    assert "history_revote" in [row.code for row in told.unknown]


def test_a_station_has_its_village_and_what_is_its_own(world: World) -> None:
    _everything(world)
    station = Station.objects.filter(region=VILLAGE)[0]
    station.network, station.accessible = "none", False
    station.save()
    computed(world)
    score = score_of(world.post("regent"), VILLAGE, station.pk)
    assert score is not None
    told = explain(score)
    assert sum(reason.points for reason in told.reasons) == pytest.approx(score.total, abs=0.01)
    assert {row.code for row in told.reasons if not row.inherited} == {
        "weak_network",
        "not_accessible",
    }
    assert [row for row in told.reasons if row.inherited]


def test_hand_and_index_are_shown_side_by_side(world: World) -> None:
    _everything(world)
    Station.objects.filter(region=VILLAGE).update(category="very")
    Station.objects.filter(region=ELSEWHERE).update(category="special")
    told = compare(world.post("police_officer"))  # Dagangan is Polres Madiun's, Jiwan is not
    assert told.stations == 4
    assert {row.hand for row in told.differing} == {"very"}
    assert all(row.apart < 0 for row in told.differing)
    assert Station.objects.filter(region=VILLAGE, category="very").count() == 2


def test_the_newest_word_holds_and_the_older_is_kept(world: World, clock: Any) -> None:
    prepared(world)
    assessed(world, history_violence=4)
    clock.forward(hours=2)
    assessed(world, by="village_head", history_violence=1, refusal=0)
    post = world.post("district_head")
    told = holding(post, [DISTRICT])[VILLAGE]
    assert (told["history_violence"].value, told["refusal"].value) == (1, 0)
    assert len(past_assessments(post, VILLAGE)) == 2
    rows = coverage(post, [DISTRICT])
    assert [row.judged for row in rows] == [0, 2]


def test_other_weights_can_be_tried_on_the_past(world: World, clock: Any) -> None:
    _everything(world)
    kept = RiskScore.objects.get(region=VILLAGE, station=None).total
    day = local(now()).date()
    clock.forward(days=2)
    weighting = Weighting.objects.get(operation=world.operation)
    assert replay(world.operation, weighting, [day])[0].totals[VILLAGE] == pytest.approx(
        kept, abs=3
    )
    weighting.weights = {**weighting.weights, "history_violence": 50}
    assert replay(world.operation, weighting, [day])[0].totals[VILLAGE] > kept
    assert RiskScore.objects.filter(region=VILLAGE, station=None).count() == 1


def test_a_new_version_leaves_the_days_before_as_they_were(world: World, clock: Any) -> None:
    _everything(world)
    clock.forward(days=1)
    by = world.post("desk_coordinator")
    row = change_weights(by, world.operation, Weights(half_life=3), why="Terlalu lambat pudar")
    assert (row.number, row.half_life) == (2, 3)
    recompute_scores(SYSTEM, world.operation)
    days = RiskScore.objects.filter(region=VILLAGE, station=None).order_by("day")
    assert [score.weighting.number for score in days] == [1, 2]


def test_a_program_reads_scores_and_their_reasons(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    _everything(world)
    client = signed_in("regional_secretary")
    page = client.get("/api/v1/risk/scores?limit=2").json()
    assert page["total"] == 4 and page["items"][0]["region"] == VILLAGE
    assert client.get(page["next"]).json()["items"]
    told = client.get(f"/api/v1/risk/villages/{VILLAGE}").json()
    assert sum(row["points"] for row in told["reasons"]) == pytest.approx(told["total"], abs=0.01)
    assert client.get("/api/v1/risk/villages/35.19.99.2001").status_code == 404
    assert client.get("/api/v1/risk/indicators").json()[0]["weight"] == 1
    assert client.get("/api/v1/risk/comparison").json()["stations"] == 8
    assert len(client.get(f"/api/v1/risk/villages/{VILLAGE}/course").json()) == 1
    assert client.get("/api/v1/risk/weights").json()[0]["number"] == 1


def test_a_program_assesses_places_each_with_its_own_answer(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    prepared(world)
    client = signed_in("district_supervisor")
    items = [
        {"region": VILLAGE, "judgements": [{"indicator": "refusal", "value": 2}]},
        {"region": ELSEWHERE, "judgements": [{"indicator": "refusal", "value": 2}]},
        {"region": NEIGHBOUR, "judgements": [{"indicator": "refusal", "value": 5}]},
    ]
    answer = client.post(
        "/api/v1/risk/assessments/batch", {"items": items}, content_type="application/json"
    )
    told = answer.json()
    assert [row["state"] for row in told["items"]] == ["done", "refused", "refused"]
    assert told["items"][1]["problem"]["status"] == 404
    assert told["items"][2]["problem"]["errors"][0]["field"] == "refusal"
    assert client.get("/api/v1/risk/assessments").json()["total"] == 1
    refused = client.post("/api/v1/risk/weights", {"why": "Uji"}, content_type="application/json")
    assert refused.status_code == 403


def test_the_index_is_tried_on_what_came_after(world: World, clock: Any) -> None:
    """What is known later is not known on the day that is tried."""
    _everything(world)
    day = local(now()).date()
    clock.forward(days=2)
    factories.report(world, kind="clash")
    factories.report(world, "elsewhere:babinsa", kind="unrelated")
    weighting = Weighting.objects.get(operation=world.operation)
    told = tried_on(world.operation, weighting, day)
    assert (told.incidents, told.index and told.index.auc) == (1, 1.0)
