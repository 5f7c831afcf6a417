"""Coverage of outreach by village, and where the next activity counts most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from sinergi.kernel.clock import now
from sinergi.polling.expectation import ELECTION, last_turnout
from sinergi.polling.models import Activity, Station, TargetGroup, TurnoutTarget
from sinergi.polling.queries.scope import Scope
from sinergi.polling.rules.outreach import Figures, Scored, ranked, scores
from sinergi.regions.codes import clipped, lies_within
from sinergi.regions.models import Region, under
from sinergi.web.templatetags.sinergi import digits, percent


@dataclass
class Work:
    """What was done in a village: activities held and planned, by group, and whom they reached."""

    held: int = 0
    reached: int = 0
    last_at: datetime | None = None
    held_for: dict[str, int] = field(default_factory=dict)
    planned_for: dict[str, int] = field(default_factory=dict)
    planned: int = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Count one activity."""
        held = row["state"] == Activity.State.HELD
        tally = self.held_for if held else self.planned_for
        for code in row["groups"]:
            tally[code] = tally.get(code, 0) + 1
        if not held:
            self.planned += 1
            return
        self.held += 1
        self.reached += row["reached"] or 0
        self.last_at = max(filter(None, (self.last_at, row["held_at"])), default=None)


@dataclass(frozen=True)
class VillageRow:
    """One village with its work, its figures and its score."""

    region: Region
    work: Work
    scored: Scored
    source: str
    estimated: bool  # whether the number of voters is an estimate

    @property
    def figures(self) -> Figures:
        """What went into the score."""
        return self.scored.figures

    @property
    def days(self) -> int | None:
        """Whole days since the last activity; None when there was none."""
        return None if self.work.last_at is None else max(0, (now() - self.work.last_at).days)

    @property
    def groups(self) -> list[tuple[Any, int, int]]:
        """Each group with the number of activities held and planned for it."""
        work = self.work
        return [
            (label, work.held_for.get(code, 0), work.planned_for.get(code, 0))
            for code, label in TargetGroup.choices
        ]

    @property
    def missing(self) -> list[str]:
        """Codes of the groups for which nothing was held and nothing is planned."""
        done = self.work.held_for.keys() | self.work.planned_for.keys()
        return [code for code in TargetGroup.values if code not in done and code != "general"]

    @property
    def missing_words(self) -> str:
        """Their names."""
        words = dict(TargetGroup.choices)
        return ", ".join(str(words[code]) for code in self.missing)

    @property
    def progress(self) -> float | None:
        """People reached for each voter who is missing to the goal, at most 1; None: no gap."""
        wanted = self.scored.missing_voters
        return min(1.0, self.figures.reached / wanted) if wanted >= 1 else None

    @property
    def progress_value(self) -> str:
        """The same for a progress bar, with a point in every language."""
        return f"{self.progress or 0:.3f}"

    @property
    def sentence(self) -> str:
        """Why it stands where it stands, with its numbers."""
        return _sentence(self)


def _sentence(row: VillageRow) -> str:
    told = row.scored
    words = {
        "voters": digits(row.figures.voters),
        "last": percent(row.figures.last, 1),
        "turnout": percent(told.turnout, 1),
        "goal": percent(told.goal, 1),
        "gap": digits(told.shortfall * 100, 1),
        "coverage": percent(told.coverage, 1),
        "score": digits(round(told.score or 0)),
    }
    if told.score is None:
        return (
            _("%(voters)s voters, %(coverage)s reached; no turnout of last time is known.") % words
        )
    if told.shortfall <= 0:
        return _("Turnout %(turnout)s is at its goal (%(goal)s); %(coverage)s reached.") % words
    goal = _("target %(goal)s") if told.own_goal else _("median of the district %(goal)s")
    words["goal"] = goal % words
    if row.figures.last is None:
        said = _(
            "%(voters)s voters, turnout unknown, taken as that of the district (%(turnout)s); "
            "%(goal)s: %(gap)s points missing; %(coverage)s reached: about %(score)s voters to win."
        )
    else:
        said = _(
            "%(voters)s voters, turnout %(last)s last time (%(turnout)s after smoothing); "
            "%(goal)s: %(gap)s points missing; %(coverage)s reached: about %(score)s voters to win."
        )
    return said % words


