"""What happened counts less as it grows older, and more in the stage that makes it tense.

One event weighs its severity, halved every half-life: w = s 2^(-age / half_life). What lies ahead
weighs as if it were now. Ours; no source gives a rate. The sums are made by the database
(`reading.events`), in whole millionths, so that they are the same in any order of events.
"""

from __future__ import annotations

MOST_TENSION = 3  # stages say 0 to 3
FORGOTTEN = 8  # half-lives after which an incident is left out: it weighs less than 1/256


def raised(tension: int, pull: float) -> float:
    """By what the stage that is on multiplies a kind: by 1 + `pull` where it is most tense."""
    return 1.0 + pull * min(max(tension, 0), MOST_TENSION) / MOST_TENSION


def dispersion(total: float, squares: float) -> float:
    """How much more weighted events scatter than single ones: sum of squares by sum; 1 of none."""
    return squares / total if total > 0 else 1.0
