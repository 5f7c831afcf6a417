"""The template of a calendar: the days of 2024 come from the voting day alone."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from importlib import resources
from typing import Any

import pytest
import yaml

from sinergi.agencies.kinds import KINDS as AGENCY_KINDS
from sinergi.incidents.kinds import KINDS as INCIDENT_KINDS
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.stages.actions import open_calendar
from sinergi.stages.calendars import template
from sinergi.stages.models import Anchor, Stage
from sinergi.stages.rules import place
from tests.factories import World
from tests.factories_stages import calendar

MAINS = [f"P{n:02}" for n in range(1, 9)] + [f"S{n:02}" for n in range(1, 15)]
VOTING_DAY = date(2024, 11, 27)


def dates_of_file() -> dict[str, tuple[date | None, date | None]]:
    """{code: days} as they stand in the file, read again by other means."""
    path = resources.files("sinergi.stages").joinpath("calendars", "pilkada_2024.yaml")
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    rows = [part for row in content["stages"] for part in (row, *row.get("parts", ()))]
    return {row["code"]: tuple(row["dates"]) for row in rows if "dates" in row}  # type: ignore[misc]


def test_every_main_stage_is_there_in_order() -> None:
    assert [row.code for row in template("pilkada-2024").stages if not row.parent] == MAINS


def test_the_voting_day_alone_gives_the_days_of_2024() -> None:
    placed = {
        row.code: place(row.span, VOTING_DAY)
        for row in template("pilkada-2024").stages
        if row.anchor == "voting_day"
    }
    assert placed == dates_of_file()
    assert placed["S07"] == (date(2024, 9, 25), date(2024, 11, 23))
    assert placed["S09"] == (VOTING_DAY, VOTING_DAY)
    assert placed["P01"] == (None, date(2024, 1, 26))


def test_kinds_and_leaders_exist() -> None:
    for row in template("pilkada-2024").stages:
        assert set(row.kinds) <= set(INCIDENT_KINDS), row.code
        assert row.leader in AGENCY_KINDS, row.code
        assert 0 <= row.tension <= 3
        assert bool(row.tension) == bool(row.kinds) == bool(row.why_id) == bool(row.why_en), (
            row.code
        )
        assert row.basis and row.source


def test_a_part_has_what_its_stage_has() -> None:
    rows = {row.code: row for row in template("pilkada-2024").stages}
    assert rows["S10a"].kinds == rows["S10"].kinds
    assert rows["S10a"].leader == "district_election_committee"
    assert rows["S07a"].tension == 2


def test_the_calendar_of_2024_is_opened(world: World) -> None:
    stages = calendar(world)
    assert len(stages) == len(template("pilkada-2024").stages)
    for code, days in dates_of_file().items():
        assert (stages[code].starts_on, stages[code].ends_on) == days, code
    assert stages["P08b"].parent_id == stages["P08"].pk
    assert not stages["S11"].verified


def test_another_voting_day_moves_all_of_it(world: World) -> None:
    world.operation.voting_day = VOTING_DAY + timedelta(days=1000)
    world.operation.save()
    stages = calendar(world)
    for code, days in dates_of_file().items():
        stage = stages[code]
        moved = tuple(day and day + timedelta(days=1000) for day in days)
        assert (stage.starts_on, stage.ends_on) == moved, code


def test_what_hangs_on_the_court_has_no_days(world: World) -> None:
    stages = calendar(world)
    for code in ("S11", "S12", "S12a", "S13", "S14"):
        assert (stages[code].starts_on, stages[code].ends_on) == (None, None), code
    assert Anchor.objects.get(operation=world.operation, code="brpk_notice").day is None


def test_two_bulk_inserts_and_one_entry(world: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(9):
        open_calendar(SYSTEM, world.operation)
    entry = JournalEntry.objects.get(verb="calendar.opened")
    assert entry.facts["added"] == len(template("pilkada-2024").stages)
    assert entry.facts["template"] == "pilkada-2024/1"


def test_once_more_changes_nothing(world: World) -> None:
    before = {stage.code: stage.pk for stage in calendar(world).values()}
    assert {stage.code: stage.pk for stage in calendar(world).values()} == before


def test_a_newer_template_adds_and_keeps_what_was_changed_by_hand(world: World) -> None:
    stages = calendar(world)
    moved = stages["S07"]
    moved.starts_on, moved.start_offset, moved.by_hand = date(2024, 9, 26), -62, ["dates"]
    moved.save()
    newer = _newer()
    open_calendar(SYSTEM, world.operation, newer)
    rows = {stage.code: stage for stage in Stage.objects.filter(operation=world.operation)}
    assert rows["S07"].starts_on == date(2024, 9, 26)
    assert rows["S07"].title_id == "Kampanye (baru)" and rows["S07"].pk == moved.pk
    assert rows["S08"].starts_on == date(2024, 11, 23)
    assert rows["S15"].starts_on == VOTING_DAY
    facts = JournalEntry.objects.filter(verb="calendar.opened").latest("pk").facts
    assert facts["kept"] == {"S07": ["dates"]} and facts["added"] == 1


def _newer() -> Any:
    plan = template("pilkada-2024")
    rows = {row.code: row for row in plan.stages}
    changed = [
        dataclasses.replace(rows["S07"], title_id="Kampanye (baru)"),
        dataclasses.replace(rows["S08"], span=dataclasses.replace(rows["S08"].span, start=-4)),
        dataclasses.replace(rows["S09"], code="S15", order=9000),
    ]
    by_code = rows | {row.code: row for row in changed}
    return dataclasses.replace(plan, version=2, stages=tuple(by_code.values()))


def test_another_operation_knows_nothing_of_it(world: World, other_world: World) -> None:
    calendar(world)
    assert not Stage.objects.visible_to(other_world.post("regent")).exists()
    assert Stage.objects.visible_to(world.post("babinsa")).exists()


@pytest.mark.parametrize("code", ["no-such", ""])
def test_an_unknown_template_is_refused(world: World, code: str) -> None:
    with pytest.raises(Problem) as refused:
        open_calendar(SYSTEM, world.operation, code)
    assert refused.value.field == "template"