@dataclass(frozen=True)
class Coverage:
    """All villages of a place, the most worthwhile first."""

    scope: Scope
    rows: list[VillageRow]

    @property
    def voters(self) -> int:
        """Registered."""
        return sum(row.figures.voters for row in self.rows)

    @property
    def reached(self) -> int:
        """People who came to an activity."""
        return sum(row.work.reached for row in self.rows)

    @property
    def share(self) -> float | None:
        """People reached, of the registered voters."""
        return min(1.0, self.reached / self.voters) if self.voters else None

    @property
    def held(self) -> int:
        """Activities held."""
        return sum(row.work.held for row in self.rows)

    @property
    def planned(self) -> int:
        """Activities planned."""
        return sum(row.work.planned for row in self.rows)

    @property
    def untouched(self) -> int:
        """Villages in which nothing was held."""
        return sum(not row.work.held for row in self.rows)

    @property
    def unknown(self) -> int:
        """Villages of whose last turnout nothing is known."""
        return sum(row.figures.last is None for row in self.rows)

    @property
    def most(self) -> float:
        """The highest score."""
        return max((row.scored.score or 0.0 for row in self.rows), default=0.0)


def coverage_of(scope: Scope) -> Coverage:
    """Work, figures and scores of all villages of a place; four statements.

    The median of a district is that of all its villages, also when the viewer sees only some.
    """
    codes = sorted({clipped(code, "district") for code in scope.codes})
    regions = Region.objects.within(codes).villages().with_parent().order_by("code")
    villages = list(regions)
    works = _works(scope, codes)
    voters = _voters(scope, codes)
    targets = _targets(scope, codes)
    figures = [
        _figures(row, works.get(row.pk), voters.get(row.pk), targets.get(row.pk))
        for row in villages
    ]
    by_code = {row.pk: row for row in villages}
    hers = {code for code in by_code if any(lies_within(code, one) for one in scope.codes)}
    rows = [
        VillageRow(
            by_code[one.figures.code],
            works.get(one.figures.code) or Work(),
            one,
            _source(targets.get(one.figures.code), one.figures),
            one.figures.code not in voters and by_code[one.figures.code].facts_estimated,
        )
        for one in ranked(scores(figures))
        if one.figures.code in hers
    ]
    return Coverage(scope, rows)


def _works(scope: Scope, codes: list[str]) -> dict[str, Work]:
    rows = Activity.objects.filter(under("region_id", codes), operation_id=scope.post.operation_id)
    told = rows.exclude(state=Activity.State.CANCELLED).order_by()
    found: dict[str, Work] = {}
    for row in told.values("region_id", "state", "groups", "reached", "held_at"):
        found.setdefault(row["region_id"], Work()).add(row)
    return found


def _voters(scope: Scope, codes: list[str]) -> dict[str, int]:
    """Registered at the stations of each village that has some."""
    rows = Station.objects.filter(
        under("region_id", codes), operation_id=scope.post.operation_id, active=True
    ).order_by()
    sums = rows.values("region_id").annotate(n=Sum(F("voters_male") + F("voters_female")))
    return {row["region_id"]: row["n"] for row in sums if row["n"]}


def _targets(scope: Scope, codes: list[str]) -> dict[str, TurnoutTarget]:
    rows = TurnoutTarget.objects.filter(
        under("region_id", codes), operation_id=scope.post.operation_id
    )
    return {row.region_id: row for row in rows}


def _figures(
    region: Region, work: Work | None, voters: int | None, target: TurnoutTarget | None
) -> Figures:
    last = last_turnout(clipped(region.pk, "regency")).get(region.pk)
    share, weight = (last.turnout, last.voters) if last else (None, 0)
    registered = voters or region.registered_voters or 0
    if target is not None and target.last_percent is not None:
        share, weight = float(target.last_percent) / 100, weight or registered
    wanted = target.percent if target is not None else None
    return Figures(
        code=region.pk,
        district=clipped(region.pk, "district"),
        voters=registered,
        reached=work.reached if work else 0,
        last=share,
        last_voters=weight,
        target=None if wanted is None else float(wanted) / 100,
    )


def _source(target: TurnoutTarget | None, figures: Figures) -> str:
    if target is not None and target.last_percent is not None:
        return target.last_source
    if figures.last is None:
        return ""
    return _("KPU, presidential election %(year)d") % {"year": ELECTION}
