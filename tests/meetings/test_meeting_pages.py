"""The pages of a meeting: planned, looked at, replied to, attended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.followups.waiting import sections_for
from sinergi.kernel.clock import now
from sinergi.meetings import actions
from sinergi.meetings.models import Meeting
from sinergi.stages.feeds import entries_for
from tests.factories import DISTRICT, REGENCY, World
from tests.factories_meetings import many_meetings, many_seats, meeting
from tests.factories_readiness import item

pytestmark = pytest.mark.django_db
Enter = Callable[[str], Client]


def url(name: str, row: Any, *more: str) -> str:
    """An address of the meeting (or of what belongs to it)."""
    return reverse(f"meetings:{name}", args=[row.pk, *more])


def sent(client: Client) -> dict[str, Any]:
    """What the page of planning would send when nothing is changed."""
    form = client.get(reverse("meetings:plan")).context["form"]
    told = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in told.items()}


def planned(client: Client, world: World, **changes: Any) -> Any:
    """The answer to a plan that was sent."""
    told = sent(client) | {"desk": world.desk(REGENCY).pk, "kind": "forum", "place": "Pendopo"}
    return client.post(reverse("meetings:plan"), told | changes)


def test_planning_asks_only_for_a_place(world: World, signed_in: Enter) -> None:
    """Everything else is proposed: agenda, guests, day and hour; the letter follows in a tap."""
    client = signed_in("duty_officer")
    answer = planned(client, world)
    row = Meeting.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert row.agenda.count() == 9
    labels = set(row.participants.values_list("label", flat=True))
    assert world.posts["regent"].title in labels
    assert row.participants.filter(agency__kind="polres").count() == 2
    client.post(url("meeting-do", row, "invite"))
    row.refresh_from_db()
    assert row.state == "invited"
    assert client.get(url("invitation", row))["Content-Type"] == "application/pdf"


def test_each_kind_proposes_its_own(world: World, signed_in: Enter) -> None:
    """The Camat gets the meeting of the district, with all village heads."""
    page = signed_in("district_head").get(reverse("meetings:plan"))
    form = page.context["form"]
    assert page.context["kind"] == "district_forum"
    assert str(world.agencies["village_office"].pk) in form.chosen
    assert str(world.agencies["polres"].pk) not in form.chosen
    other = signed_in("duty_officer").get(reverse("meetings:plan"), {"kind": "desk"})
    assert "Laporan posko" in other.context["form"]["agenda"].value()


def test_a_short_cut_calls_all_of_a_kind(world: World, signed_in: Enter) -> None:
    """And whoever is ticked besides is called once."""
    client = signed_in("duty_officer")
    boxes = [f"all:village_office:{REGENCY}", str(world.agencies["village_office"].pk)]
    planned(client, world, called=boxes, others="Ketua paguyuban\n\nKetua karang taruna")
    row = Meeting.objects.get()
    assert row.participants.count() == 4
    assert row.participants.filter(agency__kind="village_office").count() == 2


def test_a_weekend_and_a_clash_are_said_first(world: World, signed_in: Enter) -> None:
    """They forbid nothing: sent again with "all the same", it is planned."""
    client = signed_in("duty_officer")
    first = meeting(world)
    when = {"day": "2024-09-11", "starts": "08:30", "ends": "09:30"}
    answer = planned(client, world, **when)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert first.title in page
    assert "Pimpinan polres" in page
    saturday = planned(client, world, day="2024-09-14")
    assert saturday.status_code == 409
    assert planned(client, world, day="2024-09-14", anyway="1").status_code == 302
    told = sent(client) | {"desk": world.desk(REGENCY).pk, "kind": "forum", **when}
    part = client.post(reverse("meetings:plan-check"), told)
    assert first.title in part.content.decode()
    assert Meeting.objects.count() == 2


def test_what_is_wrong_is_said_at_its_field(world: World, signed_in: Enter) -> None:
    """And nothing that was entered is lost."""
    client = signed_in("duty_officer")
    answer = planned(client, world, place="", title="Rapat khusus")
    assert answer.status_code == 422
    assert 'value="Rapat khusus"' in answer.content.decode()
    assert answer.context["form"].errors["place"]
    late = planned(client, world, starts="10:00", ends="09:00", anyway="1")
    assert late.status_code == 422
    assert planned(client, world, called=["nonsense"]).status_code == 422


def test_an_earlier_meeting_is_copied(world: World, signed_in: Enter) -> None:
    """Agenda, guests and place, on a new day."""
    row = meeting(world, "held")
    client = signed_in("duty_officer")
    form = client.get(reverse("meetings:plan"), {"copy": row.pk}).context["form"]
    assert "Paparan kerawanan — Kapolres (20 menit)" in form["agenda"].value()
    assert str(world.agencies["kodim"].pk) in form.chosen
    assert client.get(reverse("meetings:plan"), {"copy": "nonsense"}).status_code == 404


def test_who_may_not_convene_is_told(world: World, signed_in: Enter) -> None:
    """403 with the reason."""
    for role in ("village_head", "regent", "kpu_liaison"):
        assert signed_in(role).get(reverse("meetings:plan")).status_code == 403
    page = signed_in("district_head").get(reverse("meetings:plan"), {"desk": "nonsense"})
    assert page.status_code == 404
    above = signed_in("district_head").get(
        reverse("meetings:plan"), {"desk": world.desk(REGENCY).pk}
    )
    assert above.status_code == 403


def test_its_page_shows_replies_to_the_secretary(world: World, signed_in: Enter) -> None:
    """And to who is called a button that replies."""
    row = meeting(world, "invited")
    kpu = signed_in("kpu_liaison")
    page = kpu.get(url("meeting", row))
    assert len(page.context["mine"]) == 1
    assert not page.context["manages"]
    seat = page.context["mine"][0]["seat"]
    assert kpu.post(url("seat-do", seat, "reply"), {"reply": "comes"}).status_code == 302
    wrong = kpu.post(url("seat-do", seat, "reply"), {"reply": "deputy"})
    assert wrong.status_code == 422
    page = signed_in("duty_officer").get(url("meeting", row))
    assert page.context["seats"].replies["comes"] == 1
    assert page.context["manages"]
    other = row.participants.get(agency=world.agencies["kodim"])
    assert kpu.post(url("seat-do", other, "reply"), {"reply": "comes"}).status_code == 403


def test_a_meeting_elsewhere_is_not_found(world: World, signed_in: Enter) -> None:
    """Nor its points, seats, papers, door."""
    row = meeting(world, "invited", code="35.19.09", called=("elsewhere:polsek",))
    client = signed_in("village_head")
    names = ("meeting", "attendance", "door", "here", "invitation", "attendance-pdf", "calendar")
    for name in names:
        assert client.get(url(name, row)).status_code == 404, name
    point, seat = row.agenda.first(), row.participants.first()
    for target, name, slug in (
        (row, "meeting-do", "change"),
        (point, "point-do", "change"),
        (seat, "seat-do", "reply"),
    ):
        assert client.get(url(name, target, slug)).status_code == 404
    assert client.get(url("meeting-do", row, "nonsense")).status_code == 404


def test_everything_on_the_page_is_done_by_plain_forms(world: World, signed_in: Enter) -> None:
    """Agenda moved, changed and dropped; guests called and struck; the meeting changed."""
    row = meeting(world)
    client = signed_in("duty_officer")
    first, second, _third = row.agenda.all()
    client.post(url("point-up", second))
    assert row.agenda.first() == second
    told = {"title": "Paparan baru", "minutes": "5"}
    assert client.post(url("point-do", first, "change"), told).status_code == 302
    assert client.post(url("point-do", first, "drop")).status_code == 302
    assert client.post(url("meeting-do", row, "point"), {"title": "Penutup"}).status_code == 302
    boxes = {"called": [str(world.agencies["kejari"].pk)]}
    assert client.post(url("meeting-do", row, "call"), boxes).status_code == 302
    seat = row.participants.get(agency=world.agencies["kejari"])
    assert client.post(url("seat-do", seat, "strike")).status_code == 302
    form = client.get(url("meeting-do", row, "change")).context["form"]
    told = {name: form[name].value() or "" for name in form.fields} | {"place": "Pendopo"}
    assert client.post(url("meeting-do", row, "change"), told).status_code == 302
    row.refresh_from_db()
    assert row.place == "Pendopo"
    assert client.post(url("meeting-do", row, "cancel"), {"reason": "Bencana"}).status_code == 302
    assert client.get(url("meeting", row)).status_code == 200


def test_the_list_parts_what_comes_from_what_was(world: World, signed_in: Enter) -> None:
    """Each with its counts."""
    coming, held = meeting(world, "invited"), meeting(world, "held", title="Rapat lama")
    client = signed_in("duty_officer")
    page = client.get(reverse("meetings:meetings"))
    assert [row.pk for row in page.context["page"]] == [coming.pk]
    assert page.context["page"][0].called == 4
    past = client.get(reverse("meetings:meetings"), {"which": "past"})
    assert [row.pk for row in past.context["page"]] == [held.pk]


def test_my_desk_and_calendars_have_it(world: World) -> None:
    """An invitation waits until it is answered; the meeting of this week stands there."""
    row = meeting(world, "invited")
    kpu = world.post("kpu_liaison")
    heaps = {section.key: section.count for section in sections_for(kpu)}
    assert (heaps["invitations"], heaps["meetings"]) == (1, 1)
    seat = row.participants.get(agency=world.agencies["kpu"])
    actions.reply_invitation(kpu, seat, reply="comes")
    assert {s.key: s.count for s in sections_for(kpu)}["invitations"] == 0
    for kind in ("person", "agency"):
        keys = [entry.key for entry in entries_for(kpu, kind)]
        assert f"meeting-{row.pk}" in keys
    council = entries_for(world.post("council_member"), "agency")
    assert f"meeting-{row.pk}" not in [entry.key for entry in council]


def test_a_matter_of_another_room_goes_on_the_next_agenda(world: World, signed_in: Enter) -> None:
    """Only to a meeting that she may prepare, and never to an address outside."""
    row = meeting(world)
    client = signed_in("duty_officer")
    told = {"meeting": row.pk, "title": "Kotak suara", "origin_url": "https://example.test/x"}
    answer = client.post(reverse("meetings:propose"), told)
    assert answer["Location"] == row.get_absolute_url()
    assert row.agenda.last().origin_url == ""
    assert signed_in("regent").post(reverse("meetings:propose"), told).status_code == 403
    assert client.post(reverse("meetings:propose"), {"meeting": "x"}).status_code == 404


def test_a_gap_in_readiness_offers_the_next_agenda(world: World, signed_in: Enter) -> None:
    """On its own page; put there, the page says on which agenda it stands."""
    row = meeting(world, code=DISTRICT)
    gap = item(world)
    client = signed_in("district_head")
    page = client.get(gap.get_absolute_url()).content.decode()
    assert reverse("meetings:propose") in page
    assert row.title in page
    told = {"meeting": row.pk, "title": str(gap), "origin_url": gap.get_absolute_url()}
    answer = client.post(reverse("meetings:propose"), told)
    assert answer["Location"] == gap.get_absolute_url()
    assert row.agenda.last().origin_url == gap.get_absolute_url()
    page = client.get(gap.get_absolute_url()).content.decode()
    assert row.get_absolute_url() in page
    assert reverse("meetings:propose") not in page


def test_lists_cost_the_same_however_long(world: World, signed_in: Enter) -> None:
    """10 or 300 meetings; 10 or 300 seats."""
    client = signed_in("duty_officer")

    def cost(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    many_meetings(world, 10)
    few = cost(reverse("meetings:meetings"))
    many_meetings(world, 290)
    assert cost(reverse("meetings:meetings")) == few
    row = meeting(world, "running")
    many_seats(row, 10)
    pages = ("meeting", "attendance")
    before = {name: cost(url(name, row)) for name in pages}
    many_seats(row, 290)
    assert {name: cost(url(name, row)) for name in pages} == before
    assert few <= 12
    assert max(before.values()) <= 20


def test_the_district_s_page_is_planned_for_tomorrow(world: World, signed_in: Enter) -> None:
    """The day that is proposed is a working day, some days ahead."""
    form = signed_in("district_head").get(reverse("meetings:plan")).context["form"]
    assert form["day"].value() > (now() + timedelta(days=1)).date()
    assert str(world.desk(DISTRICT).pk)
