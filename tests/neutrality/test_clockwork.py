"""Legal clocks in a case: they run once, say how they ended, warn and climb."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sinergi.kernel.action import registry
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.neutrality.actions.clocks import climb_legal_clock, warn_legal_clock
from sinergi.neutrality.clocks import end_of
from sinergi.neutrality.clockwork import TOP, lines_of, start_clock, stop_clock, void_clocks
from sinergi.neutrality.models import Case, LegalClock
from sinergi.neutrality.ticking import tick
from tests.factories import World
from tests.factories_neutrality import chamber, sealed_case
from tests.fixtures import Clock

WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def case(world: World) -> Case:
    """A case that waits for its review."""
    chamber(world)
    return sealed_case(world)


def test_a_clock_runs_once_and_says_how_it_ended(case: Case, clock: Clock) -> None:
    running = start_clock(case, "decision", now())
    assert start_clock(case, "decision", now()).pk == running.pk
    assert running.due_at == end_of(datetime(2024, 9, 13, tzinfo=WIB).date(), WIB)
    clock.forward(days=4)
    ended = stop_clock(case, "decision", now())
    assert ended is not None
    assert ended.end == LegalClock.End.MISSED
    assert stop_clock(case, "decision", now()) is None
    assert start_clock(case, "decision", now()).pk != running.pk
    assert void_clocks(case, "completion") == 0
    assert void_clocks(case) == 1


def test_one_that_is_met_to_the_last_moment_is_met(case: Case) -> None:
    running = start_clock(case, "forward_criminal", now())
    ended = stop_clock(case, "forward_criminal", running.due_at)
    assert ended is not None
    assert ended.end == LegalClock.End.MET


def test_a_page_tells_of_each_with_its_article(case: Case, clock: Clock) -> None:
    start_clock(case, "initial_study", now())
    start_clock(case, "forward_criminal", now())
    void_clocks(case, "forward_criminal")
    (gone,) = lines_of(case, case.clocks.filter(end="void"))
    (line,) = lines_of(case, case.clocks.filter(end=""))
    assert (line.left, line.tone, line.rule.mark) == ("2 hari lagi", "info", "unverified")
    assert gone.left == ""
    clock.forward(days=3)
    (line,) = lines_of(case, case.clocks.filter(end=""))
    assert (line.left, line.tone) == ("lewat 1 hari", "danger")


def test_an_unknown_rule_starts_no_clock(case: Case) -> None:
    with pytest.raises(KeyError):
        start_clock(case, "no_such_rule", now())


def test_the_tick_warns_once_and_lets_climb_to_the_top(
    case: Case, world: World, clock: Clock
) -> None:
    running = start_clock(case, "decision", now())  # ends Friday the 13th; warns 24 hours before
    assert tick(world.operation) == 0
    clock.forward(days=3, hours=1)  # Friday, 09.00
    assert tick(world.operation) == 1
    assert tick(world.operation) == 0
    clock.forward(hours=15)  # Saturday, 00.00
    levels = []
    for _ in range(4):
        tick(world.operation)
        tick(world.operation)
        running.refresh_from_db()
        levels.append(running.level)
        clock.forward(hours=24)
    assert levels == [1, TOP, TOP, TOP]
    verbs = [e.verb for e in JournalEntry.objects.filter(subject_id=str(running.pk)).order_by("pk")]
    assert verbs == ["legal_clock.warned", "legal_clock.climbed", "legal_clock.climbed"]


def test_what_is_told_of_a_clock_is_for_bawaslu_alone(
    case: Case, world: World, clock: Clock
) -> None:
    running = start_clock(case, "forward_criminal", now())
    clock.forward(hours=20)
    tick(world.operation)
    entry = JournalEntry.objects.get(subject_id=str(running.pk))
    assert entry.audience == [world.agencies["bawaslu"].pk]
    assert set(entry.facts) == {"rule", "due_at"}


def test_an_ended_clock_neither_warns_nor_climbs(case: Case, world: World, clock: Clock) -> None:
    running = start_clock(case, "decision", now())
    stop_clock(case, "decision", now())
    clock.forward(days=9)
    assert tick(world.operation) == 0
    running.refresh_from_db()
    for act in (warn_legal_clock, climb_legal_clock):
        with pytest.raises(Problem):
            act(SYSTEM, running)


def test_the_tick_takes_two_statements_while_nothing_is_due(
    case: Case, world: World, django_assert_num_queries: Any
) -> None:
    start_clock(case, "decision", now())
    with django_assert_num_queries(2):
        tick(world.operation)


def test_no_person_moves_a_clock(case: Case, world: World) -> None:
    running = start_clock(case, "decision", now())
    told = {
        role: registry["climb_legal_clock"].answer(world.post(role), running)
        for role in ("bawaslu_member", "administrator")
    }
    assert not told["bawaslu_member"]
    assert not told["bawaslu_member"].hidden
    assert told["administrator"].hidden
