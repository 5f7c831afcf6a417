"""Where the next activity of outreach counts most: coverage and a transparent score. Pure.

    turnout  = (votes last time + 300 x turnout of the district) / (voters last time + 300)
    goal     = the target of the village, else the median of these turnouts in its district
    coverage = people reached / registered voters, at most 1
    score    = registered voters x (goal - turnout, at least 0) x (1 - coverage)

The score counts voters: those who would come more if the village reached its goal, less the share
that outreach has reached already. 300 voters of the district's own turnout are mixed into every
village, so that a small one does not stand first or last by chance. Lower turnout or coverage never
lowers a score; all voters, votes and people doubled, with the 300, double it.

What goes in are counts of places. Nothing is known here of persons, parties, candidates, religion
or origin; exchanging the candidates changes no score, for there is nothing to exchange.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

PRIOR = 300.0  # voters of the district that stand beside the village's own
STEPS = 4  # shades of the map beside none


@dataclass(frozen=True)
class Figures:
    """What is known of a village. `target` and `last` are shares of 1; None is not known.

    `last_voters`: how many were registered at that last election; the weight of its turnout.
    """

    code: str
    district: str
    voters: int
    reached: int = 0
    last: float | None = None
    last_voters: int = 0
    target: float | None = None


@dataclass(frozen=True)
class Scored:
    """The score of a village, with all that it was made of. `score` None: nothing is known."""

    figures: Figures
    turnout: float | None
    goal: float | None
    own_goal: bool
    coverage: float
    score: float | None

    @property
    def shortfall(self) -> float:
        """By which share the turnout lies below the goal; 0 when it does not."""
        return shortfall(self.turnout, self.goal)

    @property
    def missing_voters(self) -> float:
        """Voters by whom the goal was missed, whether reached by outreach or not."""
        return self.figures.voters * self.shortfall


def coverage(reached: int, voters: int) -> float:
    """Share of the registered voters that was reached, 0 to 1; who came twice counts twice."""
    return min(1.0, reached / voters) if voters > 0 else 0.0


def shortfall(turnout: float | None, goal: float | None) -> float:
    """How far the turnout lies below the goal; 0 when it does not, or nothing is known."""
    return 0.0 if turnout is None or goal is None else max(0.0, goal - turnout)


def scores(villages: Iterable[Figures], prior: float = PRIOR) -> list[Scored]:
    """Each village with its score, in the order given.

    A district of which nothing is known stands at the mean of all; without any figure at all, no
    village has a score.
    """
    rows = list(villages)
    whole = _mean(rows)
    districts: dict[str, list[Figures]] = {}
    for row in rows:
        districts.setdefault(row.district, []).append(row)
    means = {code: _first(_mean(there), whole) for code, there in districts.items()}
    turnouts = {row.code: shrunk(row, means[row.district], prior) for row in rows}
    goals = {code: _median(there, turnouts) for code, there in districts.items()}
    return [_scored(row, turnouts[row.code], goals[row.district]) for row in rows]


def shrunk(row: Figures, mean: float | None, prior: float = PRIOR) -> float | None:
    """Its last turnout with `prior` voters of the district mixed in; None: nothing is known."""
    if row.last is None or row.last_voters <= 0 or mean is None:
        return mean
    return (row.last * row.last_voters + mean * prior) / (row.last_voters + prior)


def _mean(rows: Iterable[Figures]) -> float | None:
    """Of all voters together, where it is known."""
    known = [row for row in rows if row.last is not None and row.last_voters > 0]
    voters = sum(row.last_voters for row in known)
    return sum((row.last or 0.0) * row.last_voters for row in known) / voters if voters else None


def _first(one: float | None, other: float | None) -> float | None:
    return other if one is None else one


def _median(rows: Iterable[Figures], turnouts: Mapping[str, float | None]) -> float | None:
    known = [told for row in rows if (told := turnouts[row.code]) is not None]
    return median(known) if known else None


def _scored(row: Figures, turnout: float | None, middle: float | None) -> Scored:
    goal = _first(row.target, middle)
    share = coverage(row.reached, row.voters)
    score = None
    if turnout is not None and goal is not None:
        score = row.voters * shortfall(turnout, goal) * (1.0 - share)
    return Scored(row, turnout, goal, row.target is not None, share, score)


def ranked(rows: Iterable[Scored]) -> list[Scored]:
    """The highest score first; then whoever has most voters that nobody reached."""
    return sorted(rows, key=_rank)


def _rank(row: Scored) -> tuple[float, float, str]:
    unreached = row.figures.voters * (1.0 - row.coverage)
    return -(-1.0 if row.score is None else row.score), -unreached, row.figures.code


def step(score: float | None, most: float) -> int:
    """The shade of a score on the map: 0 for none, 4 for the highest."""
    if not score or most <= 0:
        return 0
    return min(STEPS, 1 + int(score / most * STEPS))
