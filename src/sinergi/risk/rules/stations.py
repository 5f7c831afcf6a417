"""The index of a polling station: its village's, and what is known of itself.

In each dimension: (1 - k) of the village's score and k of the station's own (`own_share`), where
something of its own is known; else the village's alone. No source gives a score; ours.
"""

from __future__ import annotations

import numpy as np

from sinergi.risk.rules.arrays import Floats, Ints
from sinergi.risk.rules.scoring import Column, Index, Scheme, combined, dimension_shares


def of_stations(
    columns: list[Column], scheme: Scheme, villages: Index, home: Ints, own_share: float
) -> tuple[Index, Floats]:
    """The index of stations, and the points that their villages gave by dimension.

    `home` is the number of each station's village. The points of the index are those of its own
    columns; with the village's they add up to the total.
    """
    own = combined(columns, scheme)
    theirs, mine = villages.dimensions[home], own.dimensions
    shares = dimension_shares(~np.isnan(theirs) | ~np.isnan(mine), scheme.dimension_weights)
    kept = np.where(np.isnan(mine), 0.0, np.where(np.isnan(theirs), 1.0, own_share))
    from_village = shares * (1 - kept) * np.nan_to_num(theirs)
    from_own = shares * kept * np.nan_to_num(mine)
    points = _scaled(own, from_own, scheme)
    total = np.clip(from_village.sum(axis=1) + points.sum(axis=1), 0, 100)
    weight = (shares * (1 - kept)).sum(axis=1)
    low, high = _bounds(total, weight, villages, home, own)
    dimensions = np.where(
        np.isnan(theirs) & np.isnan(mine),
        np.nan,
        (1 - kept) * np.nan_to_num(theirs) + kept * np.nan_to_num(mine),
    )
    coverage = weight * villages.coverage[home] + (1 - weight) * own.coverage
    return Index(total, low, high, coverage, dimensions, points), from_village


def _scaled(own: Index, wanted: Floats, scheme: Scheme) -> Floats:
    """The station's own points, so that each dimension's add up to what it gave."""
    members = np.zeros((len(scheme.weights), len(scheme.dimension_weights)))
    members[np.arange(len(scheme.weights)), scheme.dimensions] = 1.0
    given = own.points @ members
    ratio = np.divide(wanted, given, out=np.zeros_like(given), where=given > 0)
    return np.asarray(own.points * ratio[:, scheme.dimensions], dtype=np.float64)


def _bounds(
    total: Floats, weight: Floats, villages: Index, home: Ints, own: Index
) -> tuple[Floats, Floats]:
    """The village's margin by its weight, and the station's own by the rest."""
    down = np.hypot(
        weight * (villages.total - villages.low)[home], (1 - weight) * (own.total - own.low)
    )
    up = np.hypot(
        weight * (villages.high - villages.total)[home], (1 - weight) * (own.high - own.total)
    )
    return np.maximum(total - down, 0), np.minimum(total + up, 100)
