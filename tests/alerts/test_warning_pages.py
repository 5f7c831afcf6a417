"""Pages, API, feed and banner of alerts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from sinergi.alerts.actions import try_alert_rule
from sinergi.alerts.actions.subscribing import make_alert_feed, revoke_alert_feed
from sinergi.alerts.feed_tokens import new_token
from sinergi.alerts.models import Alert, AlertReceipt, AlertRule
from sinergi.alerts.warning.cap_rules import faults_of
from sinergi.alerts.warning.catalogue import CONDITIONS
from tests.factories import DISTRICT, OTHER_DISTRICT, VILLAGE
from tests.factories_warnings import THREE, draft, receipt, rule, running

ATOM = "{http://www.w3.org/2005/Atom}"
LIST = "/warnings/"
DRAFT = {
    "region": DISTRICT, "event": "Massa", "headline": "Massa berkumpul", "severity": "Severe",
    "urgency": "Immediate", "certainty": "Observed", "reach": ["place"], "lasts": "6",
}  # fmt: skip


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_list_tells_what_runs_waits_and_is_over(world, signed_in):
    running(world, headline="Massa di Dagangan")
    draft(world, headline="Konsep untuk disetujui")
    shown = page(signed_in("duty_officer"), LIST)
    assert "Massa di Dagangan" in shown
    assert "Konsep untuk disetujui" in shown
    below = page(signed_in("kapolsek"), LIST)
    assert "Massa di Dagangan" in below
    assert "Konsep untuk disetujui" not in below
    assert "Massa di Dagangan" not in page(signed_in("elsewhere:kapolsek"), LIST)


def test_one_drafts_by_hand_another_approves(world, signed_in):
    made = signed_in("district_head").post(reverse("alerts:alert-new"), DRAFT)
    alert = Alert.objects.get()
    assert made["Location"] == alert.get_absolute_url()
    wrong = signed_in("district_head").post(reverse("alerts:alert-new"), {**DRAFT, "reach": []})
    assert wrong.status_code == 422
    far = signed_in("district_head").post(
        reverse("alerts:alert-new"), {**DRAFT, "region": OTHER_DISTRICT}
    )
    assert far.status_code == 422
    approve = reverse("alerts:alert-do", args=[alert.pk, "approve"])
    assert signed_in("district_head").get(approve).status_code == 403
    words = {"headline": "Massa bubar", "description": "", "instruction": ""}
    signed_in("duty_officer").post(approve, words)
    alert.refresh_from_db()
    assert (alert.state, alert.headline) == ("running", "Massa bubar")


def test_the_banner_stands_above_every_page_until_she_says_that_she_knows(world, signed_in):
    alert = running(world, headline="Massa di Dagangan")
    client = signed_in("kapolsek")
    assert "alert-banner-know" in page(client, "/")
    assert "alert-banner-know" in page(client, "/alerts/bell/")
    known = reverse("alerts:alert-acknowledge", args=[alert.pk])
    assert client.post(known, {"next": "/followups/"})["Location"] == "/followups/"
    assert client.post(known, {"next": "https://elsewhere.test/"})["Location"].startswith(LIST)
    assert "alert-banner-know" not in page(client, "/")
    assert receipt(world, alert, "kapolsek").acknowledged_at
    assert signed_in("babinsa").post(known).status_code == 404


def test_opening_it_counts_as_seen_but_not_as_known(world, signed_in):
    alert = running(world)
    page(signed_in("kapolsek"), alert.get_absolute_url())
    mine = receipt(world, alert, "kapolsek")
    assert mine.seen_at
    assert not mine.acknowledged_at
    assert signed_in("babinsa").get(alert.get_absolute_url()).status_code == 404


def test_what_waits_stands_on_my_desk(world, signed_in):
    draft(world, headline="Konsep untuk disetujui")
    running(world, headline="Massa di Dagangan")
    desk = page(signed_in("duty_officer"), "/")
    assert "Konsep untuk disetujui" in desk
    assert "Massa di Dagangan" in desk
    assert "Konsep untuk disetujui" not in page(signed_in("kapolsek"), "/")


@pytest.mark.parametrize("code", sorted(CONDITIONS))
def test_a_rule_is_written_tried_and_let_to_watch(world, signed_in, code):
    client = signed_in("duty_officer")
    new = reverse("alerts:rule-new")
    page(client, f"{new}?condition={code}")
    told = {
        "condition": code, "headline": "{jumlah} di {tempat}", "severity": "Severe",
        "urgency": "Immediate", "certainty": "Likely", "reach": ["place"], "lasts": "6",
        "cooldown": "60", **CONDITIONS[code].defaults,
    }  # fmt: skip
    client.post(new, told)
    row = AlertRule.objects.get()
    assert row.parameters == CONDITIONS[code].defaults
    client.post(reverse("alerts:rule-do", args=[row.pk, "try"]), {"days": "14"})
    shown = page(client, row.get_absolute_url())
    assert row.sentence in shown.replace("&#x27;", "'")
    client.post(reverse("alerts:rule-do", args=[row.pk, "live"]))
    row.refresh_from_db()
    assert row.state == "live"
    page(client, reverse("alerts:rules"))


def test_rules_are_known_to_who_reads_all_and_kept_by_who_issues(world, signed_in):
    row = rule(world)
    assert signed_in("babinsa").get(reverse("alerts:rules")).status_code == 404
    assert signed_in("babinsa").get(row.get_absolute_url()).status_code == 404
    page(signed_in("regent"), row.get_absolute_url())
    rest = reverse("alerts:rule-do", args=[row.pk, "rest"])
    assert signed_in("regent").post(rest).status_code == 403


def test_changing_a_rule_opens_with_what_stands(world, signed_in):
    row = rule(world)
    shown = page(signed_in("duty_officer"), reverse("alerts:rule-do", args=[row.pk, "change"]))
    assert 'value="3"' in shown
    assert "{jumlah} kejadian di {tempat}" in shown


def test_the_feed_and_its_documents_need_a_reader(world, signed_in, client):
    alert = running(world, headline="Massa di Dagangan")
    feed = reverse("alerts:feed")
    assert client.get(feed)["Location"].startswith("/sign-in/")
    root = etree.fromstring(signed_in("kapolsek").get(feed).content)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title").endswith("Massa di Dagangan")
    link = next(one for one in entry.findall(f"{ATOM}link") if one.get("rel") == "enclosure")
    assert link.get("type") == "application/cap+xml"
    cap = reverse("alerts:cap", args=[alert.messages.get().key])
    assert link.get("href").endswith(cap)
    answer = signed_in("kapolsek").get(cap)
    assert answer["Content-Type"] == "application/cap+xml"
    assert not faults_of(answer.content)
    assert client.get(cap)["Location"].startswith("/sign-in/")
    other = etree.fromstring(signed_in("elsewhere:kapolsek").get(feed).content)
    assert not other.findall(f"{ATOM}entry")
    assert signed_in("elsewhere:kapolsek").get(cap).status_code == 404


def test_a_secret_address_reads_the_feed_until_it_is_revoked(world, client):
    running(world)
    post, token = world.post("kapolsek"), new_token()
    made = make_alert_feed(post, post, token=token, name="Ruang kendali")
    address = f"{reverse('alerts:feed')}?token={token}"
    first = client.get(address)
    assert first.status_code == 200
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    revoke_alert_feed(world.post("kapolsek"), made)
    assert client.get(address).status_code == 404


def test_the_api_does_what_the_pages_do(world, signed_in):
    client = signed_in("duty_officer")
    body = {"region": DISTRICT, "event": "Massa", "headline": "Massa berkumpul",
            "reach": ["place", "regency"]}  # fmt: skip
    made = client.post("/api/v1/warnings", body, "application/json").json()
    one = f"/api/v1/warnings/{made['id']}"
    sent = client.post(f"{one}/approve", {}, "application/json").json()
    assert (sent["state"], len(sent["messages"])) == ("running", 1)
    assert sent["acknowledged_at"]  # she approved it herself
    other = signed_in("kapolsek")
    assert other.get("/api/v1/warnings?state=running").json()["total"] == 1
    assert other.post(f"{one}/acknowledge").json()["acknowledged_at"]
    assert signed_in("babinsa").get(one).status_code == 404
    assert other.post(f"{one}/cancel", {"reason": "x"}, "application/json").status_code == 403
    done = client.post(f"{one}/cancel", {"reason": "Aman."}, "application/json").json()
    assert [m["kind"] for m in done["messages"]] == ["Alert", "Cancel"]


def test_rules_in_the_api(world, signed_in):
    client = signed_in("duty_officer")
    assert len(client.get("/api/v1/warnings/conditions").json()) == len(CONDITIONS)
    body = {"condition": "incidents", "parameters": THREE, "headline": "{jumlah} di {tempat}"}
    made = client.post("/api/v1/warnings/rules", body, "application/json").json()
    one = f"/api/v1/warnings/rules/{made['id']}"
    assert client.post(f"{one}/live").status_code == 409
    tried = client.post(f"{one}/try", {"days": 7}, "application/json").json()
    assert tried["trial"]["count"] == 0
    assert client.post(f"{one}/live").json()["state"] == "live"
    assert client.post(f"{one}/rest").json()["state"] == "resting"
    assert client.put(one, body, "application/json").json()["state"] == "draft"
    bad = {**body, "parameters": {**THREE, "least": "three"}}
    assert client.put(one, bad, "application/json").status_code == 422
    assert signed_in("babinsa").get(one).status_code == 404


def test_the_pages_ask_in_bounded_statements(world, signed_in):
    client = signed_in("duty_officer")
    alert = running(world, VILLAGE, reach=["place", "district", "regency"])
    row = rule(world)
    try_alert_rule(world.post("duty_officer"), row, days=7)
    for number in range(3):
        running(world, headline=f"Massa {number}")
    page(client, LIST)
    for address, most in ((LIST, 22), (alert.get_absolute_url(), 45), (row.get_absolute_url(), 28)):
        with CaptureQueriesContext(connection) as spent:
            page(client, address)
        assert len(spent) <= most, (address, len(spent))
    assert AlertReceipt.objects.filter(alert=alert).count() > 8
