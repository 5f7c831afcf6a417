"""One item for each agency and place; again and again, and nothing reported is ever lost."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.scope import covers
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from sinergi.readiness import actions
from sinergi.readiness.generation import generate
from sinergi.readiness.models import ReadinessItem, Requirement
from sinergi.readiness.shipped import shipped_set
from sinergi.stages.models import Stage
from tests.factories import DISTRICT, REGENCY, VILLAGE, World
from tests.factories_readiness import item, readiness, reported, told_of

pytestmark = pytest.mark.django_db


def naive(world: World) -> set[tuple[str, str, str]]:
    """What must be there, thought through one by one: (code, agency, place)."""
    places = world.regions.values()
    return {
        (wanted.code, agency.name, place.pk)
        for wanted in Requirement.objects.filter(operation=world.operation, active=True)
        for agency in world.agencies.values()
        if agency.kind == wanted.agency_kind
        and agency.name.lower().startswith(wanted.agency_name.lower())
        for place in places
        if place.level == wanted.level
        and (covers(agency.areas, place.pk) or place.pk == agency.region_id)
    }


def found(world: World) -> set[tuple[str, str, str]]:
    rows = ReadinessItem.objects.filter(operation=world.operation, active=True)
    return set(rows.values_list("requirement__code", "agency__name", "region_id"))


def test_there_is_one_for_each_agency_and_place(world: World) -> None:
    readiness(world)
    assert found(world) == naive(world)
    assert len(found(world)) > 100


def test_a_police_sector_owes_each_village_of_its_district(world: World) -> None:
    readiness(world)
    rows = ReadinessItem.objects.filter(
        operation=world.operation, requirement__code="bhabin-pungut", agency__kind="polsek"
    )
    assert Counter(rows.values_list("region__parent_id", flat=True)) == {
        DISTRICT: 2,
        "35.19.09": 2,
    }


def test_a_police_resort_of_some_districts_answers_at_the_regency(world: World) -> None:
    readiness(world)
    rows = ReadinessItem.objects.filter(
        operation=world.operation, requirement__code="polres-renpam", region_id=REGENCY
    )
    assert rows.count() == 2


def test_it_is_one_statement_and_the_second_run_changes_nothing(world: World) -> None:
    readiness(world)
    before = list(ReadinessItem.objects.order_by("pk").values())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        done = generate(world.operation.pk)
    assert len(asked) == 1
    assert (done.new, done.changed, done.let_go) == (0, 0, 0)
    assert done.total == len(before)
    assert list(ReadinessItem.objects.order_by("pk").values()) == before


def test_it_is_due_so_many_days_before_its_stage(world: World) -> None:
    assert item(world).due_on == date(2024, 11, 27) - timedelta(days=14)


def test_due_days_follow_a_stage_that_moved(world: World) -> None:
    row = item(world)
    Stage.objects.filter(operation=world.operation, code="S09").update(
        starts_on=date(2024, 12, 4), ends_on=date(2024, 12, 4)
    )
    actions.generate_items(SYSTEM, world.operation)
    row.refresh_from_db()
    assert row.due_on == date(2024, 11, 20)


def test_a_withdrawn_requirement_leaves_what_was_reported(world: World) -> None:
    reported_row = reported(world, item(world), note_text="Lengkap.")
    other = item(world, place="35.19.09.2008")
    wanted = reported_row.requirement
    actions.withdraw_requirement(world.post("desk_coordinator"), wanted)
    reported_row.refresh_from_db()
    other.refresh_from_db()
    assert not reported_row.active and not other.active
    assert (reported_row.state, reported_row.note) == ("ready", "Lengkap.")
    kept = ReadinessItem.objects.kept().filter(requirement=wanted)
    assert list(kept) == [reported_row]
    actions.restore_requirement(world.post("desk_coordinator"), wanted)
    reported_row.refresh_from_db()
    assert reported_row.active and reported_row.state == "ready"


def test_a_newer_set_keeps_what_was_edited_here(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness(world)
    keeper = world.post("desk_coordinator")
    edited = Requirement.objects.get(operation=world.operation, code="desa-linmas")
    gone = Requirement.objects.get(operation=world.operation, code="desa-apk")
    actions.change_requirement(keeper, edited, told=told_of(edited, lead_days=20))
    wanted = shipped_set()
    rows = [row for row in wanted.requirements if row.code != "desa-apk"]
    newer = type(wanted)(wanted.name, wanted.version + 1, tuple(rows))
    monkeypatch.setattr("sinergi.readiness.actions.requirements.shipped_set", lambda name: newer)
    actions.prepare_readiness(SYSTEM, world.operation)
    edited.refresh_from_db()
    gone.refresh_from_db()
    assert edited.lead_days == 20 and edited.active and edited.edited
    assert not gone.active
    assert item(world).due_on == date(2024, 11, 7)
    untouched = Requirement.objects.get(operation=world.operation, code="desa-posko")
    assert untouched.template == newer.label


def test_the_shipped_set_is_sound(world: World) -> None:
    readiness(world)
    rows = shipped_set().requirements
    assert Requirement.objects.filter(operation=world.operation).count() == len(rows)
    per_level = Counter(row.level for row in rows)
    assert per_level["village"] >= 20 and per_level["district"] >= 15
    for row in rows:
        assert row.title_en and row.asks_en, row.code


def test_the_journal_says_what_a_run_did(world: World) -> None:
    readiness(world)
    entry = JournalEntry.objects.get(verb="readiness.generated", operation=world.operation.pk)
    assert entry.facts["new"] == entry.facts["total"] == len(found(world))
    assert entry.facts["let_go"] == 0
    assert VILLAGE.startswith(entry.region)
