"""Whole lists: in any order, in few statements, in few seconds."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.kernel.actors import SYSTEM
from sinergi.polling.actions import import_stations
from sinergi.polling.importing.known import Known, StationFact, VillageFact
from sinergi.polling.importing.plan import make_plan
from sinergi.polling.importing.reading import listed, listing_of
from sinergi.polling.models import Station
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_polling import station, stations
from tests.polling.test_importing import FIRST, HEADINGS, applied, book, row

FACTS = {
    code: VillageFact(code, name, "Dagangan", None, None)
    for code, name in ((VILLAGE, "Dagangan"), (NEIGHBOUR, "Jetis"), (ELSEWHERE, "Grobogan"))
}


def outcome(rows: list[list[Any]], known: Known) -> dict[Any, dict[str, Any]]:
    """The stations that would stand after these rows."""
    found = listed("x", enumerate([HEADINGS, *rows], start=1))
    made = make_plan(found.rows(), FIRST, known)
    after = {key: fact.values for key, fact in known.stations.items()}
    return after | {line.key: line.values for line in made.of("new", "change")}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.permutations([(code, number) for code in FACTS for number in (1, 2, 3)]),
    st.dictionaries(
        st.tuples(st.sampled_from(sorted(FACTS)), st.integers(1, 3)), st.integers(0, 400)
    ),
)
def test_the_order_of_rows_does_not_matter(
    order: list[tuple[str, int]], males: dict[tuple[str, int], int]
) -> None:
    """Any permutation makes the same stations, and the same list again changes nothing."""

    def rows(keys: list[tuple[str, int]]) -> list[list[Any]]:
        return [
            row(code=code, village=None, number=number, male=males.get((code, number), 100),
                total=None)
            for code, number in keys
        ]  # fmt: skip

    empty = Known(dict(FACTS))
    stand = outcome(rows(order), empty)
    assert stand == outcome(rows(sorted(order)), empty)
    facts = {key: StationFact(None, True, values) for key, values in stand.items()}  # type: ignore[arg-type]
    found = listed("x", enumerate([HEADINGS, *rows(order)], start=1))
    assert make_plan(found.rows(), FIRST, Known(dict(FACTS), facts)).todo == 0


@pytest.mark.parametrize("count", [40, 400])
def test_the_statements_do_not_grow_with_the_list(world: World, count: int) -> None:
    codes = [code for code in world.regions if len(code) == 13]
    rows = [row(code=codes[at % 4], village=None, district=None, number=at // 4 + 1, lat=None,
                lon=None) for at in range(count)]  # fmt: skip
    with CaptureQueriesContext(
        connection,
    ) as counted:
        applied(world, *rows)
    assert len(counted) <= 14, [query["sql"][:120] for query in counted]


def test_a_regency_is_imported_in_seconds(world: World) -> None:
    """1,142 stations: read, planned and written, then changed, each in less than three seconds."""
    codes = [code for code in world.regions if len(code) == 13]
    keys = [(codes[at % 4], at // 4 + 1) for at in range(1_142)]
    for male in (240, 241):
        rows = [row(code=code, village=None, district=None, number=number, male=male,
                    total=None, lat=None, lon=None) for code, number in keys]  # fmt: skip
        content = book(*rows)
        began = time.monotonic()
        found = listing_of("dpt.xlsx", content)
        import_stations(SYSTEM, world.operation, found, FIRST)
        assert time.monotonic() - began < 3.0
    assert Station.objects.filter(voters_male=241).count() == 1_142


def test_the_factory_makes_stations_in_bulk(world: World) -> None:
    stations(world, 40)
    assert Station.objects.filter(region__parent=DISTRICT).count() == 20
    assert station(world, 99).number == 99
