"""Calendars for phones: read back with another library than the one that wrote them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.models import Post
from sinergi.followups.actions import accept, assign
from sinergi.followups.models import Followup
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.stages import feeds
from sinergi.stages.actions import (
    change_stage,
    digest_of,
    make_feed,
    move_stage,
    new_token,
    revoke_feed,
    set_anchor,
)
from sinergi.stages.feeds import Entry
from sinergi.stages.models import CalendarFeed, Stage
from tests.factories import World
from tests.factories_stages import calendar

Enter = Callable[[str], Client]
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def stages(world: World) -> dict[str, Stage]:
    return calendar(world)


def feed(world: World, role: str, kind: str = "person") -> str:
    """A new address of that post."""
    post, token = world.post(role), new_token()
    make_feed(post, post, token=token, kind=kind)
    return f"/stages/calendar/{token}.ics"


def read(address: str) -> dict[str, Any]:
    """{identifier: event} of what a phone gets there, without any session."""
    answer = Client().get(address)
    assert answer.status_code == 200
    book = vobject.readOne(answer.content.decode())
    return {event.uid.value: event for event in book.vevent_list}


def one(events: dict[str, Any], key: str) -> Any:
    return next(event for uid, event in events.items() if uid.startswith(key))


def owed(world: World, to: Any, **options: Any) -> Followup:
    return assign(SYSTEM, world.desk("35.19"), kind="task", title="Siapkan personel; 12 orang",
                  to=to, due_at=now() + timedelta(days=2), **options)  # type: ignore[arg-type] # fmt: skip


def test_a_phone_reads_the_stages(world: World, stages: dict[str, Stage]) -> None:
    events = read(feed(world, "babinsa"))
    campaign = one(events, f"stage-{stages['S07'].pk}")
    assert campaign.summary.value == "LATIHAN: Pelaksanaan kampanye"
    assert campaign.dtstart.value == date(2024, 9, 25)
    assert campaign.dtend.value == date(2024, 11, 24)  # the day after the last
    assert campaign.transp.value == "TRANSPARENT"
    assert "Bentrok pendukung" in campaign.description.value
    assert campaign.url.value == "http://testserver/stages/S07/"
    part = one(events, f"stage-{stages['S07a'].pk}")
    assert part.summary.value == ("LATIHAN: Iklan kampanye di media massa (Pelaksanaan kampanye)")
    ends = one(events, f"stage-{stages['P01'].pk}")
    assert ends.summary.value == "LATIHAN: Berakhir: Perencanaan program dan anggaran"
    assert not any(uid.startswith(f"stage-{stages['S11'].pk}") for uid in events)


def test_it_says_what_it_is_and_how_often_to_come(world: World, stages: dict[str, Stage]) -> None:
    content = Client().get(feed(world, "babinsa")).content.decode()
    assert "X-WR-CALNAME:LATIHAN: Kalender Babinsa" in content
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    assert "VERSION:2.0" in content
    assert max(len(line.encode()) for line in content.split("\r\n")) <= 75


def test_what_is_owed_stands_at_its_due_time(world: World, stages: dict[str, Stage]) -> None:
    row = owed(world, world.agencies["polres"], detail="Rincian, dengan koma")
    answer = Client().get(feed(world, "police_officer"))
    event = one(read(feed(world, "police_officer")), f"followup-{row.pk}")
    assert event.summary.value == "LATIHAN: Batas waktu: Siapkan personel; 12 orang"
    assert event.dtstart.value == datetime(2024, 9, 12, 8, 0, tzinfo=WIB)
    assert event.dtstart.value.utcoffset() == timedelta(hours=7)
    assert b"BEGIN:VTIMEZONE" in answer.content and b"TZID=Asia/Jakarta" in answer.content
    assert "Rincian, dengan koma" in event.description.value


def test_each_sees_only_what_is_hers(world: World, stages: dict[str, Stage]) -> None:
    row = owed(world, world.agencies["polres"])
    village = owed(world, world.desk())
    keys = {
        (role, kind): {uid.split("@")[0] for uid in read(feed(world, role, kind))}
        for role, kind in [("babinsa", "person"), ("police_officer", "person"),
                           ("police_officer", "agency"), ("village_head", "agency")]
    }  # fmt: skip
    assert f"followup-{row.pk}" in keys["police_officer", "person"]
    assert f"followup-{row.pk}" in keys["police_officer", "agency"]
    assert f"followup-{row.pk}" not in keys["babinsa", "person"]
    assert f"followup-{village.pk}" in keys["babinsa", "person"]
    assert f"followup-{village.pk}" not in keys["village_head", "agency"]
    assert f"followup-{village.pk}" not in keys["police_officer", "person"]


def test_a_restricted_followup_is_for_the_named_agencies_alone(
    world: World, stages: dict[str, Stage]
) -> None:
    row = owed(world, world.desk(), audience=[world.agencies["koramil"].pk])
    assert any(f"followup-{row.pk}" in uid for uid in read(feed(world, "babinsa")))
    assert not any(f"followup-{row.pk}" in uid for uid in read(feed(world, "village_head")))


def test_what_moved_keeps_its_identity_and_counts_on(
    world: World, stages: dict[str, Stage]
) -> None:
    address, key = feed(world, "babinsa"), f"stage-{stages['S05'].pk}"
    before = one(read(address), key)
    move_stage(world.post("kpu_liaison"), stages["S05"], starts_on=date(2024, 9, 24),
               ends_on=date(2024, 9, 24), reason="Keputusan KPU.")  # fmt: skip
    after = one(read(address), key)
    assert after.uid.value == before.uid.value
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert after.dtstart.value == date(2024, 9, 24)
    set_anchor(world.post("kpu_liaison"), stages["S05"].anchor, day=date(2024, 12, 4),
               reason="Keputusan KPU.")  # fmt: skip
    moved = one(read(address), key)
    assert moved.sequence.value == "2" and moved.uid.value == before.uid.value
    assert moved.dtstart.value == date(2024, 10, 1)


def test_a_followup_counts_its_changes(world: World, stages: dict[str, Stage]) -> None:
    row = owed(world, world.desk())
    address = feed(world, "babinsa")
    assert one(read(address), f"followup-{row.pk}").sequence.value == "0"
    accept(world.post("village_head"), row)
    assert one(read(address), f"followup-{row.pk}").sequence.value == "1"


def test_unchanged_is_not_sent_again(world: World, stages: dict[str, Stage]) -> None:
    address = feed(world, "babinsa")
    first = Client().get(address)
    again = Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (first.status_code, again.status_code) == (200, 304)
    assert not again.content and again["ETag"] == first["ETag"]
    change_stage(world.post("kpu_liaison"), stages["S04"], leader="kpu", tension=3, kinds=[],
                 why_id="Ramai.", reason="Rakor.")  # fmt: skip
    assert Client().get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_only_the_address_opens_it(world: World, stages: dict[str, Stage]) -> None:
    address = feed(world, "babinsa")
    answer = Client().get(address)
    assert "private" in answer["Cache-Control"]
    assert not answer.cookies
    assert answer["Content-Type"].startswith("text/calendar")
    assert Client().get("/stages/calendar/kal_guessed.ics").status_code == 404
    assert Client().get(f"/stages/calendar/{'x' * 500}.ics").status_code == 404
    assert Client().post(address).status_code == 405


def test_a_revoked_one_opens_nothing(world: World, stages: dict[str, Stage]) -> None:
    address = feed(world, "babinsa")
    revoke_feed(world.post("babinsa"), CalendarFeed.objects.get())
    assert Client().get(address).status_code == 404
    with pytest.raises(Problem):
        revoke_feed(world.post("babinsa"), CalendarFeed.objects.get())


@pytest.mark.parametrize("how", ["post", "account"])
def test_nor_does_that_of_somebody_who_left(
    world: World, stages: dict[str, Stage], how: str
) -> None:
    address, post = feed(world, "babinsa"), world.posts["babinsa"]
    if how == "post":
        Post.objects.filter(pk=post.pk).update(until=date(2024, 9, 1))
    else:
        type(post.account).objects.filter(pk=post.account_id).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_only_the_digest_is_kept_and_the_journal_has_not_even_that(
    world: World, stages: dict[str, Stage]
) -> None:
    token = feed(world, "babinsa").rpartition("/")[2].removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert row.digest == digest_of(token) and row.prefix == token[:8]
    changes = JournalEntry.objects.get(verb="feed.made").changes
    assert "digest" not in changes and token not in str(changes)


def test_reading_is_noted_without_an_entry(world: World, stages: dict[str, Stage]) -> None:
    address = feed(world, "babinsa")
    entries = JournalEntry.objects.count()
    Client().get(address)
    assert CalendarFeed.objects.get().last_read_at is not None
    assert JournalEntry.objects.count() == entries


def test_it_costs_the_same_however_much_stands_in_it(
    world: World, stages: dict[str, Stage]
) -> None:
    address = feed(world, "babinsa")
    owed(world, world.desk())
    Client().get(address)
    with CaptureQueriesContext(connection) as few:
        Client().get(address)
    for _ in range(20):
        owed(world, world.desk())
    with CaptureQueriesContext(connection) as many:
        Client().get(address)
    assert len(few) == len(many) <= 9


@pytest.fixture
def another_room() -> Iterator[None]:
    """A room above, with one appointment."""

    def provider(post: Post, kind: str) -> list[Entry]:
        begins = datetime(2024, 9, 11, 9, 0, tzinfo=WIB)
        return [
            Entry("meeting-1", "Rakor", begins, begins + timedelta(hours=2), sequence=3,
                  location="Pendopo", busy=True, cancelled=kind == "agency")
        ]  # fmt: skip

    feeds.register("another", provider)
    yield
    del feeds._providers["another"]


def test_other_rooms_bring_what_they_know(
    world: World, stages: dict[str, Stage], another_room: None
) -> None:
    event = one(read(feed(world, "babinsa")), "meeting-1")
    assert event.dtend.value == datetime(2024, 9, 11, 11, 0, tzinfo=WIB)
    assert event.location.value == "Pendopo" and event.transp.value == "OPAQUE"
    assert event.status.value == "CONFIRMED" and event.sequence.value == "3"
    assert one(read(feed(world, "babinsa", "agency")), "meeting-1").status.value == "CANCELLED"


def test_in_another_zone_the_time_is_that_zones(world: World, stages: dict[str, Stage]) -> None:
    world.operation.timezone = "Asia/Jayapura"
    world.operation.save()
    row = owed(world, world.desk())
    event = one(read(feed(world, "babinsa")), f"followup-{row.pk}")
    assert event.dtstart.value.utcoffset() == timedelta(hours=9)
    assert event.dtstart.value.hour == 10  # 08.00 WIB


def test_the_page_shows_the_address_once(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    client = signed_in("babinsa")
    made = client.post("/stages/feeds/", {"kind": "person"})
    page = made.content.decode()
    assert made["Cache-Control"] == "no-store"
    assert "http://testserver/stages/calendar/kal_" in page
    assert "webcal://testserver/stages/calendar/kal_" in page
    assert "<svg" in page and "style=" not in page
    row = CalendarFeed.objects.get()
    again = client.get("/stages/feeds/").content.decode()
    assert "stages/calendar/kal_" not in again and row.prefix in again
    assert client.post(f"/stages/feeds/{row.pk}/revoke/").status_code == 302
    assert CalendarFeed.objects.get().revoked_at is not None


def test_nobody_revokes_that_of_another(
    world: World, stages: dict[str, Stage], signed_in: Enter
) -> None:
    feed(world, "babinsa")
    row = CalendarFeed.objects.get()
    assert signed_in("kapolsek").post(f"/stages/feeds/{row.pk}/revoke/").status_code == 404
    assert CalendarFeed.objects.get().revoked_at is None


def test_so_many_addresses_and_no_more(world: World, stages: dict[str, Stage]) -> None:
    for _ in range(10):
        feed(world, "babinsa")
    with pytest.raises(Problem) as refused:
        feed(world, "babinsa")
    assert refused.value.status == 409
