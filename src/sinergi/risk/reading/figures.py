"""From what was read to the figures of each indicator, place by place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sinergi.polling.expectation import last_turnout
from sinergi.regions.codes import clipped
from sinergi.risk.models import RiskIndicator, Weighting
from sinergi.risk.reading.facts import Facts
from sinergi.risk.reading.ground import NAN, Ground
from sinergi.risk.rules.arrays import Floats
from sinergi.risk.rules.columns import Figures
from sinergi.risk.rules.fading import dispersion, raised

PER_VOTERS = 1_000.0


@dataclass(frozen=True)
class Reader:
    """Gives the figures of any indicator out of what was read once."""

    ground: Ground
    facts: Facts
    weighting: Weighting

    def figures(self, indicator: RiskIndicator) -> Figures:
        """Of one indicator over all places."""
        if indicator.source == RiskIndicator.Source.ASSESSED:
            return self._assessed(indicator)
        return SIGNALS[indicator.signal](self, indicator)

    def _assessed(self, indicator: RiskIndicator) -> Figures:
        villages = self._unknown()
        stations = np.full(len(self.ground.stations), NAN) if indicator.of_stations else None
        for region, station, value in self.facts.assessed.get(indicator.code, ()):
            if station is None and region in self.ground.number_of:
                villages[self.ground.number_of[region]] = value
            elif stations is not None and station in self.ground.station_number:
                stations[self.ground.station_number[station]] = value
        if indicator.exposure != "voters":
            return Figures(villages, stations=stations)
        exposures = np.where(np.isnan(villages), 0.0, self.ground.voters / PER_VOTERS)
        return Figures(villages, exposures, stations=stations)

    def _unknown(self) -> Floats:
        return np.full(len(self.ground.codes), NAN)

    def findings(self, indicator: RiskIndicator) -> Figures:
        """How many findings of a group a station has; of a village, of those looked at."""
        keys, stations = frozenset(indicator.keys), np.full(len(self.ground.stations), NAN)
        for station, (examined, present) in self.facts.findings.items():
            number = self.ground.station_number.get(station)
            if number is not None and examined & keys:
                stations[number] = len(present & keys)
        return self._of_stations(stations)

    def network(self, _indicator: RiskIndicator) -> Figures:
        """Stations without signal, and half of those with a weak one."""
        return self._of_stations(self.ground.network)

    def access(self, _indicator: RiskIndicator) -> Figures:
        """Stations that disabled voters cannot reach."""
        return self._of_stations(self.ground.access)

    def _of_stations(self, stations: Floats) -> Figures:
        ground = self.ground
        return Figures(
            ground.by_village(stations), ground.known_by_village(stations), stations=stations
        )

    def incidents(self, indicator: RiskIndicator) -> Figures:
        """Incidents of a group of kinds by their weight, on the stations of a village."""
        counts, total, squares = np.zeros(len(self.ground.codes)), 0.0, 0.0
        for kind in sorted(indicator.keys):
            factor = raised(self.facts.tensions.get(kind, 0), self.weighting.tension_pull)
            for region, told in self.facts.happened.get(kind, {}).items():
                number = self.ground.number_of.get(region)
                if number is not None:
                    counts[number] += factor * told.total
                    total += factor * told.total
                    squares += factor**2 * told.squares
        return Figures(counts, self.ground.counted, dispersion(total, squares))

    def silence(self, _indicator: RiskIndicator) -> Figures:
        """Days without a word of the desk."""
        return Figures(np.array([self.facts.silence.get(c, NAN) for c in self.ground.codes], float))

    def readiness(self, _indicator: RiskIndicator) -> Figures:
        """What the next stage still lacks in the district."""
        gaps = self.facts.gaps
        told = [gaps.get(clipped(code, "district"), NAN) for code in self.ground.codes]
        return Figures(np.array(told, dtype=np.float64))

    def turnout(self, _indicator: RiskIndicator) -> Figures:
        """Voters who stayed away at the last election, on 1,000 voters."""
        counts, exposures = np.zeros(len(self.ground.codes)), np.zeros(len(self.ground.codes))
        for number, code in enumerate(self.ground.codes):
            told = last_turnout(clipped(code, "regency")).get(code)
            if told is not None:
                counts[number] = max(told.voters - told.votes_cast, 0)
                exposures[number] = told.voters / PER_VOTERS
        return Figures(counts, exposures)


SIGNALS: dict[str, Callable[[Reader, Any], Figures]] = {
    "findings": Reader.findings,
    "network": Reader.network,
    "access": Reader.access,
    "incidents": Reader.incidents,
    "silence": Reader.silence,
    "readiness": Reader.readiness,
    "turnout": Reader.turnout,
}
