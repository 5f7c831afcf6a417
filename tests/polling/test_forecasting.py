"""The forecast of the final turnout, tried on the real stations of 2019.

The stations of each village are divided at random: from one half comes what is expected of the
village ("last time"), the other half is the election whose turnout is to be foretold. So nothing of
what is foretold is known beforehand. `docs/voting-day-board.md` has the figures of more runs.
"""

from __future__ import annotations

import csv
import os
import random
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from sinergi.polling.expectation import expected_turnout, knows, last_turnout
from sinergi.polling.forecasting import (
    MINIMUM_STATIONS,
    Forecast,
    VillageReport,
    forecast,
    imbalance,
    size_gap,
    villages_of,
)

SHARED = Path(os.environ.get("SINERGI_SHARED") or settings.PROJECT.parent / "shared" / "data")
FILE = SHARED / "madiun-tps2019-detail.csv"
RUNS = 250  # so that chance moves a coverage of 85 % by some 2 points
FEW_RUNS = 60
needs_2019 = pytest.mark.skipif(
    not FILE.is_file(), reason="no stations of 2019 at hand (set SINERGI_SHARED to their folder)"
)

Station = tuple[str, int, int]  # code of the village, registered voters, votes cast
Order = Callable[[list[Station], random.Random], list[Station]]


@cache
def stations() -> tuple[Station, ...]:
    with FILE.open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return tuple((r["region_code"], int(r["voters"]), int(r["votes_cast"])) for r in rows)


def halves(chance: random.Random) -> tuple[list[Station], list[Station]]:
    villages: dict[str, list[Station]] = defaultdict(list)
    for row in stations():
        villages[row[0]].append(row)
    before, today = [], []
    for rows in villages.values():
        chance.shuffle(rows)
        before += rows[: len(rows) // 2]
        today += rows[len(rows) // 2 :]
    return before, today


def turnouts(rows: list[Station]) -> dict[str, float]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for code, voters, votes in rows:
        sums[code][0] += voters
        sums[code][1] += votes
    return {code: votes / voters for code, (voters, votes) in sums.items()}


def by_chance(rows: list[Station], chance: random.Random) -> list[Station]:
    return chance.sample(rows, len(rows))


def district_by_district(rows: list[Station], chance: random.Random) -> list[Station]:
    districts = sorted({code[:8] for code, _v, _c in rows})
    place = {code: chance.random() for code in districts}
    return sorted(by_chance(rows, chance), key=lambda row: place[row[0][:8]])


def small_ones_first(rows: list[Station], chance: random.Random) -> list[Station]:
    return sorted(by_chance(rows, chance), key=lambda row: row[1])


def low_ones_first(rows: list[Station], chance: random.Random) -> list[Station]:
    return sorted(rows, key=lambda row: row[2] / row[1])


def swung(rows: list[Station], chance: random.Random) -> list[Station]:
    """Another election: every district moves by its own few per cent."""
    whole = chance.gauss(0.95, 0.03)
    swing: dict[str, float] = {}
    return [
        (code, voters, round(votes * swing.setdefault(code[:8], chance.gauss(whole, 0.04))))
        for code, voters, votes in rows
    ]


def tried(
    order: Order, share: float, *, swing: bool = False, runs: int = RUNS
) -> tuple[float, float, float]:
    """(coverage of the 80 % interval, of the 95 % one, mean error in points) of many runs."""
    chance, hits, wide, error = random.Random(2019), 0, 0, 0.0
    for _run in range(runs):
        before, today = halves(chance)
        today = order(swung(today, chance) if swing else today, chance)
        told = foretold(today, turnouts(before), share)
        truth = sum(row[2] for row in today) / sum(row[1] for row in today)
        hits += within(told.interval(0.80), truth)
        wide += within(told.interval(0.95), truth)
        error += abs(told.share - truth) * 100
    return hits / runs, wide / runs, error / runs


def foretold(today: list[Station], expected: dict[str, float], share: float) -> Forecast:
    known = round(len(today) * share)
    rows = [(code, v, votes if at < known else None) for at, (code, v, votes) in enumerate(today)]
    mean = sum(expected.values()) / len(expected)
    told = forecast(villages_of(rows, {row[0]: expected.get(row[0], mean) for row in today}))
    assert told is not None
    return told


def within(interval: tuple[float, float], truth: float) -> bool:
    return interval[0] <= truth <= interval[1]


@needs_2019
@pytest.mark.parametrize(
    ("share", "swing"),
    [(0.05, False), (0.1, False), (0.2, False), (0.5, False), (0.05, True), (0.2, True)],
)
def test_the_intervals_hold_what_they_say(share: float, swing: bool) -> None:
    narrow, wide, error = tried(by_chance, share, swing=swing)
    assert 0.75 <= narrow <= 0.90
    assert wide >= 0.92
    assert error < 0.6


@needs_2019
@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.5])
@pytest.mark.parametrize("order", [district_by_district, small_ones_first])
def test_uneven_orders_are_widened_rather_too_much(order: Order, share: float) -> None:
    narrow, wide, _error = tried(order, share, swing=True, runs=FEW_RUNS)
    assert narrow >= 0.75
    assert wide >= 0.92


