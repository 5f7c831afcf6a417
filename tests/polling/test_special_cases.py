"""Special cases of stations: who opens and decides, what they rest on, the days that are left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from sinergi.followups.models import Followup
from sinergi.kernel.problems import Problem
from sinergi.polling.actions import (
    accept_special_case,
    end_special_case,
    open_special_case,
    withdraw_special_case,
)
from sinergi.polling.grounds import grounds
from sinergi.polling.models import SpecialCase, Station
from sinergi.polling.queries.special_cases import cases_of
from tests.factories import ELSEWHERE, World
from tests.factories_polling import polling, serving, station
from tests.fixtures import Clock

NOON = datetime(2024, 11, 27, 5, 0, tzinfo=UTC)
CASES = "/polling/special-cases/"


@pytest.fixture
def here(world: World, clock: Clock) -> Station:
    clock.moment = NOON
    polling(world)
    return station(world)


def test_every_kind_has_its_ground() -> None:
    assert set(grounds()) == set(SpecialCase.Kind.values)
    assert all(row.ground for row in grounds().values())


def test_what_was_not_read_in_the_law_says_so() -> None:
    assert [code for code, row in grounds().items() if row.verified] == ["late_opening"]


def test_a_station_opens_a_case_for_itself(world: World, here: Station) -> None:
    officer = serving(world, here)
    case = open_special_case(officer, here, kind="shortage", detail="Kurang 40 surat suara.")
    assert (case.state, case.followup, case.due_on) == ("open", None, None)


def test_only_kpu_decides_a_re_vote(world: World, here: Station) -> None:
    case = open_special_case(
        world.post("village_supervisor"),
        here,
        kind="revote",
        detail="Kotak dibuka di luar tata cara.",
    )
    assert case.state == "proposed"
    assert case.followup is None
    with pytest.raises(Problem) as raised:
        accept_special_case(world.post("village_supervisor"), case)
    assert raised.value.code == "forbidden"
    case = accept_special_case(world.post("kpu_liaison"), case)
    assert case.state == "open"
    assert case.followup is not None


def test_a_re_vote_is_a_task_of_kpu_until_its_deadline(world: World, here: Station) -> None:
    case = open_special_case(world.post("kpu_liaison"), here, kind="revote", detail="Terbukti.")
    task = Followup.objects.get(pk=case.followup_id)
    assert task.to_agency == world.agencies["kpu"]
    assert case.due_on == date(2024, 12, 7)
    assert task.due_at == datetime(2024, 12, 7, 17, 0, tzinfo=UTC)  # the end of that day, WIB
    assert "pasal 112" in task.detail
    (row,) = cases_of(world.post("kpu_liaison"))
    assert row.days_left == 10


def test_one_of_a_kind_at_a_time(world: World, here: Station) -> None:
    by = world.post("village_committee")
    case = open_special_case(by, here, kind="moved", detail="Banjir.")
    with pytest.raises(Problem) as raised:
        open_special_case(by, here, kind="moved", detail="Banjir.")
    assert raised.value.code == "conflict"
    end_special_case(by, case, outcome="Pindah ke balai desa.")
    assert open_special_case(by, here, kind="moved", detail="Kembali.").state == "open"


@pytest.mark.parametrize(("field", "told"), [("kind", ("x", "a")), ("detail", ("moved", " "))])
def test_what_is_missing_is_told_at_its_field(
    world: World, here: Station, field: str, told: tuple[str, str]
) -> None:
    with pytest.raises(Problem) as raised:
        open_special_case(world.post("village_committee"), here, kind=told[0], detail=told[1])
    assert (raised.value.code, raised.value.field) == ("invalid", field)


def test_what_kpu_opened_only_kpu_ends(world: World, here: Station) -> None:
    case = open_special_case(world.post("kpu_liaison"), here, kind="continued", detail="Kerusuhan.")
    for change in (end_special_case, withdraw_special_case):
        with pytest.raises(Problem) as raised:
            change(world.post("village_committee"), case, outcome="Selesai.")
        assert raised.value.code == "forbidden"
    assert end_special_case(world.post("kpu_liaison"), case, outcome="Dilanjutkan.").state == "done"
    with pytest.raises(Problem) as raised:
        withdraw_special_case(world.post("kpu_liaison"), case, outcome="Salah.")
    assert raised.value.code == "conflict"


def test_who_proposed_may_withdraw(world: World, here: Station) -> None:
    by = world.post("village_supervisor")
    case = open_special_case(by, here, kind="recount", detail="Selisih.")
    assert withdraw_special_case(by, case, outcome="Sudah cocok.").state == "withdrawn"


def test_who_does_not_report_opens_none(world: World, here: Station) -> None:
    with pytest.raises(Problem) as raised:
        open_special_case(world.post("regent"), here, kind="moved", detail="x")
    assert raised.value.code == "forbidden"


def test_the_list_shows_hers_and_what_she_may_do(world: World, here: Station, signed_in) -> None:
    by = world.post("kpu_liaison")
    open_special_case(by, here, kind="revote", detail="Terbukti di TPS ini.")
    open_special_case(by, station(world, 1, ELSEWHERE), kind="moved", detail="Banjir di Jiwan.")
    told = signed_in("babinsa").get(CASES).content.decode()
    assert "Terbukti di TPS ini." in told
    assert "Banjir di Jiwan." not in told
    assert "/end/" not in told
    assert "/end/" in signed_in("kpu_liaison").get(CASES).content.decode()


def test_a_case_is_opened_and_ended_by_its_pages(world: World, here: Station, signed_in) -> None:
    client = signed_in("kpu_liaison")
    sent = {"kind": "postponed", "detail": "Logistik tidak sampai."}
    answer = client.post(f"/polling/stations/{here.pk}/special-cases/new/", sent)
    assert answer.status_code == 302
    case = SpecialCase.objects.get(station=here)
    client.post(f"{CASES}{case.pk}/end/", {"outcome": "Susulan 1 Desember."})
    told = client.get(f"{CASES}?finished=1").content.decode()
    assert "Susulan 1 Desember." in told
    assert client.get(f"{CASES}{case.pk}/nonsense/").status_code == 404


def test_the_board_and_the_station_show_it(world: World, here: Station, signed_in) -> None:
    open_special_case(world.post("kpu_liaison"), here, kind="revote", detail="Terbukti.")
    client = signed_in("kpu_liaison")
    assert "(PSU)" in client.get("/polling/board/").content.decode()
    assert "(PSU)" in client.get(here.get_absolute_url()).content.decode()
