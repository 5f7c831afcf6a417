"""`python -m benchmarks.foresight`: the index tried on the past of the rehearsal, and on made-up
villages that really differ, where it must find them. `docs/vulnerability.md` reports what it says.
"""

from __future__ import annotations

import os
from datetime import timedelta

import numpy as np

SEED, VILLAGES, DISTRICTS = 35_19, 206, 15
DAYS = 7


def main() -> None:
    """The rehearsal must be loaded, and its server on or its database named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sinergi.config.settings")
    import django

    django.setup()
    rehearsal()
    made_up()


def rehearsal() -> None:
    """Scores of three days against the week after each."""
    from sinergi.config.rehearsal.loading import CODE, MORNING
    from sinergi.kernel.clock import local, use_operation
    from sinergi.kernel.models import Operation
    from sinergi.risk.models import Weighting
    from sinergi.risk.queries.foresight import tried_on

    operation = Operation.objects.get(code=CODE)
    weighting = Weighting.objects.filter(operation=operation).latest("number")
    with use_operation(operation):
        last = local(MORNING).date() - timedelta(days=DAYS + 1)
        for back in (6, 3, 0):
            told = tried_on(operation, weighting, last - timedelta(days=back), DAYS)
            print(f"{told.day} +{DAYS} d, {told.incidents} incidents: index {told.index}")
            print(f"    stations alone {told.size}; rank correlation {told.correlation:.2f}")


def made_up() -> None:
    """Villages whose true rates differ (Gamma): raw rates and shrunk ones, against the truth."""
    from sinergi.risk.rules.foresight import foresight, rank_correlation
    from sinergi.risk.rules.shrinking import Groups, learnt, shrunk

    chance = np.random.default_rng(SEED)
    groups = Groups(
        np.sort(chance.integers(0, DISTRICTS, VILLAGES)), np.zeros(DISTRICTS, dtype=np.int64)
    )
    stations = chance.integers(2, 10, VILLAGES).astype(np.float64)
    truth = chance.gamma(0.6, 0.25, VILLAGES)
    past, later = chance.poisson(truth * stations), chance.poisson(truth * stations / 2)
    counts = past.astype(np.float64)
    drawn = shrunk(counts, stations, groups, learnt(counts, stations, groups, 1.0)).rate
    for name, rate in (("raw", counts / stations), ("shrunk", drawn)):
        error = float(np.sqrt(((rate - truth) ** 2).mean()))
        alike = rank_correlation(rate, truth)
        told = foresight(rate, later > 0)
        print(f"made up, {name}: error {error:.3f}, rank correlation {alike:.2f}, {told}")


if __name__ == "__main__":
    main()
