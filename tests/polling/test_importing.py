"""KPU's list of stations: columns, cells, differences, the same list twice, and its speed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.polling import tallying
from sinergi.polling.actions import import_stations, keep_mapping
from sinergi.polling.importing.columns import COLUMNS, guessed, lacking
from sinergi.polling.importing.drafts import plan_for
from sinergi.polling.importing.plan import Plan
from sinergi.polling.importing.reading import Listing, listing_of
from sinergi.polling.importing.sheets import filled
from sinergi.polling.models import Station, StationImport, Tally
from sinergi.polling.queries.stations import as_listed
from sinergi.regions.models import Region
from tests.factories import ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_polling import polling, reported

Enter = Callable[[str], Client]
HEADINGS = [column.heading for column in COLUMNS.values()]
FIRST = dict(zip(COLUMNS, range(len(COLUMNS)), strict=True))


def row(**changes: Any) -> list[Any]:
    """A right row but for `changes`, by column."""
    told = {
        "code": VILLAGE, "district": "Dagangan", "village": "Dagangan", "number": 1,
        "place": "Balai desa", "address": "Jalan Raya 1", "male": 240, "female": 260, "total": 500,
        "lat": -7.7172, "lon": 111.5524, "accessible": "ya", "network": "baik",
        "category": "rawan",
    } | changes  # fmt: skip
    return [told[name] for name in COLUMNS]


def book(*rows: Sequence[Any], headings: Sequence[Any] = HEADINGS) -> bytes:
    made = Workbook()
    for cells in (headings, *rows):
        made.worksheets[0].append(list(cells))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def listing(*rows: Sequence[Any]) -> Listing:
    return listing_of("dpt.xlsx", book(*rows))


def plan(world: World, *rows: Sequence[Any]) -> Plan:
    return plan_for(world.post("kpu_liaison"), listing(*rows), FIRST)


def applied(world: World, *rows: Sequence[Any], **how: Any) -> StationImport:
    by = world.post("kpu_liaison")
    return import_stations(by, world.operation, listing(*rows), FIRST, **how)


def snapshot(world: World) -> list[tuple[Any, ...]]:
    names = [
        "region_id", "number", "place", "address", "voters_male", "voters_female", "lat", "lon",
        "accessible", "network", "category", "active",
    ]  # fmt: skip
    return list(Station.objects.filter(operation=world.operation).values_list(*names))


def test_a_list_makes_stations_and_a_second_time_nothing(world: World) -> None:
    rows = [row(), row(number="TPS 002", code=None), row(code=NEIGHBOUR, village="JETIS")]
    made = applied(world, *rows)
    assert (made.new, made.changed, made.same) == (3, 0, 0)
    before = snapshot(world)
    assert len(before) == 3
    again = plan(world, *rows)
    assert (again.counts["same"], again.todo) == (3, 0)
    applied(world, *rows)
    assert snapshot(world) == before


def test_a_second_list_tells_what_differs(world: World) -> None:
    applied(world, row(), row(number=2))
    made = applied(world, row(male=250, total=510, place=None), row(number=2), row(number=3))
    assert (made.new, made.changed, made.same) == (1, 1, 1)
    assert made.differences == [[VILLAGE, 1, {"male": [240, 250]}]]
    assert Station.objects.get(number=1).place == "Balai desa"  # an empty cell takes nothing
    entry = JournalEntry.objects.filter(verb="stations.imported").latest("id")
    assert entry.changes["differences"][1] == made.differences


FAULTS = [
    ({"total": 501}, "I2", "240 + 260"),
    ({"number": None}, "D2", "kosong"),
    ({"number": "Mawar"}, "D2", "003"),
    ({"number": 0}, "D2", "003"),
    ({"male": "banyak"}, "G2", "bulat"),
    ({"male": -3}, "G2", "bulat"),
    ({"female": 12.5}, "H2", "bulat"),
    ({"female": None}, "H2", "perempuan"),
    ({"code": "35.19.04"}, "A2", "desa"),
    ({"code": "35.99.04.2007"}, "A2", "kode"),
    ({"code": "apa"}, "A2", "35.19.04.2007"),
    ({"code": VILLAGE, "village": "Jetis"}, "C2", "Dagangan"),
    ({"code": None, "village": "Dagngan"}, "C2", "Dagangan"),
    ({"code": None, "village": None}, "A2", "desa"),
    ({"code": None, "district": "Mana"}, "B2", "kecamatan"),
    ({"lat": 7.7}, "J2", "Indonesia"),
    ({"lon": None}, "K2", "lintang"),
    ({"lat": "selatan"}, "J2", "derajat"),
    ({"accessible": "mungkin"}, "L2", "ya"),
    ({"network": "5G"}, "M2", "lemah"),
    ({"category": "gawat"}, "N2", "khusus"),
    ({"place": "x" * 151}, "E2", "150"),
]


@pytest.mark.parametrize(("changes", "cell", "word"), FAULTS)
def test_errors_stand_at_their_cell(world: World, changes: Any, cell: str, word: str) -> None:
    line = plan(world, row(**changes)).lines[0]
    assert line.state == "error"
    assert [fault.cell for fault in line.faults] == [cell]
    assert word in line.faults[0].message


def test_what_is_strange_is_a_warning(world: World) -> None:
    lines = plan(
        world, row(male=0, female=0, total=0), row(number=2, male=400, total=660),
        row(number=3, lat=-6.2, lon=106.8), row(number=4, code=VILLAGE, village="Dagangan Wetan"),
    ).lines  # fmt: skip
    assert [line.state for line in lines] == ["new"] * 4
    assert [line.warnings[0].cell for line in lines] == ["I2", "I3", "J4", "C5"]


def test_one_station_stands_once(world: World) -> None:
    lines = plan(world, row(), row(number="001")).lines
    assert [line.state for line in lines] == ["new", "error"]
    assert lines[1].faults[0].cell == "D3"


def test_two_villages_of_one_name_are_told_apart_by_their_codes(world: World) -> None:
    Region.objects.create(
        code="35.19.09.2099", name="Dagangan", kind="desa", level="village", parent_id="35.19.09"
    )
    fault = plan(world, row(code=None, district=None)).lines[0].faults[0]
    assert fault.cell == "C2"
    assert VILLAGE in fault.message
    assert "35.19.09.2099" in fault.message
    assert plan(world, row(code=None)).lines[0].state == "new"
    near = plan(world, row(code=None, village="Dagangn", district="Jiwan")).lines[0].faults[0]
    assert "35.19.09.2099" in near.message  # and not the one of the other district


def test_a_formula_is_refused(world: World) -> None:
    line = plan(world, row(total="=G2+H2")).lines[0]
    assert line.faults[0].cell == "I2"


def test_a_list_with_errors_writes_nothing_unless_asked(world: World) -> None:
    rows = [row(), row(number=2, total=1)]
    with pytest.raises(Problem) as raised:
        applied(world, *rows)
    assert raised.value.status == 409
    made = applied(world, *rows, only_correct=True)
    assert (made.new, made.left_out) == (1, 1)


def test_stations_that_the_list_no_longer_has_are_struck_when_asked(world: World) -> None:
    applied(world, row(), row(number=2), row(code=ELSEWHERE, village="Grobogan"))
    assert plan(world, row()).missing == [(VILLAGE, 2)]  # not the other district's
    applied(world, row())
    assert Station.objects.filter(active=True).count() == 3
    made = applied(world, row(), strike=True)
    assert made.struck == 1
    assert list(Station.objects.filter(active=False).values_list("number", flat=True)) == [2]
    assert applied(world, row(), row(number=2)).changed == 1
    assert Station.objects.filter(active=True).count() == 3


def test_sums_follow_a_list_that_comes_after_check_ins(world: World, clock: Any) -> None:
    milestones = polling(world)
    applied(world, row(), row(number=2))
    one, two = Station.objects.order_by("number")
    for where in (one, two):
        reported(world, where, milestones["turnout_09"], 100)
    applied(world, row(male=340, total=600), strike=True)
    kept = Tally.objects.get(region=VILLAGE, milestone=milestones["turnout_09"])
    assert (kept.done, kept.value, kept.voters) == (1, 100, 600)
    applied(world, row(male=340, total=600), row(number=2))
    assert Tally.objects.get(region=VILLAGE, milestone=milestones["turnout_09"]).done == 2
    tallying.rebuild(world.operation)
    assert Tally.objects.get(region=VILLAGE, milestone=milestones["turnout_09"]).voters == 1100


TEXT = "KODE DESA;NAMA KECAMATAN;NAMA DESA;TPS;L;P;L+P\n35.19.04.2007;DAGANGAN;DAGANGAN;001;1;2;3\n"


@pytest.mark.parametrize(
    ("sign", "encoding"),
    [(";", "utf-8"), (",", "utf-8-sig"), ("\t", "utf-16"), (";", "latin-1")],
)
def test_csv_is_read_however_excel_wrote_it(world: World, sign: str, encoding: str) -> None:
    text = TEXT.replace(";", sign) + f"{VILLAGE}{sign}{sign}{sign}2{sign}1{sign}1{sign}2\n"
    found = listing_of("dpt.csv", text.encode(encoding))
    columns = guessed(found.headings)
    assert lacking(columns) == []
    made = plan_for(world.post("kpu_liaison"), found, columns)
    assert made.counts["new"] == 2


def test_titles_above_the_headings_are_passed_over(world: World) -> None:
    content = book(["DPT Pilkada 2024"], [], HEADINGS, row(), headings=["Kabupaten Madiun"])
    found = listing_of("dpt.xlsx", content)
    assert found.headings == HEADINGS
    assert [number for number, _cells in found.rows()] == [5]


def test_headings_that_nobody_knows_are_the_widest_row() -> None:
    content = book(["A", "B", "C"], ["x", 1, 2], headings=["Kabupaten Madiun"])
    assert listing_of("dpt.xlsx", content).headings == ["A", "B", "C"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk", b"\0\0\0\0", b"\n\n"])
def test_what_is_no_list_is_told_so(content: bytes) -> None:
    with pytest.raises(Problem) as raised:
        listing_of("x", content)
    assert raised.value.code == "bad-station-list"


def test_columns_are_remembered_by_their_headings(world: World, signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    content = book(row(), headings=[f"Kolom {at}" for at in range(len(HEADINGS))])
    answer = client.post("/polling/stations/import/", {"file": io.BytesIO(content)})
    assert answer.status_code == 302
    assert answer["Location"].endswith("/columns/")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    sent = client.post(answer["Location"], {name: str(at) for name, at in FIRST.items()})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    second = client.post("/polling/stations/import/", {"file": io.BytesIO(content)})
    assert not second["Location"].endswith("/columns/")
    preview = client.get(second["Location"])
    assert "TPS 001" in preview.content.decode()


def test_what_goes_out_comes_in_unchanged(world: World) -> None:
    applied(world, row(), row(number=2, accessible=None, network=None, lat=None, lon=None),
            row(code=NEIGHBOUR, village="Jetis", category="khusus"))  # fmt: skip
    Station.objects.filter(region=NEIGHBOUR).update(place="=1+1 'lantai'", address="-")
    rows = Station.objects.filter(operation=world.operation).select_related("region__parent")
    content = filled(as_listed(row) for row in rows)
    found = listing_of("tps.xlsx", content)
    made = plan_for(world.post("kpu_liaison"), found, guessed(found.headings))
    assert (made.counts["same"], made.todo, made.counts["error"]) == (3, 0, 0)


def test_the_errors_can_be_taken_along_and_handed_in_again(world: World, signed_in: Enter) -> None:
    client = signed_in("kpu_liaison")
    content = book(row(), row(number=2, total=1, place="@hyperlink"))
    at = client.post("/polling/stations/import/", {"file": io.BytesIO(content)})["Location"]
    page = client.get(at).content.decode()
    assert "I3" in page
    errors = client.get(f"{at}errors/")
    sheet = load_workbook(io.BytesIO(errors.content)).worksheets[0]
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert len(rows) == 2
    assert rows[0][: len(HEADINGS)] == HEADINGS
    assert "I3" in rows[1][-1]
    assert client.post(at).status_code == 409
    client.post(at, {"only_correct": "yes"})
    assert Station.objects.count() == 1


@pytest.mark.parametrize("role", ["village_committee", "police_officer", "station_officer"])
def test_only_who_keeps_the_list_imports(world: World, signed_in: Enter, role: str) -> None:
    answer = signed_in(role).post("/polling/stations/import/", {"file": io.BytesIO(book(row()))})
    assert answer.status_code == 403
    with pytest.raises(Problem):
        import_stations(world.post(role), world.operation, listing(row()), FIRST)


def test_nobody_reads_anothers_list(world: World, signed_in: Enter) -> None:
    content = book(row())
    at = signed_in("kpu_liaison").post("/polling/stations/import/", {"file": io.BytesIO(content)})[
        "Location"
    ]
    assert signed_in("desk_coordinator").get(at).status_code in (302, 404)


def test_a_mapping_needs_village_and_number(world: World) -> None:
    with pytest.raises(Problem) as raised:
        keep_mapping(world.post("kpu_liaison"), world.operation, ["a"], {"place": 0})
    assert raised.value.field == "code"
