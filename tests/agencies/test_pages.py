"""The pages: who may see which, that they show themselves, and how many statements they need."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.actions import mark_role
from sinergi.agencies.models import (
    Account,
    Agency,
    DayConfirmation,
    Desk,
    DeskMember,
    DutyShift,
    Post,
)
from sinergi.kernel import seals
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import local, now
from sinergi.kernel.models import JournalEntry
from sinergi.regions.models import Region
from tests.factories import DISTRICT, ELSEWHERE, REGENCY, START, VILLAGE, World

Enter = Callable[[str], Client]

ADMINISTRATION = (
    "/administration/",
    "/administration/people/add/",
    "/administration/people/import/",
    "/administration/agencies/",
    "/administration/agencies/add/",
    "/administration/roles/",
    "/administration/tokens/",
)


@pytest.fixture(autouse=True)
def _no_factor_needed(world: World) -> None:
    """Here it is the pages that are under test, not the way to them."""
    for role in ("administrator", "desk_coordinator"):
        mark_role(SYSTEM, world.operation, role=role, second_factor=False)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", [*ADMINISTRATION, "/administration/people/import/template/"])
@pytest.mark.parametrize("role", ["administrator", "desk_coordinator"])
def test_who_keeps_people_sees_the_administration(
    signed_in: Enter, role: str, address: str
) -> None:
    assert signed_in(role).get(address).status_code == 200


@pytest.mark.parametrize("address", ADMINISTRATION)
@pytest.mark.parametrize("role", ["village_head", "district_head", "regent", "police_officer"])
def test_others_are_told_that_it_is_not_theirs_and_who_could(
    signed_in: Enter, role: str, address: str
) -> None:
    answer = signed_in(role).get(address)
    assert answer.status_code == 403
    assert "Bakesbangpol" in answer.content.decode()


def test_who_is_signed_out_signs_in_first(world: World) -> None:
    answer = Client(HTTP_ACCEPT="text/html").get("/administration/")
    assert answer["Location"].startswith("/sign-in/")


def test_a_person_and_an_agency_show_themselves(world: World, signed_in: Enter) -> None:
    client = signed_in("administrator")
    person = client.get(world.posts["babinsa"].account.get_absolute_url())
    assert world.posts["babinsa"].title in person.content.decode()
    agency = client.get(world.agencies["polres"].get_absolute_url())
    assert agency.status_code == 200


def test_another_operation_is_not_to_be_known(
    world: World, other_world: World, signed_in: Enter
) -> None:
    client = signed_in("administrator")
    stranger = other_world.posts["babinsa"].account
    assert client.get(stranger.get_absolute_url()).status_code == 404
    assert client.post(f"/administration/people/{stranger.pk}/bar/").status_code == 404
    assert client.get(other_world.agencies["polres"].get_absolute_url()).status_code == 404
    assert stranger.email not in client.get("/administration/").content.decode()
    desk = other_world.desk()
    assert client.get(f"/desks/{desk.pk}/people/").status_code == 404


def test_a_village_sees_its_own_desk_and_no_other(world: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    assert client.get(f"/desks/{world.desk().pk}/people/").status_code == 200
    assert client.get(f"/desks/{world.desk(ELSEWHERE).pk}/people/").status_code == 404
    seat = DeskMember.objects.get(desk=world.desk(ELSEWHERE), post__role="babinsa")
    assert client.post(f"/desks/members/{seat.pk}/unseat/").status_code == 404


def test_a_member_who_does_not_lead_may_look_but_not_change(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    page = client.get(f"/desks/{world.desk().pk}/people/")
    assert page.status_code == 200 and "shift_form" not in page.context
    told = {"post": world.posts["babinsa"].pk, "day": "2024-09-10", "at": "08:00", "hours": "8",
            "times": 1}  # fmt: skip
    answer = client.post(f"/desks/{world.desk().pk}/people/shift/", told)
    assert answer.status_code == 403
    seat = DeskMember.objects.get(desk=world.desk(), post__role="bhabinkamtibmas")
    assert client.post(f"/desks/members/{seat.pk}/unseat/").status_code == 403


def test_the_coordinator_plans_a_week_of_duty(world: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    told = {"post": world.posts["babinsa"].pk, "day": "2024-09-10", "at": "08:00", "hours": "12",
            "times": 7}  # fmt: skip
    answer = client.post(f"/desks/{world.desk().pk}/people/shift/", told)
    assert answer.status_code == 302
    first = DutyShift.objects.order_by("starts_at")[0]
    assert DutyShift.objects.count() == 7
    assert first.starts_at == START
    page = client.get(f"/desks/{world.desk().pk}/people/").content.decode()
    assert "08.00 WIB" in page


def test_an_overlap_is_told_at_its_field_and_nothing_is_lost(
    world: World, signed_in: Enter
) -> None:
    client = signed_in("village_head")
    told = {"post": world.posts["babinsa"].pk, "day": "2024-09-10", "at": "08:00", "hours": "24",
            "times": 1}  # fmt: skip
    address = f"/desks/{world.desk().pk}/people/shift/"
    client.post(address, told)
    again = client.post(address, told | {"at": "10:00"})
    assert again.status_code == 200
    assert again.context["shift_form"].errors
    assert again.context["shift_form"]["at"].value() == "10:00"
    assert DutyShift.objects.count() == 1


def test_the_desk_seats_and_unseats(world: World, signed_in: Enter) -> None:
    client = signed_in("village_head")
    seat = DeskMember.objects.get(desk=world.desk(), post__role="bhabinkamtibmas")
    client.post(f"/desks/members/{seat.pk}/unseat/")
    told = {"post": world.posts["bhabinkamtibmas"].pk}
    answer = client.post(f"/desks/{world.desk().pk}/people/seat/", told)
    assert answer.status_code == 302
    assert DeskMember.objects.filter(post=world.posts["bhabinkamtibmas"], until=None).exists()


def test_one_tap_confirms_the_day(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    answer = client.post(f"/desks/{world.desk().pk}/day/", {"nil": "yes", "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert DayConfirmation.objects.get().nil
    again = client.post(f"/desks/{world.desk().pk}/day/", {"nil": "no"})
    assert again.status_code == 409


def test_one_tap_in_the_page_answers_with_the_part_alone(world: World, signed_in: Enter) -> None:
    client = signed_in("babinsa")
    answer = client.post(
        f"/desks/{world.desk().pk}/day/", {"nil": "no"}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert "<html" not in text and f"day-{world.desk().pk}" in text


def test_days_show_silence_as_silence(world: World, signed_in: Enter) -> None:
    today = local(now()).date()
    for back, nil in ((1, False), (2, True)):
        DayConfirmation.objects.create(
            desk=world.desk(), day=today - timedelta(days=back), nil=nil, confirmed_at=START,
            confirmed_by="x",
        )  # fmt: skip
    matrix = signed_in("district_head").get("/desks/days/").context["matrix"]
    rows = {row.desk.region_id: row for group in matrix.groups for row in group.rows}
    assert set(rows) == {DISTRICT, VILLAGE, "35.19.04.2011"}
    states = [cell.state for cell in rows[VILLAGE].cells]
    assert states == ["silent"] * 11 + ["nil", "confirmed", "open"]
    assert rows[VILLAGE].given == 2 and rows[VILLAGE].asked == 13
    assert matrix.silent_count == 3
    assert matrix.silent[0].desk != world.desk()  # the longest silent come first


def test_the_journal_shows_her_places_only(world: World, signed_in: Enter) -> None:
    signed_in("babinsa").post(f"/desks/{world.desk().pk}/day/", {"nil": "yes"})
    inside = signed_in("district_head").get("/administration/journal/?verb=desk.day_confirmed")
    assert len(inside.context["found"].lines) == 1
    outside = signed_in("elsewhere:district_head")
    assert (
        not outside.get("/administration/journal/?verb=desk.day_confirmed").context["found"].lines
    )
    entry = JournalEntry.objects.get(verb="desk.day_confirmed")
    assert outside.get(f"/administration/journal/{entry.pk}/").status_code == 404
    assert signed_in("village_head").get("/administration/journal/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_an_entry_proves_itself(world: World, signed_in: Enter) -> None:
    signed_in("babinsa").post(f"/desks/{world.desk().pk}/day/", {"nil": "yes"})
    entry = JournalEntry.objects.get(verb="desk.day_confirmed")
    page = signed_in("district_head")
    assert page.get(f"/administration/journal/{entry.pk}/").context["proven"].proof is None
    for _ in range(300):  # a test beside this one may hold back the horizon of the seals
        seals.make_seal()
        proven = page.get(f"/administration/journal/{entry.pk}/").context["proven"]
        if proven.proof:
            break
        time.sleep(0.1)
    assert proven.proof is not None and proven.holds


def grow(world: World, numbers: range) -> None:
    """One more of everything that the pages list for each of `numbers`."""
    regency = world.region(REGENCY)
    accounts = [
        Account(name=f"Petugas {n}", phone=f"+6281290{n:06d}", created_at=START) for n in numbers
    ]
    Account.objects.bulk_create(accounts)
    agencies = [
        Agency(operation=world.operation, kind="regional_agency", name=f"Dinas {n}",
               region=regency, areas=[REGENCY])
        for n in numbers
    ]  # fmt: skip
    Agency.objects.bulk_create(agencies)
    posts = [
        Post(operation=world.operation, account=account, agency=agency, role="agency_officer",
             region=regency, areas=[REGENCY], title=f"Petugas {n}", since=START.date())
        for n, account, agency in zip(numbers, accounts, agencies, strict=True)
    ]  # fmt: skip
    Post.objects.bulk_create(posts)
    places = [
        Region(code=f"{DISTRICT}.{3000 + n}", name=f"Desa {n}", kind="desa", level="village",
               parent=world.region(DISTRICT))
        for n in numbers
    ]  # fmt: skip
    Region.objects.bulk_create(places)
    desks = [
        Desk(operation=world.operation, region=place, level="village", name=f"Posko {place}")
        for place in places
    ]
    Desk.objects.bulk_create(desks)
    DayConfirmation.objects.bulk_create(
        DayConfirmation(desk=desk, day=START.date() - timedelta(days=1), nil=True,
                        confirmed_at=START, confirmed_by="x")
        for desk in desks
    )  # fmt: skip
    members = [DeskMember(desk=world.desk(), post=post, since=START) for post in posts]
    DeskMember.objects.bulk_create(members)
    DutyShift.objects.bulk_create(
        DutyShift(desk=world.desk(), post=post, starts_at=START,
                  ends_at=START + timedelta(hours=8))
        for post in posts
    )  # fmt: skip
    JournalEntry.objects.bulk_create(
        JournalEntry(at=START, recorded_at=START, operation=world.operation, region=VILLAGE,
                     actor_label="x", verb="post.opened", subject_type="agencies.post",
                     subject_id=str(post.pk), subject_label="x", door="test")
        for post in posts
    )  # fmt: skip


PAGES = [
    ("administrator", "/administration/"),
    ("administrator", "/administration/?q=petugas&role=agency_officer&place=35.19"),
    ("administrator", "/administration/agencies/"),
    ("administrator", "/administration/roles/"),
    ("administrator", "/administration/tokens/"),
    ("administrator", "/administration/people/add/"),
    ("desk_coordinator", "/administration/journal/"),
    ("district_head", "/desks/days/"),
    ("village_head", "/desks/{desk}/people/"),
    ("babinsa", "/account/"),
]


@pytest.mark.parametrize(("role", "address"), PAGES)
def test_the_number_of_statements_does_not_grow(
    world: World, signed_in: Enter, role: str, address: str
) -> None:
    address = address.format(desk=world.desk().pk)
    client = signed_in(role)
    client.get(address)  # whatever is asked once in a process was asked
    counts = []
    for numbers in (range(10), range(10, 1000)):
        grow(world, numbers)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[1] <= 16