@needs_2019
def test_who_reports_because_of_her_turnout_misleads_and_the_docs_say_so() -> None:
    narrow, _wide, error = tried(low_ones_first, 0.2, runs=FEW_RUNS)
    assert narrow < 0.1
    assert error > 2


@needs_2019
def test_more_reports_make_it_narrower() -> None:
    _before, today = halves(random.Random(1))
    widths = [
        foretold(by_chance(today, random.Random(1)), turnouts(_before), share).error
        for share in (0.05, 0.2, 0.5, 0.9)
    ]
    assert widths == sorted(widths, reverse=True)


def village(code: str, reported: int, value: int = 0, stations: int = 10) -> VillageReport:
    """Of stations with 500 voters each, of whom 80 % came last time."""
    each = value / reported if reported else 0
    return VillageReport(
        code, code[:8], 0.8, stations, stations * 500, reported, reported * 500, value,
        reported * each**2 / 500,
    )  # fmt: skip


def test_too_few_stations_foretell_nothing() -> None:
    few = [village("35.19.01.2001", MINIMUM_STATIONS - 1, 7000, 40)]
    assert forecast(few) is None
    assert forecast([]) is None
    assert forecast([village("35.19.01.2001", MINIMUM_STATIONS, 7000, 40)]) is not None


def test_when_all_have_reported_it_is_their_sum() -> None:
    rows = [village(f"35.19.0{d}.200{v}", 10, 3900 + v) for d in (1, 2) for v in range(5)]
    told = forecast(rows)
    assert told is not None
    assert told.voters == sum(row.value for row in rows)
    assert told.error == 0
    assert told.interval(0.95) == (told.share, told.share)


def test_a_district_that_says_nothing_gets_the_mean_and_a_wide_interval() -> None:
    heard = [village(f"35.19.0{d}.200{v}", 5, 1800) for d in (1, 2, 3) for v in range(3)]
    silent = [village(f"35.19.09.200{v}", 0) for v in range(3)]
    alone, together = forecast(heard), forecast(heard + silent)
    assert alone is not None and together is not None
    assert together.share == pytest.approx(0.72, abs=0.005)
    assert together.error > 2 * alone.error


def test_imbalance_is_none_when_districts_have_told_alike() -> None:
    even = [village("35.19.01.2001", 5, 2000), village("35.19.02.2001", 5, 2000)]
    assert imbalance(even) == 0
    one_sided = [village("35.19.01.2001", 10, 4000), village("35.19.02.2001", 0)]
    assert imbalance(one_sided) == pytest.approx(0.5)
    assert size_gap(even) == 0


def test_a_village_with_a_huge_last_turnout_is_no_trouble() -> None:
    rows = [(f"35.19.01.20{v:02}", 0, 0) for v in range(30)]
    assert forecast(villages_of(rows, {row[0]: 0.8 for row in rows})) is None


def test_the_house_carries_the_turnout_of_2019() -> None:
    known = last_turnout("35.19")
    assert len(known) == 206
    assert sum(row.votes_cast for row in known.values()) == 464_398
    assert sum(row.voters for row in known.values()) == 572_059
    assert all(0.5 < row.turnout < 1 for row in known.values())


def test_places_without_figures_get_the_mean_or_nothing() -> None:
    told = expected_turnout(["35.19.01.2001", "35.19.01.9999"])
    assert told["35.19.01.9999"] == told["35.19.01.2001"]
    assert expected_turnout(["35.20.01.2001"]) == {"35.20.01.2001": 1.0}
    assert not knows(["35.20.01.2001"])


@needs_2019
def test_the_figures_carried_are_those_of_the_stations() -> None:
    sums = turnouts(list(stations()))
    assert {c: pytest.approx(row.turnout) for c, row in last_turnout("35.19").items()} == sums
