"""The final turnout, from the stations that have reported it so far. Pure: no Django, no clock.

How it is reckoned, and how far it may be trusted, stands in `docs/voting-day-board.md`; the figures
there come from a back-test on the real stations of 2019 (`tests/polling/test_forecasting.py`).

A station i in village v in district d reports y voters of n registered. With e, the village's
turnout of the last election, x = n * e is what was to be expected, and

    y = x * (mu + b_d + w_v) + error,   Var(error) = x * noise

Places are shrunk towards what they lie in by how much they have told (empirical Bayes), and the
components of variance are those of the method of moments. Stations that are silent get the ratio
of their village, their own error, and the uncertainty of all that was estimated.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

MINIMUM_STATIONS = 20  # fewer have nothing to say about a whole place
LEAST_SWING = 0.03  # of the ratio, between districts: elections differ by at least that much
WIDENED = 1.0  # the error grows by that times how unevenly districts have reported
WIDENED_BY_SIZE = 4.0  # and by that times how unlike the others the reported stations are in size
SIZE_SPREAD = 0.2  # of the size of stations around their mean, as a share of it (2019: 0.13)
MEAN_MISS = math.sqrt(2 / math.pi)  # mean distance from the mean, in standard deviations


@dataclass(frozen=True)
class VillageReport:
    """What one village has told. `reported` counts stations with a final count.

    `squares` is the sum of count² / registered voters over them; `all_voters` and `all_stations`
    are those of the whole village, `expected` its turnout last time (0 to 1).
    """

    code: str
    district: str
    expected: float
    all_stations: int
    all_voters: int
    reported: int = 0
    voters: int = 0
    value: int = 0
    squares: float = 0.0

    @property
    def x(self) -> float:
        """Voters to be expected at the stations that reported."""
        return self.voters * self.expected

    @property
    def rest(self) -> float:
        """Voters to be expected at those that did not."""
        return max(self.all_voters - self.voters, 0) * self.expected


@dataclass(frozen=True)
class Components:
    """Of the variance: between districts, between villages of one, of a station (times x)."""

    district: float
    village: float
    noise: float
    mean: float  # the ratio to the last election, over all districts
    mean_variance: float


@dataclass(frozen=True)
class Forecast:
    """The final turnout of a place in voters, with the standard error, widened by `factor`."""

    voters: float
    registered: int
    error: float
    stations: int
    all_stations: int
    ratio: float
    factor: float

    @property
    def share(self) -> float:
        """Of the registered voters, 0 to 1."""
        return self.voters / self.registered if self.registered else 0.0

    def interval(self, level: float) -> tuple[float, float]:
        """The shares between which the final turnout lies with that probability."""
        half = NormalDist().inv_cdf(0.5 + level / 2) * self.error / (self.registered or 1)
        return max(self.share - half, 0.0), self.share + half


def forecast(villages: Sequence[VillageReport], minimum: int = MINIMUM_STATIONS) -> Forecast | None:
    """The forecast, or None while too few stations have reported."""
    heard = [row for row in villages if row.reported and row.x > 0]
    stations = sum(row.reported for row in heard)
    registered = sum(row.all_voters for row in villages)
    if stations < minimum or not registered:
        return None
    parts = components(heard)
    rest, variance = _silent(villages, parts)
    factor = widening(villages, stations)
    return Forecast(
        voters=sum(row.value for row in villages) + rest,
        registered=registered,
        error=math.sqrt(max(variance, 0.0)) * factor,
        stations=stations,
        all_stations=sum(row.all_stations for row in villages),
        ratio=parts.mean,
        factor=factor,
    )


def widening(villages: Sequence[VillageReport], stations: int) -> float:
    """By what the error is multiplied, because stations do not report at random; at least 1.

    Only what goes beyond chance counts: few stations are never quite like the whole.
    """
    uneven = max(imbalance(villages) - _uneven_by_chance(villages, stations), 0.0)
    unlike = max(size_gap(villages) - SIZE_SPREAD * MEAN_MISS / math.sqrt(stations), 0.0)
    return 1 + WIDENED * uneven + WIDENED_BY_SIZE * unlike


def _uneven_by_chance(villages: Sequence[VillageReport], stations: int) -> float:
    """The imbalance that so many stations, drawn by lot, would have on the average."""
    whole = sum(row.all_stations for row in villages)
    shares = [
        sum(row.all_stations for row in rows) / whole for rows in _by_district(villages).values()
    ]
    left = 1 - stations / whole
    return sum(MEAN_MISS * math.sqrt(p * (1 - p) * left / stations) for p in shares) / 2


def imbalance(villages: Iterable[VillageReport]) -> float:
    """How unlike the whole the reported part is: 0 (every district alike) to nearly 1.

    Half the sum, over districts, of the distance between its share of the expected voters that
    were reported and its share of all.
    """
    told: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    for row in villages:
        told[row.district] += row.x
        whole[row.district] += row.x + row.rest
    all_told, all_whole = sum(told.values()), sum(whole.values())
    if not all_told or not all_whole:
        return 0.0
    return sum(abs(told[d] / all_told - whole[d] / all_whole) for d in whole) / 2


def size_gap(villages: Sequence[VillageReport]) -> float:
    """How far the mean size of the reported stations is from that of all, as a share of it."""
    stations, voters = _sums((row.reported, row.voters) for row in villages)
    all_stations, all_voters = _sums((row.all_stations, row.all_voters) for row in villages)
    if not stations or not all_voters:
        return 0.0
    return abs((voters / stations) / (all_voters / all_stations) - 1)


def _sums(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    left, right = zip(*pairs, strict=True)
    return sum(left), sum(right)


def components(heard: Sequence[VillageReport]) -> Components:
    """The components of variance, from what was heard."""
    groups = _by_district(heard)
    noise = _noise(heard)
    village = _between_villages(groups.values(), noise)
    ratios = [_district_ratio(rows, village, noise) for rows in groups.values()]
    district = _between_districts(ratios)
    weights = [1 / (district + variance) for _ratio, variance in ratios]
    mean = sum(w * ratio for w, (ratio, _) in zip(weights, ratios, strict=True)) / sum(weights)
    return Components(district, village, noise, mean, 1 / sum(weights))


def _by_district(rows: Iterable[VillageReport]) -> dict[str, list[VillageReport]]:
    groups: dict[str, list[VillageReport]] = defaultdict(list)
    for row in rows:
        groups[row.district].append(row)
    return groups


def _noise(heard: Sequence[VillageReport]) -> float:
    """Of single stations: their squared distance from the ratio of their village.

    While no village has told of two, it is at least that of so many coins.
    """
    squares = sum(row.squares / row.expected - row.value**2 / row.x for row in heard)
    freedom = sum(row.reported - 1 for row in heard)
    turnout = sum(row.value for row in heard) / max(sum(row.voters for row in heard), 1)
    coins = max(1 - turnout, 0.05)
    return max(squares / freedom, coins) if freedom > 0 else 2 * coins


def _between_villages(groups: Iterable[Sequence[VillageReport]], noise: float) -> float:
    distance = freedom = room = 0.0
    for rows in groups:
        x = sum(row.x for row in rows)
        ratio = sum(row.value for row in rows) / x
        distance += sum(row.x * (row.value / row.x - ratio) ** 2 for row in rows)
        freedom += len(rows) - 1
        room += x - sum(row.x**2 for row in rows) / x
    return max((distance - noise * freedom) / room, 0.0) if room > 0 else 0.0


def _district_ratio(
    rows: Iterable[VillageReport], village: float, noise: float
) -> tuple[float, float]:
    """Its ratio, and how unsure that is."""
    weighed = [(1 / (village + noise / row.x), row.value / row.x) for row in rows]
    total = sum(weight for weight, _ratio in weighed)
    return sum(weight * ratio for weight, ratio in weighed) / total, 1 / total


def _between_districts(ratios: Sequence[tuple[float, float]]) -> float:
    """After DerSimonian and Laird, and never less than `LEAST_SWING` squared."""
    weights = [1 / variance for _ratio, variance in ratios]
    total = sum(weights)
    mean = sum(w * ratio for w, (ratio, _) in zip(weights, ratios, strict=True)) / total
    distance = sum(w * (r - mean) ** 2 for w, (r, _) in zip(weights, ratios, strict=True))
    room = total - sum(w * w for w in weights) / total
    found = (distance - (len(ratios) - 1)) / room if room > 0 else 0.0
    return max(found, (LEAST_SWING * mean) ** 2)


def _silent(villages: Iterable[VillageReport], parts: Components) -> tuple[float, float]:
    """Voters to be expected at all silent stations, and the variance of that."""
    voters = variance = leaning = 0.0
    for rows in _by_district(villages).values():
        mean, unsure, kept = _shrunk(rows, parts)
        reach = 0.0  # how much of the silent part leans on the district
        for row in rows:
            own = parts.village / (parts.village + parts.noise / row.x) if row.x else 0.0
            told = row.value / row.x if row.x else mean
            voters += row.rest * (mean + own * (told - mean))
            variance += parts.noise * row.rest + row.rest**2 * parts.village * (1 - own)
            reach += row.rest * (1 - own)
        variance += reach**2 * unsure
        leaning += reach * (1 - kept)
    return voters, variance + leaning**2 * parts.mean_variance


def _shrunk(rows: Iterable[VillageReport], parts: Components) -> tuple[float, float, float]:
    """The ratio of a district, how unsure it is given the mean, and how much of it is its own."""
    heard = [row for row in rows if row.x > 0]
    if not heard:
        return parts.mean, parts.district, 0.0
    ratio, variance = _district_ratio(heard, parts.village, parts.noise)
    kept = parts.district / (parts.district + variance)
    return parts.mean + kept * (ratio - parts.mean), kept * variance, kept


def villages_of(
    stations: Iterable[tuple[str, int, int | None]], expected: Mapping[str, float]
) -> list[VillageReport]:
    """The sums by village of (code of the village, registered voters, final count or None)."""
    groups: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    for code, voters, value in stations:
        groups[code].append((voters, value))
    return [_summed(code, rows, expected[code]) for code, rows in groups.items()]


def _summed(code: str, rows: Sequence[tuple[int, int | None]], expected: float) -> VillageReport:
    told = [(voters, value) for voters, value in rows if value is not None and voters > 0]
    return VillageReport(
        code=code,
        district=code[:8],
        expected=expected,
        all_stations=len(rows),
        all_voters=sum(voters for voters, _value in rows),
        reported=len(told),
        voters=sum(voters for voters, _value in told),
        value=sum(value for _voters, value in told),
        squares=sum(value**2 / voters for voters, value in told),
    )
