"""The matrix, the lists and the gaps: figures against a count by hand, order, and statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.kernel.clock import now
from sinergi.readiness import actions, rules
from sinergi.readiness.filters import ItemFilter
from sinergi.readiness.models import ReadinessItem
from sinergi.readiness.permissions import answers_for, may_check, may_see
from sinergi.readiness.queries.desk import next_stage_readiness
from sinergi.readiness.queries.items import gaps
from sinergi.readiness.queries.matrix import readiness_figure, readiness_matrix
from sinergi.readiness.rules import Tally
from sinergi.stages.models import today
from tests.factories import DISTRICT, REGENCY, VILLAGE, World
from tests.factories_readiness import item, readiness, reported

pytestmark = pytest.mark.django_db
SEEING = ("duty_officer", "village_head", "babinsa", "kapolsek", "police_officer", "regent",
          "administrator", "village_committee")  # fmt: skip


@pytest.fixture
def lively(world: World) -> World:
    """Items in every state, some of them late."""
    row = reported(world, item(world))
    actions.check_readiness(world.post("district_head"), row, confirmed=True)
    reported(world, item(world, "desa-lokasi-tps"))
    reported(world, item(world, "desa-listrik"), state="blocked", missing="Genset.")
    returned = reported(world, item(world, "desa-posko"))
    actions.check_readiness(world.post("district_head"), returned, confirmed=False, remark="Foto?")
    reported(world, item(world, "bhabin-pungut"), by="kapolsek", state="in_progress")
    return world


def by_hand(world: World, role: str, key: Callable[[ReadinessItem], Any]) -> dict[Any, Tally]:
    post, counted = world.post(role), defaultdict[Any, Tally](Tally)
    for row in ReadinessItem.objects.whole().filter(active=True):
        if may_see(post, row):
            group = rules.group_of(row.state, row.check_state, row.due_on, today())
            counted[key(row)].add(group)
    return counted


@pytest.mark.parametrize("role", SEEING)
def test_the_matrix_is_what_one_counts_by_hand(lively: World, role: str) -> None:
    expected = by_hand(lively, role, lambda row: (row.stage.code, row.agency_kind))
    matrix = readiness_matrix(lively.post(role), ItemFilter())
    found = {
        (row.note.code, cell.kind): cell.tally
        for row in matrix.rows
        for cell in row.cells
        if cell.tally
    }
    assert found == expected
    assert matrix.total == sum(expected.values(), Tally())
    for row in matrix.rows:
        assert row.tally == sum((cell.tally for cell in row.cells if cell.tally), Tally())


def test_by_place_every_item_is_counted_once(lively: World) -> None:
    expected = by_hand(lively, "duty_officer", lambda row: (row.region_id[:8], row.agency_kind))
    matrix = readiness_matrix(lively.post("duty_officer"), ItemFilter(), "place")
    found = {(r.key, c.kind): c.tally for r in matrix.rows for c in r.cells if c.tally}
    assert found == expected
    inside = readiness_matrix(lively.post("duty_officer"), ItemFilter(place=DISTRICT), "place")
    assert {row.key for row in inside.rows} == {DISTRICT, VILLAGE, "35.19.04.2011"}


def test_every_field_leads_to_exactly_its_items(
    lively: World, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("duty_officer")
    for by in ("stage", "place"):
        matrix = readiness_matrix(lively.post("duty_officer"), ItemFilter(), by)
        for row in matrix.rows:
            answer = client.get(f"/readiness/items/?{row.query}")
            assert answer.context["page"].paginator.count == row.tally.total, row.title
    cell = next(c for c in matrix.rows[1].cells if c.tally)
    answer = client.get(f"/readiness/items/?{cell.query}")
    assert answer.context["page"].paginator.count == cell.tally.total


def test_the_figure_states_numerator_and_denominator(
    lively: World, signed_in: Callable[[str], Client]
) -> None:
    tally = readiness_figure(lively.post("village_head"), ItemFilter(kind="village_office"))
    assert (tally.confirmed, tally.claimed, tally.blocked, tally.returned) == (1, 1, 1, 1)
    assert tally.total == 9
    page = signed_in("village_head").get("/readiness/?kind=village_office").content.decode()
    assert "<strong>1</strong>" in page and "<strong>9</strong>" in page


@pytest.mark.parametrize("role", SEEING)
def test_lists_and_rules_agree(lively: World, role: str) -> None:
    post = lively.post(role)
    everything = list(ReadinessItem.objects.whole().filter(operation=lively.operation))
    seen = set(ReadinessItem.objects.visible_to(post).values_list("pk", flat=True))
    assert seen == {row.pk for row in everything if may_see(post, row)}
    owed = set(ReadinessItem.objects.owed_by(post).values_list("pk", flat=True))
    assert owed == {row.pk for row in everything if answers_for(post, row)}
    for row in ReadinessItem.objects.to_check_by(post).whole():
        assert may_check(post, row)


def test_gaps_press_by_day_then_tension_then_blocked(lively: World) -> None:
    day = now().date() + timedelta(days=5)
    wanted = {
        "desa-posko": 0,  # returned: before the registration, which is over
        "desa-netralitas": 0,
        "bhabin-pungut": 0,
        "desa-listrik": 0,
    }
    rows = ReadinessItem.objects.filter(region_id=VILLAGE, requirement__code__in=wanted)
    rows.update(due_on=day)
    ReadinessItem.objects.exclude(pk__in=rows.values("pk")).update(due_on=None)
    late = item(lively, "kpu-adhoc", REGENCY)
    ReadinessItem.objects.filter(pk=late.pk).update(due_on=day - timedelta(days=30))
    found = list(gaps(lively.post("duty_officer"), ItemFilter()))
    codes = [row.requirement.code for row in found[:5]]
    assert codes[0] == "kpu-adhoc"
    assert codes[1] == "desa-listrik", "very high and blocked"
    assert codes[2] == "bhabin-pungut", "very high"
    assert codes[3] == "desa-netralitas", "high"
    over = [row for row in found if row.stage.ends_on and row.stage.ends_on < today()]
    assert found[-len(over) :] == over, "nothing can be made ready for what is over"
    assert over[0].requirement.code == "desa-posko"
    assert all(row.due_on is None for row in found[4 : -len(over)])
    assert not [row for row in found if row.standing in rules.REPORTED_READY]


def test_the_next_stage_for_a_briefing(lively: World) -> None:
    post = lively.post("duty_officer")
    with CaptureQueriesContext(connection) as asked:
        found = next_stage_readiness(post)
    assert len(asked) <= 4
    assert found is not None and found.stage.code == "S05"
    assert found.total == len(
        [r for r in ReadinessItem.objects.visible_to(post) if r.stage_id == found.stage.pk]
    )
    assert len(found.gaps) == 10 and found.ready == 0


PAGES = ("/readiness/", "/readiness/?by=place", "/readiness/items/", "/readiness/gaps/",
         "/readiness/report/?stage=S09")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_costs_the_same_whatever_the_number(
    world: World, signed_in: Callable[[str], Client], path: str
) -> None:
    readiness(world)
    client = signed_in("kapolsek")
    asked = item(world, "bhabin-pungut").requirement
    keep = ReadinessItem.objects.filter(requirement=asked, region_id=VILLAGE).values_list("pk")
    ReadinessItem.objects.exclude(pk__in=[key for (key,) in keep]).update(active=False)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        assert client.get(path).status_code == 200
    ReadinessItem.objects.update(active=True)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) <= len(few) + 1, [q["sql"][:150] for q in many]


def test_what_is_no_longer_asked_is_marked_and_not_counted(
    lively: World, signed_in: Callable[[str], Client]
) -> None:
    row = item(lively)
    actions.withdraw_requirement(lively.post("desk_coordinator"), row.requirement)
    assert readiness_figure(lively.post("village_head"), ItemFilter()).confirmed == 0
    page = signed_in("village_head").get(row.get_absolute_url())
    assert page.status_code == 200 and "Tidak diminta lagi" in page.content.decode()
    other = ReadinessItem.objects.get(requirement=row.requirement, region_id="35.19.09.2008")
    assert signed_in("elsewhere:village_head").get(other.get_absolute_url()).status_code == 404
