"""How much one token or one signed-in person may ask: a bucket that refills steadily.

Each process counts for itself. The limit is not there to meter, but so that a program gone wild
does not take the house from the others; a shared count would cost every request a statement.
"""

from __future__ import annotations

import math
import threading
import time
from typing import Any

from django.conf import settings

SWEEP_AT = 10_000  # owners remembered, before those with a full bucket are forgotten


class Buckets:
    """One bucket for each owner, with room for a minute's worth of requests."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._levels: dict[Any, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, owner: Any, at: float | None = None) -> int:
        """Take one request; 0 when it is there, else the seconds until it will be.

        `at` is a monotonic time in seconds; the present one by default.
        """
        moment = time.monotonic() if at is None else at
        with self._lock:
            level, since = self._levels.get(owner, (float(self.per_minute), moment))
            level = min(float(self.per_minute), level + (moment - since) * self.per_minute / 60)
            enough = level >= 1
            self._levels[owner] = (level - 1 if enough else level, moment)
            if len(self._levels) > SWEEP_AT:
                self._sweep(moment)
        return 0 if enough else max(1, math.ceil((1 - level) * 60 / self.per_minute))

    def _sweep(self, moment: float) -> None:
        """Forget whose bucket has had a minute to fill."""
        self._levels = {
            owner: (level, since)
            for owner, (level, since) in self._levels.items()
            if moment - since < 60
        }


buckets = Buckets(getattr(settings, "SINERGI_API_PER_MINUTE", 6_000))
