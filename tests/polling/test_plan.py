"""The security plan: what is needed, what is missing, and to whom it is told."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from math import ceil
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from sinergi.followups.actions import report_done
from sinergi.followups.models import Followup
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.polling.actions import (
    add_equipment,
    ask_for_gap,
    change_equipment,
    change_pattern,
    report_strength,
)
from sinergi.polling.models import Equipment, Pattern, Station, Strength
from sinergi.polling.queries.plan import plan_of
from sinergi.polling.rules.plan import (
    CATEGORIES,
    Place,
    Placed,
    Thing,
    groups_of,
    needed,
    overlaps,
)
from sinergi.polling.rules.plan import Pattern as Rule
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, OTHER_DISTRICT, VILLAGE, World
from tests.factories_polling import polling, station, stations

PLAN = "/polling/plan/"
# Who secures the election, and who does not.
TOLD = ["police_officer", "army_officer", "regional_secretary", "kapolsek", "danramil",
        "duty_officer"]  # fmt: skip
UNTOLD = ["kpu_liaison", "bawaslu_liaison", "village_head", "district_head", "village_committee",
          "agency_officer", "prosecutor", "community_figure", "station_officer", "council_member",
          "babinsa", "district_supervisor"]  # fmt: skip
SignedIn = Callable[[str], Client]

a_rule = st.builds(Rule, st.integers(0, 6), st.integers(1, 9), st.integers(0, 20))
rules = st.fixed_dictionaries(dict.fromkeys(CATEGORIES, a_rule))
things = st.lists(
    st.builds(Thing, st.sampled_from(["ht", "tenda"]),
              st.sampled_from(["station", "vulnerable", "district"]), st.integers(0, 5)),
    max_size=2, unique_by=lambda row: row.code,
)  # fmt: skip


@st.composite
def place_lists(draw: Any) -> list[Place]:
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["", "x", "y"]),
                      st.sampled_from(CATEGORIES)),
            max_size=40,
        )
    )  # fmt: skip
    return [
        Place(district, area, f"{district}{area}", number, category, number)
        for number, (district, area, category) in enumerate(rows)
    ]


@given(place_lists(), rules)
def test_every_station_stands_in_one_group_of_its_like(places: list, patterns: dict) -> None:
    groups = groups_of(places, patterns)
    assert sorted(row for group in groups for row in group.stations) == sorted(places)
    for group in groups:
        own = {(row.district, row.police_area, row.category) for row in group.stations}
        assert own == {(group.district, group.police_area, group.category)}
        assert len(group.stations) <= patterns[group.category].stations
    assert len({group.code for group in groups}) == len(groups)


@given(place_lists(), rules)
def test_police_are_rounded_up_for_each_kind_of_stations(places: list, patterns: dict) -> None:
    alike = Counter((row.district, row.police_area, row.category) for row in places)
    expected = sum(
        ceil(count / patterns[category].stations) * patterns[category].police
        for (_district, _area, category), count in alike.items()
    )
    assert sum(row["police"] for row in needed(places, patterns, []).values()) == expected


@given(place_lists(), rules, things, st.sampled_from(CATEGORIES))
def test_one_station_more_needs_no_less(
    places: list, patterns: dict, wanted: list, category: str
) -> None:
    before = needed(places, patterns, wanted)
    after = needed([*places, Place("A", "x", "A", 999, category, 999)], patterns, wanted)
    for district, row in before.items():
        assert all(after[district][what] >= count for what, count in row.items())


@given(place_lists(), rules, things)
def test_districts_sum_up_to_the_whole(places: list, patterns: dict, wanted: list) -> None:
    whole = needed(places, patterns, wanted)
    apart = {
        district: needed([row for row in places if row.district == district], patterns, wanted)
        for district in whole
    }
    assert whole == {district: row[district] for district, row in apart.items()}


def test_two_police_of_one_group_are_no_double() -> None:
    group_of = {1: "A/01", 2: "A/01", 3: "A/02"}
    same = [Placed(place, "police", "polsek", "Anggota 01") for place in (1, 2)]
    assert overlaps(same, group_of) == []
    crossing = [*same, Placed(3, "police", "polsek", "anggota  01")]
    assert [one.mark for one in overlaps(crossing, group_of)] == ["title"]
    linmas = [Placed(place, "linmas", "desa", "Linmas 1") for place in (1, 2)]
    assert len(overlaps(linmas, group_of)) == 1
    phones = [Placed(place, "police", place, f"Anggota {place}", "+628") for place in (1, 3)]
    assert [one.mark for one in overlaps(phones, group_of)] == ["phone"]


@pytest.fixture
def planned(world: World) -> World:
    """Eight stations in one district (one very vulnerable), three in the other."""
    polling(world)
    stations(world, 7, [VILLAGE, NEIGHBOUR])
    here = station(world, 9)
    Station.objects.filter(pk=here.pk).update(category="very")
    stations(world, 3, [ELSEWHERE])
    return world


def needs(world: World, role: str = "desk_coordinator") -> dict[str, dict[str, tuple]]:
    plan = plan_of(world.post(role))
    return {
        row.region.pk: {what: (n.needed, n.available, n.missing) for what, n in row.needs.items()}
        for row in plan.districts
    }


def test_what_is_needed_follows_from_the_patterns(planned: World) -> None:
    found = needs(planned)
    # 7 less vulnerable: groups of 6 and 1; and one very vulnerable: 2-1-2
    assert found[DISTRICT]["police"] == (6, 0, 6)
    assert found[DISTRICT]["linmas"] == (16, 0, 16)
    assert (found[DISTRICT]["ht"][0], found[DISTRICT]["army"][0]) == (1, 5)
    assert found[OTHER_DISTRICT]["police"] == (2, 0, 2)


def test_a_polres_sees_its_own_jurisdiction(planned: World) -> None:
    assert list(needs(planned, "police_officer")) == [DISTRICT]
    assert list(needs(planned, "elsewhere:police_officer")) == [OTHER_DISTRICT]
    plan = plan_of(planned.post("desk_coordinator"))
    police = {agency: rows for agency, rows in plan.by_agency if agency.kind == "polres"}
    assert {agency.pk: rows[0].needed for agency, rows in police.items()} == {
        planned.agencies["polres"].pk: 6,
        planned.agencies["polres_kota"].pk: 2,
    }


def test_a_surplus_elsewhere_closes_no_gap(planned: World) -> None:
    army = planned.post("army_officer")
    kodim = planned.agencies["kodim"]
    made = report_strength(army, kodim, {(DISTRICT, "army"): 9, (OTHER_DISTRICT, "army"): 1})
    assert made.rows == 2
    total = {row.what: row for row in plan_of(army).totals}["army"]
    assert (total.needed, total.available, total.missing) == (10, 10, 4)
    assert report_strength(army, kodim, {(DISTRICT, "army"): 9}).rows == 0
    report_strength(army, kodim, {(DISTRICT, "army"): None})
    assert list(Strength.objects.values_list("region_id", "available")) == [(OTHER_DISTRICT, 1)]


@pytest.mark.parametrize(
    "rows", [{(DISTRICT, "police"): 3}, {(DISTRICT, "kapal"): 1}, {("35.77.01", "army"): 1},
             {(DISTRICT, "army"): 1_000_000}],
)  # fmt: skip
def test_strength_is_of_its_own_kind_and_place(planned: World, rows: dict) -> None:
    with pytest.raises(Problem) as raised:
        report_strength(planned.post("army_officer"), planned.agencies["kodim"], rows)
    assert (raised.value.code, raised.value.field) == ("invalid", "rows")


def test_nobody_tells_the_strength_of_another_agency(planned: World) -> None:
    for role, agency in (("army_officer", "polres"), ("kapolsek", "koramil"),
                         ("police_officer", "polres_kota")):  # fmt: skip
        with pytest.raises(Problem) as raised:
            report_strength(planned.post(role), planned.agencies[agency], {})
        assert raised.value.code == "forbidden", role


def test_another_pattern_needs_others(planned: World) -> None:
    by = planned.post("police_officer")
    row = Pattern.objects.get(category="less")
    change_pattern(by, row, police=2, stations=4, linmas=8)
    assert needs(planned)[DISTRICT]["police"][0] == 6
    change_pattern(by, row, police=3, stations=7, linmas=14)
    assert needs(planned)[DISTRICT]["police"][0] == 5
    with pytest.raises(Problem):
        change_pattern(by, row, police=2, stations=0, linmas=1)
    thing = add_equipment(by, planned.operation, title="Mobil tangki", per="district", number=2)
    assert needs(planned)[DISTRICT][thing.code] == (2, 0, 2)
    change_equipment(by, thing, title="Mobil tangki", per="district", number=2, active=False)
    assert thing.code not in needs(planned)[DISTRICT]


def test_a_gap_is_made_a_followup_once(planned: World, signed_in: SignedIn) -> None:
    page, address = signed_in("regional_secretary"), f"{PLAN}districts/{DISTRICT}/"
    assert page.post(f"{address}ask/", {"what": "police"}).status_code == 302
    made = Followup.objects.get()
    assert (made.to_agency, made.region_id) == (planned.agencies["polres"], DISTRICT)
    assert planned.agencies["kpu"].pk not in made.audience
    assert planned.agencies["kodim"].pk in made.audience
    assert "Polri" in made.title or "Polisi" in made.title
    page.post(f"{address}ask/", {"what": "police"})
    page.post(f"{address}ask/", {"what": "nothing"})
    assert Followup.objects.count() == 1
    assert made.get_absolute_url() in page.get(address).content.decode()
    assert not Followup.objects.visible_to(planned.post("kpu_liaison")).exists()
    report_done(planned.post("police_officer"), made, answer="Ditambah 6 personel.")


def test_who_sits_at_no_desk_there_asks_nothing(planned: World) -> None:
    by = planned.post("police_officer")
    with pytest.raises(Problem) as raised:
        ask_for_gap(by, planned.operation, district=planned.region(OTHER_DISTRICT), what="police",
                    to=planned.agencies["polres_kota"], title="Kurang", due_at=now())  # fmt: skip
    assert raised.value.code == "forbidden"


PAGES = [PLAN, f"{PLAN}export/", f"{PLAN}patterns/", f"{PLAN}equipment/add/", f"{PLAN}strength/",
         f"{PLAN}strength/workbook/", f"{PLAN}districts/{DISTRICT}/", f"{PLAN}assign/",
         f"{PLAN}assign/workbook/", f"{PLAN}letters/"]  # fmt: skip


@pytest.mark.parametrize("role", UNTOLD)
def test_the_plan_does_not_exist_for_others(planned: World, signed_in: SignedIn, role: str) -> None:
    page = signed_in(role)
    assert {page.get(address).status_code for address in PAGES} == {404}
    assert PLAN not in page.get("/", follow=True).content.decode()


@pytest.mark.parametrize("role", TOLD)
def test_the_plan_is_shown_to_who_secures(planned: World, signed_in: SignedIn, role: str) -> None:
    page = signed_in(role)
    for address in (PLAN, f"{PLAN}export/", f"{PLAN}patterns/", f"{PLAN}districts/{DISTRICT}/"):
        assert page.get(address).status_code == 200, address


def test_nobody_is_shown_it_without_signing_in(planned: World) -> None:
    for address in PAGES:
        assert Client().get(address).status_code in (302, 401, 403, 404)


def test_the_journal_tells_the_plan_to_security_agencies_alone(planned: World) -> None:
    by = planned.post("police_officer")
    change_pattern(by, Pattern.objects.first(), police=2, stations=3, linmas=6)
    report_strength(by, planned.agencies["polres"], {(DISTRICT, "police"): 4})
    verbs = {"pattern.changed", "strength.told"}
    assert JournalEntry.objects.filter(verb__in=verbs).count() == 2
    for role in UNTOLD[:-2]:
        seen = JournalEntry.objects.visible_to(planned.post(role)).filter(verb__in=verbs)
        assert not seen.exists(), role
    seen = JournalEntry.objects.visible_to(planned.post("desk_coordinator"))
    assert set(seen.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_strength_is_kept_by_grid_and_by_workbook(planned: World, signed_in: SignedIn) -> None:
    page, address = signed_in("army_officer"), f"{PLAN}strength/"
    wrong = page.post(address, {f"{DISTRICT}:army": "lima", f"{OTHER_DISTRICT}:army": "7"})
    assert wrong.status_code == 422 and b'value="lima"' in wrong.content
    assert not Strength.objects.exists()
    assert page.post(address, {f"{DISTRICT}:army": "5"}).status_code == 302
    book = load_workbook(io.BytesIO(page.get(f"{address}workbook/").content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    at = next(place for place, text in enumerate(rows[0]) if text.startswith("army:"))
    assert [(row[0], row[at]) for row in rows[1:]] == [(DISTRICT, 5), (OTHER_DISTRICT, None)]
    book.active.cell(row=3, column=at + 1).value = 8
    target = io.BytesIO()
    book.save(target)
    sent = SimpleUploadedFile("kekuatan.xlsx", target.getvalue())
    assert page.post(address, {"file": sent}).status_code == 302
    told = dict(Strength.objects.values_list("region_id", "available"))
    assert told == {DISTRICT: 5, OTHER_DISTRICT: 8}


def test_pages_cost_the_same_at_ten_and_at_three_hundred(
    planned: World, signed_in: SignedIn
) -> None:
    page = signed_in("regional_secretary")
    addresses = [PLAN, f"{PLAN}districts/{DISTRICT}/", f"{PLAN}assign/?district={DISTRICT}"]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert page.get(address).status_code == 200
            found.append(len(asked))
        return found

    costs()
    few = costs()
    Station.objects.all().delete()
    stations(planned, 300, [VILLAGE, NEIGHBOUR])
    assert costs() == few


def put(asking: Program, address: str, body: Any) -> Any:
    """PUT of JSON below the root of the API."""
    headers = {"Authorization": f"Bearer {asking.secret}"}
    return asking.client.put(
        asking.at(address), json.dumps(body), content_type="application/json", headers=headers
    )


def test_the_api_tells_and_takes_the_plan(program: Any, planned: World) -> None:  # noqa: F811
    asking: Program = program("police_officer")
    told = asking.get(f"/polling/plan?district={DISTRICT}").json()
    assert {row["what"]: row["needed"] for row in told["totals"]}["police"] == 6
    assert len(told["groups"]) == 3 and told["districts"][0]["region"] == DISTRICT
    body = {"rows": [{"district": DISTRICT, "what": "police", "available": 4}]}
    address = f"/polling/plan/agencies/{planned.agencies['polres'].pk}/strength"
    assert put(asking, address, body).json()["rows"] == 1
    other = program("kpu_liaison")
    assert other.get("/polling/plan").status_code == 404
    assert put(other, address, body).status_code == 404


def test_equipment_shipped_is_of_known_kinds(planned: World) -> None:
    assert set(Equipment.objects.values_list("per", flat=True)) <= set(Equipment.Per.values)
