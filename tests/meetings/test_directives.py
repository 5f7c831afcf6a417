"""Directives: given in the meeting, followed until they are done, counted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.agencies.models import Agency
from sinergi.followups import actions as followups
from sinergi.followups.models import Followup
from sinergi.followups.ticking import tick
from sinergi.kernel.clock import now
from sinergi.kernel.problems import Problem
from sinergi.meetings.actions import give_directive, withdraw_directive
from sinergi.meetings.directive_times import due_by_word
from sinergi.meetings.models import Directive
from sinergi.meetings.queries.directives import listed, shares_in_time
from sinergi.meetings.queries.minutes import with_parts
from tests.factories import DISTRICT, REGENCY
from tests.factories_meetings import meeting as make_meeting

DAY = timedelta(days=1)


@pytest.fixture
def running(world):
    return make_meeting(world, "running")


@pytest.fixture
def give(world, running):
    """`give(owner, ...)`: a directive of the coordinator, due in two days."""

    def ask(*owners, by="desk_coordinator", meeting=None, **told):
        given = {"text": "Pemetaan TPS rawan", "due_at": now() + 2 * DAY, **told}
        return give_directive(world.post(by), meeting or running, owners=owners, **given)

    return ask


def test_each_owner_has_a_followup_of_its_own(world, running, give):
    row = give(world.agencies["polres"], world.desk(DISTRICT), evidence_asked="Daftar TPS")
    assert (row.number, give(world.desk()).number) == (1, 2)
    police, district = (share.followup for share in row.shares.order_by("pk"))
    assert (police.owner_label, district.owner_label) == (
        str(world.agencies["polres"]), str(world.desk(DISTRICT)),
    )  # fmt: skip
    assert {police.kind, district.kind} == {"directive"}
    assert police.from_desk == world.desk(REGENCY)
    assert (police.evidence_asked, police.next_climb) == ("Daftar TPS", row.due_at)
    assert district.region_id == DISTRICT
    assert police.origin_url == reverse("meetings:directive", args=[row.pk])


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"owners": []}, "owners"),
        ({"due_at": datetime(2024, 9, 1, tzinfo=ZoneInfo("Asia/Jakarta"))}, "due_at"),
        ({"evidence_asked": "x" * 301}, "evidence_asked"),
    ],
)
def test_a_directive_must_be_whole(world, running, told, field):
    whole = {"text": "Jaga", "owners": [world.desk()], "due_at": now() + DAY, **told}
    with pytest.raises(Problem) as problem:
        give_directive(world.post("desk_coordinator"), running, **whole)
    assert problem.value.field == field
    assert not Followup.objects.exists()


def test_a_point_of_another_meeting_and_owners_of_another_operation_are_refused(
    world, other_world, give
):
    other = make_meeting(world, "running", title="Rapat lain")
    with pytest.raises(Problem) as problem:
        give(world.desk(), item=other.agenda.first())
    assert problem.value.field == "item"
    with pytest.raises(Problem) as problem:
        give(other_world.desk())
    assert problem.value.field == "owners"


@pytest.mark.parametrize(
    ("role", "status"), [("regent", 403), ("kpu_liaison", 403), ("elsewhere:kapolsek", 404)]
)
def test_only_who_keeps_the_minutes_gives_directives(world, give, role, status):
    with pytest.raises(Problem) as problem:
        give(world.desk(), by=role)
    assert problem.value.status == status


def test_no_directive_before_it_began(world, give):
    with pytest.raises(Problem) as problem:
        give(world.desk(), meeting=make_meeting(world, "invited"))
    assert problem.value.status == 409


def test_from_the_form_in_one_breath(world, running, signed_in):
    client, address = (
        signed_in("regional_secretary"),
        reverse("meetings:directive-give", args=[running.pk]),
    )
    owners = [f"agency:{world.agencies['polres'].pk}", f"desk:{world.desk().pk}"]
    told = {"text": "Patroli bersama", "owners": owners, "until": "tomorrow"}
    part = client.post(address, told, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "data-given" in part.text
    assert "Patroli bersama" in part.text
    row = Directive.objects.get()
    assert row.due_at == datetime(2024, 9, 11, 16, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert row.shares.count() == 2
    other = {**told, "until": "other", "due_at": "2024-09-15T10:30", "in_plan": "on"}
    assert client.post(address, other).status_code == 302
    assert Directive.objects.latest("number").in_plan


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"until": "other"}, "due_at"),
        ({"until": "never"}, "until"),
        ({"owners": []}, "owners"),
        ({"owners": ["agency:1"]}, "owners"),
        ({"text": ""}, "text"),
        ({"until": "other", "due_at": "2024-09-01T10:00"}, "due_at"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    world, running, signed_in, told, field
):
    address = reverse("meetings:directive-give", args=[running.pk])
    whole = {
        "text": "Patroli bersama", "owners": [f"desk:{world.desk().pk}"], "until": "week", **told,
    }  # fmt: skip
    page = signed_in("regional_secretary").post(address, whole, headers={"HX-Request": "true"})
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not told.get("text", "x") or "Patroli bersama" in page.text


ZONE = ZoneInfo("Asia/Jakarta")
LOCAL = datetime(2024, 9, 10, 8, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("word", "stage_starts", "due"),
    [
        ("tomorrow", None, date(2024, 9, 11)),
        ("three_days", None, date(2024, 9, 13)),
        ("week", None, date(2024, 9, 17)),
        ("stage", date(2024, 9, 22), date(2024, 9, 21)),
        ("stage", date(2024, 9, 11), date(2024, 9, 10)),
        ("stage", date(2024, 9, 10), None),
        ("stage", None, None),
        ("other", None, None),
    ],
)
def test_a_word_becomes_the_end_of_a_working_day(word, stage_starts, due):
    found = due_by_word(word, LOCAL, stage_starts)
    assert found == (datetime.combine(due, time(16), ZONE) if due else None)


def test_withdrawn_it_binds_and_counts_nobody(world, give, signed_in):
    row = give(world.agencies["polres"], world.desk())
    done = row.shares.get(followup__to_desk=world.desk()).followup
    done = followups.report_done(world.post("village_head"), done, answer="Selesai")
    followups.close(world.post("desk_coordinator"), done)
    address = reverse("meetings:directive-do", args=[row.pk, "withdraw"])
    assert signed_in("regent").post(address, {"reason": "Ganda"}).status_code == 403
    assert signed_in("regional_secretary").post(address, {"reason": " "}).status_code == 422
    assert signed_in("regional_secretary").post(address, {"reason": "Ganda"}).status_code == 302
    states = row.shares.values_list("followup__state", flat=True)
    assert sorted(states) == ["closed", "withdrawn"]
    with pytest.raises(Problem) as problem:
        withdraw_directive(world.post("desk_coordinator"), row, reason="Lagi")
    assert problem.value.status == 409


def test_one_done_with_evidence_one_returned_one_overdue_and_climbing(
    world, give, clock, signed_in
):
    row = give(
        world.agencies["polsek"], world.agencies["koramil"], world.desk(), evidence_asked="Foto"
    )
    owed = {share.followup.owner_label: share.followup for share in row.shares.all()}
    sound = SimpleUploadedFile("laporan.mp3", b"ID3" + bytes(200))
    coordinator = world.post("desk_coordinator")
    done = followups.report_done(
        world.post("kapolsek"), owed[str(world.agencies["polsek"])], answer="Sudah", files=[sound]
    )
    followups.close(coordinator, done)
    sound.seek(0)
    back = followups.report_done(
        world.post("danramil"),
        owed[str(world.agencies["koramil"])],
        answer="Sebagian",
        files=[sound],
    )
    followups.send_back(coordinator, back, reason="Belum semua", due_at=now() + 5 * DAY)
    clock.forward(days=2)
    assert tick(world.operation) == 1
    page = signed_in("regional_secretary").get(reverse("meetings:directives"))
    assert page.status_code == 200
    every, owners = page.context["every"], page.context["owners"]
    assert (every.in_time, every.due, every.late, every.ahead) == (1, 2, 1, 1)
    assert every.share == 0.5
    assert owners[0].owner == str(world.desk())
    assert str(world.desk(DISTRICT)) in page.text
    found = signed_in("regional_secretary").get(
        reverse("meetings:directives"), {"state": "climbed"}
    )
    assert [one.pk for one in found.context["page"]] == [row.pk]
    detail = signed_in("regional_secretary").get(reverse("meetings:directive", args=[row.pk]))
    assert detail.status_code == 200


def test_judged_late_but_answered_in_time_is_in_time(world, give, clock):
    row = give(world.desk())
    owed = row.shares.get().followup
    owed = followups.report_done(world.post("village_head"), owed, answer="Selesai")
    clock.forward(days=3)
    followups.close(world.post("desk_coordinator"), owed)
    every, _owners = shares_in_time(world.post("desk_coordinator"))
    assert (every.in_time, every.due) == (1, 1)


def test_without_anything_due_there_is_no_share(world, give):
    give(world.desk())
    every, _owners = shares_in_time(world.post("desk_coordinator"))
    assert (every.share, every.ahead) == (None, 1)


def test_who_owes_it_sees_it_and_strangers_do_not(world, give, signed_in):
    row = give(world.desk())
    address = reverse("meetings:directive", args=[row.pk])
    assert signed_in("village_head").get(address).status_code == 200
    assert signed_in("regent").get(address).status_code == 200
    assert signed_in("elsewhere:village_head").get(address).status_code == 404
    assert [one.pk for one in listed(world.post("village_head"))] == [row.pk]
    assert not listed(world.post("elsewhere:village_head")).exists()


def test_a_confidential_meeting_keeps_its_directives_to_named_agencies(world, give):
    secret = make_meeting(world, "running", called=("polres", "kodim"), nature="confidential")
    row = give(world.agencies["polsek"], meeting=secret)
    audience = set(row.shares.get().followup.audience)
    named = {world.agencies[key].pk for key in ("polres", "kodim", "polsek")}
    assert named <= audience
    assert world.agencies["kpu"].pk not in audience
    assert not listed(world.post("agency_officer")).exists()
    assert listed(world.post("kapolsek")).count() == 1


def test_filters_by_agency_and_meeting(world, running, give):
    mine = give(world.agencies["polres"])
    other = give(world.desk(), meeting=make_meeting(world, "running", title="Rapat lain"))
    post = world.post("desk_coordinator")
    assert list(listed(post, agency=world.agencies["polres"])) == [mine]
    assert list(listed(post, meeting=other.meeting)) == [other]
    assert list(listed(post, state="open")) == [mine, other]
    assert not listed(post, state="overdue").exists()


@pytest.mark.parametrize("address", ["meetings:directives", "meetings:action-plan"])
def test_lists_ask_as_often_for_many_as_for_few(world, running, give, signed_in, address):
    client, path = signed_in("regional_secretary"), reverse(address)

    def statements():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    give(world.desk(), in_plan=True)
    few = statements()
    for number in range(30):
        give(world.desk(), world.agencies["polres"], text=f"Arahan {number}", in_plan=True)
    assert statements() == few <= 30


def test_a_directive_to_every_village_is_told_in_short(world, give, clock):
    places = [Agency(
        operation=world.operation, kind="village_office", name=f"Desa {number}",
        region=world.region(), areas=[world.region().pk],
    ) for number in range(40)]  # fmt: skip
    Agency.objects.bulk_create(places)
    row = give(*places)
    late = row.shares.latest("pk").followup
    Followup.objects.exclude(pk=late.pk).update(state="closed", closed_at=now())
    clock.forward(days=3)
    (told,) = with_parts(listed(world.post("desk_coordinator")))
    parts = told.parts
    assert (len(parts.shown), parts.rest, parts.done, parts.of) == (6, 34, 39, 40)
    assert parts.shown[0] == late
