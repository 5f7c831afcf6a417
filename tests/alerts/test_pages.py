"""The bell, the list of notices, preferences, deliveries, and the panel on a case's page."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sinergi.agencies.models import RoleMark
from sinergi.alerts.models import Delivery, Notice, Preference
from sinergi.incidents import actions
from sinergi.kernel.clock import now, real_now
from sinergi.kernel.live import as_sse, may_hear
from sinergi.kernel.models import JournalEntry
from tests import factories


@pytest.fixture(autouse=True)
def _no_second_factor(world):
    """These tests are about notices; whoever must use a second factor has a test of her own."""
    for role in ("administrator", "desk_coordinator"):
        RoleMark.objects.create(operation=world.operation, role=role, second_factor=False)


def many_notices(world, role: str, count: int) -> None:
    incidents = factories.many_incidents(world, count)
    Notice.objects.bulk_create(
        Notice(
            operation=world.operation, post=world.posts[role], key=f"test:{n}", incident=incident,
            verb="incident.reported", importance="important", severity="low", created_at=now(),
        )
        for n, incident in enumerate(incidents)
    )  # fmt: skip


def statements(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_my_notices_stand_on_my_page_unread_first(world, read_journal, signed_in):
    first = factories.report(world, by="babinsa")
    factories.report(world, by="babinsa", what="Spanduk dirobek di perempatan desa.")
    read_journal()
    post = world.posts["village_head"]
    Notice.objects.filter(post=post).exclude(incident=first).update(read_at=now())
    page = signed_in("village_head").get("/alerts/").content.decode()
    assert page.index(first.number) < page.index("Spanduk dirobek")
    assert "1 pemberitahuan belum dibaca" in page
    assert signed_in("elsewhere:village_head").get("/alerts/").content.decode().count("KJD/") == 0


def test_opening_one_marks_it_as_read_and_leads_to_the_case(world, read_journal, signed_in):
    incident = factories.report(world, by="babinsa")
    read_journal()
    notice = Notice.objects.get(post=world.posts["village_head"])
    answer = signed_in("village_head").get(notice.get_absolute_url())
    assert answer["Location"] == incident.get_absolute_url()
    notice.refresh_from_db()
    assert notice.read_at == now()
    assert JournalEntry.objects.filter(verb="notice.read", region="").count() == 1


def test_the_notice_of_another_is_not_to_be_known(world, read_journal, signed_in):
    factories.report(world, by="babinsa")
    read_journal()
    notice = Notice.objects.get(post=world.posts["village_head"])
    client = signed_in("bhabinkamtibmas")
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert client.post(reverse("alerts:notice-read", args=[notice.pk])).status_code == 404
    assert client.get(reverse("alerts:notice", args=[uuid4()])).status_code == 404


def test_a_case_that_was_restricted_since_is_not_shown(world, read_journal, signed_in):
    incident = factories.report(world, by="babinsa", what="Rahasia besar di balai desa.")
    read_journal()
    actions.restrict(world.post("regional_secretary"), incident, agencies=[])
    notice = Notice.objects.get(post=world.posts["village_head"])
    client = signed_in("village_head")
    assert "Rahasia besar" not in client.get("/alerts/").content.decode()
    assert client.get(notice.get_absolute_url()).status_code == 404
    assert 'data-tone="none"' in client.get("/alerts/bell/").content.decode()


def test_one_and_all_are_marked_as_read(world, read_journal, signed_in):
    for _ in range(3):
        factories.report(world, by="babinsa")
    read_journal()
    mine = Notice.objects.filter(post=world.posts["village_head"])
    client = signed_in("village_head")
    client.post(reverse("alerts:notice-read", args=[mine[0].pk]))
    assert mine.unread().count() == 2
    assert client.post(reverse("alerts:notices-read")).status_code == 302
    assert mine.unread().count() == 0
    others = Notice.objects.filter(post=world.posts["bhabinkamtibmas"])
    assert others.unread().count() == 3


def test_the_bell_counts_and_says_what_came_since(world, read_journal, signed_in):
    client = signed_in("village_head")
    assert "semua sudah dibaca" in client.get("/alerts/bell/").content.decode()
    factories.report(world, by="babinsa")
    read_journal()
    newest = Notice.objects.get(post=world.posts["village_head"]).pk
    with_news = client.get("/alerts/bell/?after=").content.decode()
    assert "1 belum dibaca" in with_news and "data-toast" in with_news
    assert "data-toast" not in client.get(f"/alerts/bell/?after={newest}").content.decode()
    assert "data-toast" not in client.get("/alerts/bell/?after=nonsense").content.decode()


def test_a_busy_bell_says_so(world, signed_in):
    many_notices(world, "village_head", 130)
    assert "99+" in signed_in("village_head").get("/alerts/bell/").content.decode()


def test_the_bell_hangs_in_every_page_of_who_is_signed_in(world, signed_in):
    assert 'id="bell"' in signed_in("babinsa").get("/alerts/preferences/").content.decode()


@pytest.mark.parametrize("address", ["/alerts/", "/alerts/bell/", "/alerts/preferences/"])
def test_pages_cost_as_much_for_a_thousand_notices_as_for_ten(world, signed_in, address):
    client = signed_in("village_head")
    many_notices(world, "village_head", 10)
    few = statements(client, address)
    Notice.objects.all().delete()
    many_notices(world, "village_head", 1000)
    assert statements(client, address) == few <= 12


def test_choosing_how_one_is_told(world, signed_in):
    client = signed_in("village_head")
    told = {
        "important": [], "ordinary": ["email"], "quiet": "on",
        "quiet_from": "21:30", "quiet_until": "06:00",
    }  # fmt: skip
    assert client.post("/alerts/preferences/", told).status_code == 302
    wishes = Preference.objects.get(account=world.posts["village_head"].account).wishes
    assert (wishes.important, wishes.ordinary) == ((), ("email",))
    assert f"{wishes.quiet_from:%H:%M}" == "21:30"
    again = client.get("/alerts/preferences/").content.decode()
    assert 'value="21:30"' in again


def test_a_fault_stands_at_its_field_and_nothing_is_lost(world, signed_in):
    told = {"quiet": "on", "quiet_from": "21:30", "quiet_until": "21:30"}
    answer = signed_in("village_head").post("/alerts/preferences/", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Jam tenang perlu awal dan akhir yang berbeda." in page
    assert page.count('value="21:30"') == 2
    assert not Preference.objects.exists()


def trouble(world, read_journal) -> Delivery:
    factories.report(world, by="babinsa", what="Isi perkara yang tidak boleh terlihat di sini.")
    read_journal()
    row = Delivery.objects.get(account=world.posts["village_head"].account)
    row.state, row.fault, row.last_error = "failed", "refused", "550 no such mailbox"
    row.save()
    return row


def test_who_keeps_people_sees_what_did_not_go_out_but_no_case(world, read_journal, signed_in):
    trouble(world, read_journal)
    page = signed_in("administrator").get("/alerts/deliveries/").content.decode()
    assert "550 no such mailbox" in page and world.posts["village_head"].title in page
    assert "Isi perkara" not in page and "KJD/" not in page


def test_others_are_told_who_may(world, signed_in):
    assert signed_in("village_head").get("/alerts/deliveries/").status_code == 403


def test_trying_again(world, read_journal, signed_in):
    row = trouble(world, read_journal)
    address = reverse("alerts:delivery-retry", args=[row.pk])
    assert signed_in("village_head").post(address).status_code == 403
    client = signed_in("administrator")
    assert client.post(address).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.fault, row.attempts) == ("waiting", "", 0)
    assert row.due_at <= real_now()
    assert client.post(address).status_code == 409  # it waits already


def test_deliveries_of_another_operation_are_not_to_be_known(
    world, other_world, read_journal, signed_in
):
    row = trouble(other_world, read_journal)
    client = signed_in("administrator")
    assert client.post(reverse("alerts:delivery-retry", args=[row.pk])).status_code == 404
    assert "550" not in client.get("/alerts/deliveries/").content.decode()


def test_the_page_of_a_case_says_who_was_told_and_how_that_went(world, read_journal, signed_in):
    row = trouble(world, read_journal)
    address = row.notice.incident.get_absolute_url()
    page = signed_in("village_head").get(address).content.decode()
    assert "4 petugas sudah diberi tahu, 0 sudah membacanya." in page
    assert "Surel: Pihak penerima menolak alamat atau pesan ini: 550 no such mailbox" in page
    assert "diberi tahu, 0" not in signed_in("council_member").get(address).content.decode()


def test_the_page_of_a_case_costs_the_same_however_many_were_told(world, read_journal, signed_in):
    incident = factories.report(world, by="babinsa")
    read_journal()
    client = signed_in("village_head")
    few = statements(client, incident.get_absolute_url())
    Notice.objects.bulk_create(
        Notice(
            operation=world.operation, post=world.posts["village_head"], key=f"x{n}",
            incident=incident, verb="incident.climbed", importance="ordinary", created_at=now(),
        )
        for n in range(200)
    )  # fmt: skip
    assert statements(client, incident.get_absolute_url()) == few


def test_only_the_pages_of_those_who_were_told_are_rung(world):
    mine, other = world.post("village_head"), world.post("babinsa")
    event = {"id": 0, "operation": None, "region": "", "audience": None, "posts": [str(mine.pk)]}
    assert may_hear(mine, event)
    assert not may_hear(other, event)
    assert "posts" not in json.loads(as_sse(event).split("data: ")[1])


def test_in_the_api(world, read_journal, signed_in):
    factories.report(world, by="babinsa")
    read_journal()
    client = signed_in("village_head")
    listed = client.get("/api/v1/alerts?unread=true").json()
    assert listed["total"] == 1
    (item,) = listed["items"]
    assert item["number"] == "KJD/35.19/2024/000001" and item["importance"] == "important"
    assert client.get(f"/api/v1/alerts/{item['id']}").json()["read_at"] is None
    assert client.post(f"/api/v1/alerts/{item['id']}/read").json()["read_at"]
    assert client.post("/api/v1/alerts/read").json() == {"unread": 0}
    assert signed_in("babinsa").get(f"/api/v1/alerts/{item['id']}").status_code == 404
    wishes = client.get("/api/v1/alerts/preferences").json()
    assert wishes == {
        "important": ["web_push", "telegram", "email"], "ordinary": [], "quiet": True,
        "order": ["web_push", "telegram", "email", "sms"],
        "quiet_from": "22:00", "quiet_until": "05:00",
    }  # fmt: skip
    kept = client.put(
        "/api/v1/alerts/preferences",
        json.dumps({**wishes, "ordinary": ["email"], "order": ["sms", "email"]}),
        content_type="application/json",
    )
    assert kept.json()["ordinary"] == ["email"]
    assert kept.json()["order"] == ["sms", "email", "web_push", "telegram"]
