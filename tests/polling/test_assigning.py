"""Placing security personnel, who stands at two places at once, and duty letters."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sinergi.agencies.models import Post
from sinergi.kernel.documents import find_document, render
from sinergi.kernel.models import JournalEntry, OfficialDocument
from sinergi.kernel.problems import Problem
from sinergi.polling.actions import (
    LettersAsked,
    assign_people,
    issue_duty_letters,
    place_person,
    release_person,
)
from sinergi.polling.models import SecurityList, Station, StationPerson
from sinergi.polling.queries.stations import people_of
from sinergi.polling.security.placing import Wanted
from tests.api.conftest import Program, program  # noqa: F401 -- a fixture
from tests.factories import DISTRICT, ELSEWHERE, NEIGHBOUR, VILLAGE, World
from tests.factories_polling import polling, station, stations

SignedIn = Callable[[str], Client]
ASSIGN = f"/polling/plan/assign/?district={DISTRICT}"
SECRET, SECRET_PHONE = "Anggota Polsek Dagangan 01", "+6281234567890"


@pytest.fixture
def eight(world: World) -> list[Station]:
    """Eight stations of one district: a group of six and one of two."""
    polling(world)
    return sorted(stations(world, 8, [VILLAGE]), key=lambda row: row.number)


def police(rows: list[Station], title: str = SECRET, phone: str = "") -> list[Wanted]:
    return [Wanted(row, "police", title, phone, at) for at, row in enumerate(rows)]


def placed(world: World, wanted: list[Wanted], role: str = "kapolsek", **also: Any) -> SecurityList:
    by = world.post(role)
    return assign_people(by, by.agency, wanted, **also)


def test_the_same_two_police_serve_a_group(world: World, eight: list[Station]) -> None:
    two = [*police(eight[:6]), *police(eight[:6], "Anggota Polsek Dagangan 02")]
    assert placed(world, two).rows == 12
    assert placed(world, two).rows == 0  # who stands there already stays
    assert StationPerson.objects.count() == 12


def test_two_groups_are_asked_back(world: World, eight: list[Station]) -> None:
    with pytest.raises(Problem) as raised:
        placed(world, police(eight[4:8]))
    assert raised.value.code == "placed-twice"
    assert not StationPerson.objects.exists()
    placed(world, police(eight[:6]))
    with pytest.raises(Problem):
        placed(world, police(eight[6:]))
    assert placed(world, police(eight[6:]), sure=True).rows == 2


def test_a_telephone_tells_it_too(world: World, eight: list[Station]) -> None:
    placed(world, police(eight[:2], phone="0812 3456 7890"))
    with pytest.raises(Problem) as raised:
        placed(world, police(eight[7:], "Anggota lain", SECRET_PHONE))
    assert raised.value.code == "placed-twice"
    placed(world, police(eight[2:4], "Anggota lain", SECRET_PHONE))


def test_linmas_serve_one_station(world: World, eight: list[Station]) -> None:
    rows = [Wanted(row, "linmas", "Linmas 1", "", 0) for row in eight[:2]]
    with pytest.raises(Problem) as raised:
        placed(world, rows, "duty_officer")
    assert raised.value.code == "placed-twice"
    assert placed(world, rows[:1], "duty_officer").rows == 1


def test_each_agency_places_its_own_in_its_own_jurisdiction(
    world: World, eight: list[Station]
) -> None:
    far = station(world, 1, ELSEWHERE)
    coordinator = world.post("desk_coordinator")
    refused = (
        (world.post("kapolsek"), "polsek", Wanted(far, "police", SECRET)),
        (coordinator, "polres", Wanted(far, "police", SECRET)),
        (world.post("kapolsek"), "polsek", Wanted(eight[0], "army", "Anggota")),
        (world.post("kapolsek"), "polsek", Wanted(eight[0], "police", "  ")),
        (world.post("kapolsek"), "polsek", Wanted(eight[0], "police", SECRET, "12")),
    )
    for by, agency, wanted in refused:
        with pytest.raises(Problem) as raised:
            assign_people(by, world.agencies[agency], [wanted])
        assert raised.value.code == "invalid", wanted
    with pytest.raises(Problem) as raised:
        assign_people(world.post("danramil"), world.agencies["polsek"], police(eight[:1]))
    assert raised.value.code == "forbidden"
    kota = world.agencies["polres_kota"]
    assert assign_people(coordinator, kota, [Wanted(far, "police", SECRET)]).rows == 1


def test_where_security_stands_is_told_to_nobody_else(
    world: World, eight: list[Station], signed_in: SignedIn, program: Any  # noqa: F811
) -> None:  # fmt: skip
    here = eight[0]
    placed(world, police([here], phone=SECRET_PHONE))
    place_person(world.post("bhabinkamtibmas"), here, service="police", title="Bhabin rahasia")
    place_person(world.post("village_committee"), here, service="kpps", title="Ketua KPPS")
    silent = "/polling/board/?region=" + VILLAGE
    for role in ("kpu_liaison", "bawaslu_liaison", "village_committee", "village_head",
                 "agency_officer", "council_member"):  # fmt: skip
        page, shown = signed_in(role), ""
        for address in (here.get_absolute_url(), "/polling/stations/?q=1", silent,
                        "/polling/stations/points/", "/polling/"):  # fmt: skip
            answer = page.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shown += body.decode()
        asking: Program = program(role)
        for address in (f"/polling/stations/{here.pk}", "/polling/stations", "/polling/board"):
            shown += asking.get(address).content.decode()
        for secret in (SECRET, SECRET_PHONE, "Bhabin rahasia"):
            assert secret not in shown, (role, secret)
        assert "Ketua KPPS" in page.get(here.get_absolute_url()).content.decode()
    assert SECRET not in signed_in("station_officer").get("/polling/").content.decode()
    export = signed_in("kpu_liaison").get("/polling/stations/export/").content
    book = load_workbook(io.BytesIO(export))
    assert SECRET not in str(list(book.active.iter_rows(values_only=True)))
    seen = signed_in("police_officer").get(here.get_absolute_url()).content.decode()
    assert SECRET in seen and "Bhabin rahasia" in seen


def test_linmas_are_known_to_their_own_government(world: World, eight: list[Station]) -> None:
    head = world.post("village_head")
    place_person(head, eight[0], service="linmas", title="Linmas 1")
    placed(world, police(eight[:1]))
    assert [row.service for row in people_of(head, eight[0])] == ["linmas"]
    assert people_of(world.post("kpu_liaison"), eight[0]) == []


def test_others_neither_place_nor_release_security(world: World, eight: list[Station]) -> None:
    placed(world, police(eight[:1]))
    row = StationPerson.objects.get()
    with pytest.raises(Problem) as raised:
        release_person(world.post("kpu_liaison"), row)
    assert raised.value.code == "not-found"
    with pytest.raises(Problem):
        place_person(world.post("kpu_liaison"), eight[0], service="police", title="Polisi")


def test_the_journal_tells_it_to_security_agencies_alone(
    world: World, eight: list[Station]
) -> None:
    placed(world, police(eight[:2]))
    place_person(world.post("bhabinkamtibmas"), eight[0], service="police", title="Bhabin")
    letters(world, "kapolsek")
    verbs = {"security.placed", "station_person.placed", "duty_letters.issued"}
    assert set(JournalEntry.objects.values_list("verb", flat=True)) >= verbs
    for post in Post.objects.with_all():
        seen = JournalEntry.objects.visible_to(post).filter(verb__in=verbs)
        told = post.agency.kind in ("polres", "polsek", "kodim", "koramil", "satpol_pp",
                                    "kesbangpol", "local_government")  # fmt: skip
        assert told or not seen.exists(), post.role
    seen = JournalEntry.objects.visible_to(world.post("police_officer")).filter(verb__in=verbs)
    assert set(seen.values_list("verb", flat=True)) == verbs
    assert not JournalEntry.objects.visible_to(world.post("elsewhere:police_officer")).filter(
        verb__in=verbs
    )


def letters(world: World, role: str, **also: Any) -> SecurityList:
    by = world.post(role)
    told: dict[str, Any] = {
        "per": "person", "since": date(2024, 11, 26), "until": date(2024, 11, 28),
        "basis": "UU 2/2002\nUU 10/2016", "task": "Mengamankan TPS.", "signer": by.title,
    }  # fmt: skip
    return issue_duty_letters(by, by.agency, LettersAsked(**(told | also)))


def test_a_letter_for_each_person_with_all_her_stations(world: World, eight: list[Station]) -> None:
    placed(world, [*police(eight[:6]), *police(eight[:6], "Anggota Polsek Dagangan 02")])
    made = letters(world, "kapolsek")
    assert made.rows == 2 and made.document is not None
    numbers = StationPerson.objects.values_list("title", "letter").distinct().order_by("title")
    number = made.document.number
    assert list(numbers) == [(SECRET, f"{number}-001"),
                             ("Anggota Polsek Dagangan 02", f"{number}-002")]  # fmt: skip
    assert number.startswith("ST-POLSEK")
    with pytest.raises(Problem) as raised:
        letters(world, "kapolsek")
    assert raised.value.field == "district"
    assert letters(world, "kapolsek", again=True, per="group").rows == 1


def test_an_operation_with_a_long_code_has_letters_too(world: World, eight: list[Station]) -> None:
    world.operation.code = "latihan-pilkada-".ljust(60, "x")
    world.operation.save()
    placed(world, police(eight[:2]))
    assert letters(world, "kapolsek").rows == 1


def test_who_checks_a_letter_learns_no_place(world: World, eight: list[Station]) -> None:
    placed(world, police(eight[:2]))
    document = letters(world, "kapolsek").document
    assert document is not None and find_document(document.code) == document
    page = Client().get(f"/verify/{document.code}").content.decode()
    assert document.number in page
    assert SECRET not in page and "TPS 00" not in page
    answer = Client().get(f"/api/v1/documents/{document.code}")
    assert SECRET not in answer.content.decode()


def test_only_who_stands_for_the_agency_gives_letters(world: World, eight: list[Station]) -> None:
    placed(world, police(eight[:2]))
    for role in ("bhabinkamtibmas", "police_officer", "desk_coordinator"):
        with pytest.raises(Problem):
            issue_duty_letters(world.post(role), world.agencies["polsek"], LettersAsked(
                "person", date(2024, 11, 27), date(2024, 11, 27), "UU", "Tugas", "Kapolsek",
            ))  # fmt: skip
    assert not OfficialDocument.objects.exists()


def test_the_file_is_for_its_agency_and_who_plans(
    world: World, eight: list[Station], signed_in: SignedIn
) -> None:
    placed(world, police(eight[:2]))
    address = f"/polling/plan/letters/{letters(world, 'kapolsek').pk}/"
    assert signed_in("kapolsek").get(address)["Content-Type"] == "application/pdf"
    assert signed_in("police_officer").get(address).status_code == 200
    for role in ("danramil", "kpu_liaison", "elsewhere:kapolsek", "village_head"):
        assert signed_in(role).get(address).status_code == 404, role


def test_four_hundred_letters_are_one_file(world: World, eight: list[Station]) -> None:
    rows = stations(world, 400, [NEIGHBOUR])
    wanted = [Wanted(row, "police", f"Anggota {at:03}", "", at) for at, row in enumerate(rows)]
    with CaptureQueriesContext(connection) as asked:
        assert placed(world, wanted).rows == 400
    assert len(asked) < 40
    with CaptureQueriesContext(connection) as asked:
        made = letters(world, "kapolsek")
    assert made.rows == 400 and len(asked) < 40
    assert made.document is not None
    assert made.document.size == len(render(made.document))
    assert StationPerson.objects.exclude(letter="").count() == 400


def test_the_page_gives_letters(world: World, eight: list[Station], signed_in: SignedIn) -> None:
    placed(world, police(eight[:2]))
    page, address = signed_in("kapolsek"), "/polling/plan/letters/"
    assert page.get(address).status_code == 200
    form = {"per": "group", "since": "2024-11-27", "until": "2024-11-26", "basis": "UU 2/2002",
            "task": "Mengamankan TPS.", "signer": "Kapolsek Dagangan"}  # fmt: skip
    assert page.post(address, form).status_code == 422
    assert page.post(address, {**form, "until": "2024-11-28"}).status_code == 302
    made = SecurityList.objects.get(kind="letters")
    assert f"/polling/plan/letters/{made.pk}/" in page.get(address).content.decode()


def test_a_group_is_filled_in_on_its_page(
    world: World, eight: list[Station], signed_in: SignedIn
) -> None:
    page = signed_in("kapolsek")
    assert page.get(ASSIGN).status_code == 200
    first, second = f"{ASSIGN}&group=1", f"{ASSIGN}&group=2"
    lines = {"title-police-1": SECRET, "phone-police-1": "12", "title-police-2": "Anggota 02"}
    wrong = page.post(first, lines)
    assert wrong.status_code == 422 and SECRET in wrong.content.decode()
    assert page.post(first, lines | {"phone-police-1": "081234567890"}).status_code == 302
    assert StationPerson.objects.filter(until=None).count() == 12
    asked = page.post(second, {"title-police-1": SECRET})
    assert asked.status_code == 422 and 'name="sure"' in asked.content.decode()
    assert page.post(second, {"title-police-1": SECRET, "sure": "on"}).status_code == 302
    assert page.post(first, {"title-police-1": "Anggota 02"}).status_code == 302
    standing = StationPerson.objects.filter(until=None, station=eight[0])
    assert [row.title for row in standing] == ["Anggota 02"]


def test_a_workbook_places_all_at_once(
    world: World, eight: list[Station], signed_in: SignedIn
) -> None:
    page = signed_in("kapolsek")
    taken = page.get(f"/polling/plan/assign/workbook/?district={DISTRICT}").content
    book = load_workbook(io.BytesIO(taken))
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    groups = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert {f"{DISTRICT}/01", f"{DISTRICT}/02"} == set(groups)
    sheet.cell(row=2, column=heads["Jabatan penugasan"]).value = SECRET
    last = sheet.max_row + 1
    told = {"Kode desa": VILLAGE, "Nomor TPS": 8, "Tugas": "Polri",
            "Jabatan penugasan": "Anggota 03"}  # fmt: skip
    for word, value in told.items():
        sheet.cell(row=last, column=heads[word]).value = value
    assert page.post(ASSIGN, {"file": as_file(book)}).status_code == 302
    assert StationPerson.objects.filter(title=SECRET).count() == 6
    assert StationPerson.objects.get(title="Anggota 03").station == eight[7]
    sheet.cell(row=last, column=heads["Nomor TPS"]).value = 99
    wrong = page.post(ASSIGN, {"file": as_file(book)})
    assert wrong.status_code == 422 and f"{last}" in wrong.content.decode()


def as_file(book: Any) -> SimpleUploadedFile:
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("penempatan.xlsx", target.getvalue())


def test_the_api_places_people(program: Any, world: World, eight: list[Station]) -> None:  # noqa: F811
    asking: Program = program("kapolsek")
    address = f"/polling/plan/agencies/{world.agencies['polsek'].pk}/people"
    people = [{"station": str(row.pk), "service": "police", "title": SECRET} for row in eight]
    assert asking.post(address, {"people": people[:6]}).json()["rows"] == 6
    assert asking.post(address, {"people": people}).json()["code"] == "placed-twice"
    assert asking.post(address, {"people": people, "sure": True}).json()["rows"] == 2
    assert program("kpu_liaison").post(address, {"people": people}).status_code == 404
