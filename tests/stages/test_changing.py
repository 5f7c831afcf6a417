"""Changing the calendar: what moves, what stays, and what is refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from sinergi.kernel.models import JournalEntry, Operation
from sinergi.kernel.problems import Problem
from sinergi.stages import hanging
from sinergi.stages.actions import change_stage, move_stage, set_anchor
from sinergi.stages.models import Anchor, Stage
from tests.factories import World
from tests.factories_stages import calendar

WHY = "Keputusan KPU tentang perubahan jadwal."


@pytest.fixture
def stages(world: World) -> dict[str, Stage]:
    return calendar(world)


@pytest.fixture
def hung() -> Iterator[list[Sequence[uuid.UUID]]]:
    """What a room above was told to move."""
    told: list[Sequence[uuid.UUID]] = []

    def mover(stage_ids: Sequence[uuid.UUID]) -> Mapping[str, int]:
        told.append(stage_ids)
        return {"things": len(stage_ids), "nothing": 0}

    hanging.register(mover)
    yield told
    hanging._movers.remove(mover)


def keeper(world: World) -> Any:
    return world.post("kpu_liaison")


def test_a_stage_moves_and_keeps_hanging_on_its_anchor(
    world: World, stages: dict[str, Stage], hung: list[Sequence[uuid.UUID]]
) -> None:
    row = move_stage(keeper(world), stages["S05"], starts_on=date(2024, 9, 24),
                     ends_on=date(2024, 9, 24), reason=WHY)  # fmt: skip
    row.refresh_from_db()
    assert (row.start_offset, row.end_offset, row.by_hand) == (-64, -64, ["dates"])
    assert row.revision == 1
    assert hung == [[row.pk]]
    entry = JournalEntry.objects.get(verb="stage.moved")
    assert entry.facts["moved"] == {"things": 1}
    assert entry.facts["days"] == 2 and entry.facts["reason"] == WHY
    assert entry.changes["starts_on"] == ["2024-09-22", "2024-09-24"]


def test_its_parts_move_along_when_asked(world: World, stages: dict[str, Stage]) -> None:
    move_stage(keeper(world), stages["S10"], starts_on=date(2024, 11, 29),
               ends_on=date(2024, 12, 18), reason=WHY, with_parts=True)  # fmt: skip
    part = Stage.objects.get(pk=stages["S10a"].pk)
    assert (part.starts_on, part.ends_on) == (date(2024, 11, 30), date(2024, 12, 5))
    assert JournalEntry.objects.get(verb="stage.moved").facts["outside"] == []


def test_parts_stay_otherwise_and_those_outside_are_named(
    world: World, stages: dict[str, Stage]
) -> None:
    move_stage(keeper(world), stages["S10"], starts_on=date(2024, 11, 30),
               ends_on=date(2024, 12, 19), reason=WHY)  # fmt: skip
    assert Stage.objects.get(pk=stages["S10a"].pk).starts_on == date(2024, 11, 28)
    assert JournalEntry.objects.get(verb="stage.moved").facts["outside"] == ["S10a", "S10b", "S10c"]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"starts_on": date(2024, 9, 24), "ends_on": date(2024, 9, 23)}, "ends_on"),
        ({"starts_on": None, "ends_on": None}, "starts_on"),
        ({"starts_on": date(2034, 9, 24), "ends_on": date(2034, 9, 25)}, "starts_on"),
        ({"starts_on": date(2024, 9, 24), "ends_on": date(2024, 9, 24), "reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: World, stages: dict[str, Stage], told: dict[str, Any], field: str
) -> None:
    with pytest.raises(Problem) as refused:
        move_stage(keeper(world), stages["S05"], **{"reason": WHY, **told})
    assert refused.value.field == field
    assert Stage.objects.get(pk=stages["S05"].pk).starts_on == date(2024, 9, 22)


def test_a_stage_without_its_anchors_day_is_not_moved(
    world: World, stages: dict[str, Stage]
) -> None:
    with pytest.raises(Problem) as refused:
        move_stage(keeper(world), stages["S11"], starts_on=date(2025, 1, 9),
                   ends_on=date(2025, 1, 9), reason=WHY)  # fmt: skip
    assert refused.value.field == "starts_on"


def test_the_courts_notice_gives_days_to_what_hangs_on_it(
    world: World, stages: dict[str, Stage], hung: list[Sequence[uuid.UUID]]
) -> None:
    """The notice of Monday 6 January 2025; 45 working days end on Thursday 13 March 2025.

    By hand, without Saturdays and Sundays: January has 19 after the 6th, less Isra Mikraj (27th)
    and New Year's Eve by the moon (joint leave, 28th; 29th): 16. February has 20: 36. So nine more
    in March: 3, 4, 5, 6, 7, 10, 11, 12, 13.
    """
    set_anchor(keeper(world), stages["S11"].anchor, day=date(2025, 1, 6), reason=WHY)
    rows = {row.code: row for row in Stage.objects.filter(operation=world.operation)}
    assert (rows["S11"].starts_on, rows["S11"].ends_on) == (date(2025, 1, 6), date(2025, 1, 9))
    assert (rows["S12"].starts_on, rows["S12"].ends_on) == (date(2025, 1, 6), date(2025, 3, 13))
    assert rows["S12a"].starts_on is None
    assert sorted(hung[0]) == sorted([rows["S11"].pk, rows["S12"].pk])


def test_another_voting_day_moves_everything_and_the_operation(
    world: World, stages: dict[str, Stage]
) -> None:
    day = date(2024, 12, 4)
    set_anchor(keeper(world), stages["S09"].anchor, day=day, reason=WHY)
    assert Operation.objects.get(pk=world.operation.pk).voting_day == day
    for row in Stage.objects.filter(operation=world.operation, anchor__code="voting_day"):
        before = stages[row.code]
        week = timedelta(days=7)
        assert row.starts_on == (before.starts_on and before.starts_on + week), row.code
        assert row.ends_on == (before.ends_on and before.ends_on + week), row.code


def test_the_voting_day_is_never_taken_away(world: World, stages: dict[str, Stage]) -> None:
    with pytest.raises(Problem) as refused:
        set_anchor(keeper(world), stages["S09"].anchor, day=None, reason=WHY)
    assert refused.value.field == "day"


def test_another_anchors_day_can_be_taken_away(world: World, stages: dict[str, Stage]) -> None:
    anchor = stages["S11"].anchor
    set_anchor(keeper(world), anchor, day=date(2025, 1, 6), reason=WHY)
    set_anchor(keeper(world), Anchor.objects.get(pk=anchor.pk), day=None, reason=WHY)
    assert Stage.objects.get(pk=stages["S11"].pk).starts_on is None


def test_leader_and_tension_are_changed_and_kept(world: World, stages: dict[str, Stage]) -> None:
    kinds = ["protest", "hoax", "protest"]
    row = change_stage(keeper(world), stages["S04"], leader="bawaslu", tension=2,
                       kinds=kinds, why_id="Ramai.", reason=WHY)  # fmt: skip
    assert row.by_hand == ["leader", "tension"]
    assert row.tense_kinds == ["protest", "hoax"] and row.why == "Ramai."
    assert calendar(world)["S04"].tension == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"leader": "nobody"}, "leader"),
        ({"tension": 4}, "tension"),
        ({"kinds": ["no-such"]}, "kinds"),
        ({"why_id": ""}, "why_id"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_said_of_a_stage_is_checked(
    world: World, stages: dict[str, Stage], told: dict[str, Any], field: str
) -> None:
    given = {"leader": "kpu", "tension": 1, "kinds": [], "why_id": "Ramai.", "reason": WHY, **told}
    with pytest.raises(Problem) as refused:
        change_stage(keeper(world), stages["S04"], **given)
    assert refused.value.field == field
