"""Whatever comes in whatever order: a village's sums are those of what its stations last said."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sinergi.agencies.models import Post
from sinergi.kernel.identifiers import uuid7
from sinergi.polling import tallying
from sinergi.polling.actions import Said
from sinergi.polling.actions.checking_in import check_in_once
from sinergi.polling.actions.checking_in_together import report_together
from sinergi.polling.models import CheckIn, Milestone, Station, Tally
from tests.factories import ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_polling import polling, station
from tests.fixtures import Clock

EVENING = datetime(2024, 11, 27, 14, 0, tzinfo=UTC)  # 21.00 WIB on the voting day
VILLAGES = (VILLAGE, NEIGHBOUR, ELSEWHERE)
CODES = ("opened", "turnout_09", "turnout_11", "closed")
Sums = dict[tuple[str, str], tuple[int, int, int, int, int]]

stations = st.integers(0, 5)
codes = st.sampled_from(CODES)
values = st.integers(0, 600)
minutes = st.integers(0, 900)  # before the evening


class VotingDay(RuleBasedStateMachine):
    """Six stations of three villages, reported for by KPU's post."""

    world: World
    by: Post
    milestones: dict[str, Milestone]
    stations: list[Station]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.sent: list[tuple[int, Said]] = []

    @initialize()
    def begin(self) -> None:
        """The stations stand; nothing is reported."""
        self.stations = [station(self.world, n // 3 + 1, VILLAGES[n % 3]) for n in range(6)]

    def said(self, code: str, value: int, written: int, happened: int, **also: Any) -> Said:
        return Said(
            self.milestones[code],
            value,
            happened_at=EVENING - timedelta(minutes=happened),
            written_at=EVENING - timedelta(minutes=written),
            client_id=uuid7(),
            sure=True,
            **also,
        )

    @rule(at=stations, code=codes, value=values, written=minutes, happened=minutes)
    def report(self, at: int, code: str, value: int, written: int, happened: int) -> None:
        """A first report, a correction, or one that was written long ago and comes late."""
        said = self.said(code, value, written, happened)
        self.sent.append((at, said))
        check_in_once(self.by, self.stations[at], said)

    @rule(at=stations, code=codes, written=minutes)
    def take_back(self, at: int, code: str, written: int) -> None:
        """It has not happened after all."""
        said = self.said(code, 0, written, 0, withdrawn=True)
        check_in_once(self.by, self.stations[at], said)

    @rule(data=st.data())
    def send_again(self, data: st.DataObject) -> None:
        """The same once more, from a phone that did not hear the answer."""
        if self.sent:
            at, said = data.draw(st.sampled_from(self.sent))
            assert not check_in_once(self.by, self.stations[at], said)[1]

    @rule(several=st.lists(st.tuples(stations, codes, values, minutes), max_size=5))
    def report_several(self, several: list[tuple[int, str, int, int]]) -> None:
        """Many at once."""
        items = [
            (self.stations[at].pk, self.said(code, value, written, written))
            for at, code, value, written in several
        ]
        assert all(one.fresh for one in report_together(self.by, items))

    @rule(at=stations, voters=st.integers(450, 650), active=st.booleans())
    def bring_in_again(self, at: int, voters: int, active: bool) -> None:
        """KPU's list comes anew: other voters, or the station is struck."""
        row = self.stations[at]
        row.voters_male, row.voters_female, row.active = voters // 2, voters - voters // 2, active
        row.save()
        tallying.rebuild(self.world.operation, [row.region_id])

    @invariant()
    def sums_are_those_of_the_history(self) -> None:
        """What `change` summed up is what Python finds in all that was ever said."""
        kept = sums_kept(self.world)
        assert kept == sums_told(self.world)
        tallying.rebuild(self.world.operation)
        assert sums_kept(self.world) == kept

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)


def sums_kept(world: World) -> Sums:
    """The tallies of the villages, without those that count nothing."""
    rows = Tally.objects.filter(operation=world.operation).exclude(done=0)
    return {
        (row.region_id, row.milestone.code): (
            row.done, row.late, row.flagged, row.value, row.voters,
        )
        for row in rows.select_related("milestone")
    }  # fmt: skip


def sums_told(world: World) -> Sums:
    """The same from the history alone: of each station and milestone what was written last."""
    last: dict[tuple[uuid.UUID, uuid.UUID], CheckIn] = {}
    rows = CheckIn.objects.filter(operation=world.operation).select_related("station", "milestone")
    for row in sorted(rows, key=lambda row: (row.written_at, row.pk.hex)):
        last[row.station_id, row.milestone_id] = row
    found: Sums = {}
    for row in last.values():
        if row.withdrawn or not row.station.active:
            continue
        milestone = row.milestone
        late = row.happened_at > milestone.due_at + timedelta(minutes=milestone.grace)
        voters = row.station.voters if milestone.kind == "count" else 0
        mine = (1, int(late), int(bool(row.flag)), row.value or 0, voters)
        place = (row.station.region_id, milestone.code)
        found[place] = tuple(map(sum, zip(found.get(place, (0,) * 5), mine, strict=True)))  # type: ignore[assignment]
    return found


@pytest.mark.django_db
def test_sums_equal_the_history_after_any_day(world: World, clock: Clock) -> None:
    clock.moment = EVENING
    VotingDay.world, VotingDay.milestones = world, polling(world)
    VotingDay.by = world.post("kpu_liaison")
    run_state_machine_as_test(
        VotingDay, settings=settings(max_examples=10, stateful_step_count=25, deadline=None)
    )
