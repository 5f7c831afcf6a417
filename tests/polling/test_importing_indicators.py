"""Indicators of vulnerability in KPU's list: columns, cells, differences, and back again."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sinergi.polling.actions import Finding, import_stations, keep_mapping, record_findings
from sinergi.polling.importing.columns import guessed
from sinergi.polling.importing.drafts import plan_for
from sinergi.polling.importing.indicators import PREFIX, indicator_columns
from sinergi.polling.importing.plan import Plan
from sinergi.polling.importing.reading import listing_of
from sinergi.polling.models import Indicator, Station, StationImport, StationIndicator
from tests.factories import World
from tests.factories_polling import polling
from tests.polling.test_importing import FIRST, HEADINGS, book, row

Enter = Callable[[str], Client]
REMOTE, DISABLED = "V7.1", "V1.5"
COLUMNS = FIRST | {PREFIX + REMOTE: len(FIRST), PREFIX + DISABLED: len(FIRST) + 1}


@pytest.fixture(autouse=True)
def prepared(world: World) -> None:
    polling(world)


def content(*pairs: tuple[Any, Any]) -> bytes:
    """A list of stations 1, 2, ... with what is said of two indicators."""
    rows = [[*row(number=at), *pair] for at, pair in enumerate(pairs, start=1)]
    return book(*rows, headings=[*HEADINGS, REMOTE, f"{DISABLED} Pemilih disabilitas"])


def plan(world: World, *pairs: tuple[Any, Any]) -> Plan:
    return plan_for(world.post("kpu_liaison"), listing_of("x", content(*pairs)), COLUMNS)


def applied(world: World, *pairs: tuple[Any, Any]) -> StationImport:
    by = world.post("kpu_liaison")
    return import_stations(by, world.operation, listing_of("x", content(*pairs)), COLUMNS)


def found(number: int = 1) -> dict[str, tuple[bool, int | None, str]]:
    rows = StationIndicator.objects.filter(station__number=number).select_related("indicator")
    return {one.indicator.code: (one.present, one.count, one.note) for one in rows}


def test_a_cell_says_yes_no_or_how_many(world: World) -> None:
    made = applied(world, ("ya", 12), ("tidak", "1.024"), (None, 0), ("x", None))
    assert made.new == 4
    assert found(1) == {REMOTE: (True, None, ""), DISABLED: (True, 12, "")}
    assert found(2)[REMOTE] == (False, None, "")
    assert found(3) == {DISABLED: (False, None, "")}
    assert found(4) == {REMOTE: (True, None, "")}


def test_the_same_list_again_changes_nothing(world: World) -> None:
    pairs = [("ya", 12), ("tidak", 1), (None, 0)]
    applied(world, *pairs)
    assert (plan(world, *pairs).counts["same"], plan(world, *pairs).todo) == (3, 0)
    before = list(StationIndicator.objects.order_by("pk").values_list("pk", "found_at"))
    applied(world, *pairs)
    assert list(StationIndicator.objects.order_by("pk").values_list("pk", "found_at")) == before


def test_what_differs_is_told_and_an_empty_cell_takes_nothing(world: World) -> None:
    applied(world, ("ya", 12))
    made = applied(world, ("tidak", 13))
    told = {PREFIX + REMOTE: [True, False], PREFIX + DISABLED: [12, 13]}
    assert made.differences[0][2] == told
    assert applied(world, (None, None)).same == 1
    assert found() == {REMOTE: (False, None, ""), DISABLED: (True, 13, "")}


def test_what_was_counted_and_noted_on_the_spot_stays(world: World) -> None:
    applied(world, (None, None))
    station = Station.objects.get()
    record_findings(
        world.post("kpu_liaison"), station, [Finding(DISABLED, True, 7, "dua kursi roda")]
    )
    assert plan(world, (None, "ya")).todo == 0
    applied(world, ("ya", 8))
    assert found()[DISABLED] == (True, 8, "dua kursi roda")


@pytest.mark.parametrize(("value", "word"), [("mungkin", "ya"), (-1, "ya"), ("20.000", "10000")])
def test_an_error_stands_at_its_cell(world: World, value: Any, word: str) -> None:
    line = plan(world, (value, None)).lines[0]
    assert [fault.cell for fault in line.faults] == ["O2"]
    assert word in line.faults[0].message


def test_headings_are_the_code_the_title_or_both(world: World) -> None:
    columns = indicator_columns(world.operation)
    title = Indicator.objects.get(operation=world.operation, code=REMOTE).title
    for heading in (REMOTE, title, title.upper(), f"{REMOTE} {title}", "v7-1"):
        assert guessed(["TPS", heading], columns) == {"number": 0, PREFIX + REMOTE: 1}
    assert PREFIX + REMOTE not in guessed([REMOTE])


def test_one_that_is_looked_at_no_more_is_passed_over(world: World) -> None:
    Indicator.objects.filter(code=REMOTE).update(active=False)
    applied(world, ("mungkin", "ya"))
    assert set(found()) == {DISABLED}


def test_columns_of_indicators_are_remembered(world: World) -> None:
    kept = keep_mapping(
        world.post("kpu_liaison"), world.operation, ["a"], COLUMNS | {PREFIX + "V99": 40}
    )
    assert kept.columns == COLUMNS


def test_from_the_file_to_the_station_and_out_again(world: World, signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    sent = {"file": io.BytesIO(content(("ya", 12), ("tidak", None)))}
    at = client.post("/polling/stations/import/", sent)["Location"]
    assert at.endswith("/columns/")  # one heading was not understood wholly
    assert PREFIX + REMOTE in client.get(at).content.decode()
    at = client.post(at, {name: str(place) for name, place in COLUMNS.items()})["Location"]
    page = client.get(at)
    assert "2 indikator diisi" in page.content.decode()
    applied_at = client.post(at)
    assert applied_at.status_code == 302
    sent = {"file": io.BytesIO(content(("tidak", 13)))}
    second = client.post("/polling/stations/import/", sent)["Location"]
    assert f"{REMOTE} Sulit dijangkau" in client.get(second).content.decode()
    assert found()[DISABLED] == (True, 12, "")
    taken = client.get("/polling/stations/export/").content
    sheet = load_workbook(io.BytesIO(taken)).worksheets[0]
    heads, first, *_rest = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert [first[heads.index(head)] for head in heads if head.startswith((REMOTE, DISABLED))] == [
        12,
        "ya",
    ]
    again = listing_of("tps.xlsx", taken)
    by = world.post("kpu_liaison")
    columns = guessed(again.headings, indicator_columns(world.operation))
    made = plan_for(by, again, columns)
    assert (made.counts["same"], made.todo) == (2, 0)


@pytest.mark.parametrize("count", [20, 200])
def test_the_statements_do_not_grow(world: World, count: int) -> None:
    with CaptureQueriesContext(connection) as counted:
        applied(world, *[("ya", at) for at in range(count)])
    assert len(counted) <= 18, [query["sql"][:120] for query in counted]
    assert StationIndicator.objects.count() == 2 * count
