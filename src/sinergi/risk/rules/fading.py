"""What happened counts less as it grows older, and more in the stage that makes it tense."""

from __future__ import annotations

import numpy as np

from sinergi.risk.rules.arrays import Floats, Ints

MOST_TENSION = 3  # stages say 0 to 3
FORGOTTEN = 8  # half-lives after which an incident is left out: it weighs less than 1/256


def event_weights(
    severities: Floats, ages: Floats, half_life: float, tensions: Floats, pull: float
) -> Floats:
    """What each event weighs: its severity, halved every `half_life` days.

    `ages` in days; what lies ahead weighs as if it were now. The stage that is on raises it by at
    most `pull` (0.5: by half) where it is most tense for that kind. Ours; no source gives a rate.
    """
    faded = np.exp2(-np.maximum(ages, 0.0) / half_life)
    raised = 1.0 + pull * np.clip(tensions, 0, MOST_TENSION) / MOST_TENSION
    return np.asarray(severities * faded * raised, dtype=np.float64)


def summed(cells: Ints, weights: Floats, size: int) -> Floats:
    """The sum of `weights` in each of `size` cells, the same to the last bit in any order."""
    order = np.lexsort((weights, cells))
    return np.bincount(cells[order], weights[order], minlength=size).astype(np.float64)


def dispersion(weights: Floats) -> float:
    """How much more weighted events scatter than single ones: sum of squares by sum; 1 of none."""
    total = float(weights.sum())
    return float((weights**2).sum()) / total if total > 0 else 1.0
