"""The pages and the API about ways, tests, subscriptions and secret addresses."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from sinergi.alerts.feed_tokens import feed_post
from sinergi.alerts.models import (
    AlertFeed,
    ChannelTest,
    Preference,
    PushDevice,
    Subscription,
    TelegramLink,
    Webhook,
)
from sinergi.kernel.clock import real_now
from tests import factories
from tests.alerts.test_channel_web_push import Phone, new_private_key

pytestmark = pytest.mark.django_db
WAYS = "/alerts/preferences/"


def test_a_way_that_is_off_says_so(world, signed_in, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    page = signed_in("village_head").get(WAYS).content.decode()
    for reason in ("Server surel belum diatur", "Bot belum diatur", "Gerbang SMS belum diatur"):
        assert reason in page
    assert "Kirim pesan uji" not in page


def test_a_test_is_sent_and_its_outcome_stays(world, signed_in, mailoutbox) -> None:
    client = signed_in("village_head")
    answer = client.post(reverse("alerts:way-test", args=["email"]), follow=True)
    assert "Surel: pesan uji sudah dikirim." in answer.content.decode()
    assert "Pesan uji" in mailoutbox[0].subject and "diuji" in answer.content.decode()
    assert ChannelTest.objects.get().fault == ""
    assert client.post(reverse("alerts:way-test", args=["email"])).status_code == 429
    assert client.post(reverse("alerts:way-test", args=["sms"])).status_code == 409
    assert client.post(reverse("alerts:way-test", args=["pigeon"])).status_code == 404


def test_a_test_that_fails_says_why(world, signed_in, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = signed_in("village_head").post(reverse("alerts:way-test", args=["email"]), follow=True)
    assert "pesan uji tidak terkirim" in answer.content.decode()
    assert ChannelTest.objects.get().fault == "unreachable"


def test_a_way_moves_up(world, signed_in) -> None:
    client = signed_in("village_head")
    client.post(reverse("alerts:way-up", args=["sms"]))
    assert Preference.objects.get().order == ["web_push", "telegram", "sms", "email"]
    assert client.post(reverse("alerts:way-up", args=["webhook"])).status_code == 404


def test_a_browser_subscribes_and_is_removed(world, signed_in, settings) -> None:
    settings.SINERGI_VAPID_KEY, settings.SINERGI_PRIVATE_TARGETS = new_private_key(), True
    phone, client = Phone(), signed_in("village_head")
    told = {
        "endpoint": "https://push.example/a", "p256dh": phone.p256dh, "auth": phone.auth,
        "label": "Firefox, Android",
    }  # fmt: skip
    assert client.post(f"{WAYS}devices/", told).json() == {"kept": True}
    assert client.post(f"{WAYS}devices/", {**told, "auth": "x"}).status_code == 422
    assert "Firefox, Android" in client.get(WAYS).content.decode()
    device = PushDevice.objects.get()
    address = reverse("alerts:push-remove", args=[device.pk])
    assert signed_in("babinsa").post(address).status_code == 404
    assert client.post(address).status_code == 302 and not PushDevice.objects.exists()


def test_the_push_worker_stands_at_the_root(client) -> None:
    answer = client.get("/push-worker.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in answer.content


def test_a_code_for_telegram_is_shown_once(world, signed_in, settings) -> None:
    client = signed_in("village_head")
    assert client.post(f"{WAYS}telegram/link/").status_code == 404  # no bot
    settings.SINERGI_TELEGRAM_TOKEN, settings.SINERGI_TELEGRAM_BOT = "1:x", "sinergi_bot"
    page = client.post(f"{WAYS}telegram/link/")
    assert "https://t.me/sinergi_bot?start=" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert len(TelegramLink.objects.get().code_digest) == 64
    assert "t.me" not in client.get(WAYS).content.decode()
    assert client.post(f"{WAYS}telegram/end/").status_code == 302


def test_a_program_is_set_up_and_ended(world, signed_in, settings) -> None:
    settings.SINERGI_PRIVATE_TARGETS = True
    client = signed_in("village_head")
    page = client.post(f"{WAYS}webhook/", {"url": "http://127.0.0.1:9/x"}).content.decode()
    assert "whs_" in page
    assert "whs_" not in client.get(f"{WAYS}webhook/").content.decode()
    settings.SINERGI_PRIVATE_TARGETS = False
    refused = client.post(f"{WAYS}webhook/", {"url": "https://127.0.0.1/x"})
    assert refused.status_code == 422 and "alamat https:// yang terbuka" in refused.content.decode()
    assert client.post(f"{WAYS}webhook/drop/").status_code == 302 and not Webhook.objects.exists()


def test_the_page_of_ways_costs_the_same_however_many_there_are(
    world, signed_in, settings, django_assert_max_num_queries
) -> None:
    settings.SINERGI_VAPID_KEY = new_private_key()
    client = signed_in("village_head")
    account = world.posts["village_head"].account
    for number in range(8):
        PushDevice.objects.create(
            account=account, endpoint=f"https://push.example/{number}", p256dh="k", auth="a",
            label="Chrome", added_at=real_now(),
        )  # fmt: skip
    client.get(WAYS)
    with django_assert_max_num_queries(13):
        client.get(WAYS)


def test_subscribing_on_the_page(world, signed_in) -> None:
    client = signed_in("kapolsek")
    told = {"region": factories.DISTRICT, "kind": "clash", "severity": "high"}
    assert client.post("/alerts/subscriptions/", told).status_code == 302
    again = client.post("/alerts/subscriptions/", told)
    assert again.status_code == 422 and "Langganan ini sudah ada." in again.content.decode()
    row = Subscription.objects.get()
    assert [str(part) for part in row.limits][1].startswith("Tinggi")
    outside = client.post("/alerts/subscriptions/", {"region": factories.ELSEWHERE})
    assert outside.status_code == 422
    address = reverse("alerts:subscription-end", args=[row.pk])
    assert signed_in("babinsa").post(address).status_code == 404
    assert client.post(address).status_code == 302 and not Subscription.objects.exists()


def test_a_secret_address_opens_as_far_as_its_maker_sees(world, signed_in, client, rf) -> None:
    page = signed_in("kapolsek").post("/alerts/feeds/", {"name": "Ruang kendali"})
    text = page.content.decode()
    token = text.split("?token=")[1].split("<")[0].strip()
    assert token.startswith("war_") and page["Cache-Control"] == "no-store"
    assert token not in AlertFeed.objects.get().digest
    assert feed_post(rf.get("/", {"token": token})) == world.posts["kapolsek"]
    assert AlertFeed.objects.get().last_read_at is not None
    for wrong in ("", "war_x", "x" * 500):
        assert feed_post(rf.get("/", {"token": wrong})) is None
    assert client.get(reverse("alerts:feed"), {"token": token}).status_code == 200
    feed = AlertFeed.objects.get()
    assert signed_in("kapolsek").post(
        reverse("alerts:feed-revoke", args=[feed.pk])
    ).status_code == 302  # fmt: skip
    assert feed_post(rf.get("/", {"token": token})) is None


def test_a_secret_address_ends_with_the_post(world, signed_in, rf) -> None:
    page = signed_in("kapolsek").post("/alerts/feeds/", {"name": "Ruang kendali"})
    token = page.content.decode().split("?token=")[1].split("<")[0].strip()
    post = world.posts["kapolsek"]
    post.until = post.since + timedelta(days=1)
    post.save()
    assert feed_post(rf.get("/", {"token": token})) is None


def send(client, address: str, told=None):
    return client.post(address, json.dumps(told or {}), content_type="application/json")


def test_in_the_api(world, signed_in, mailoutbox) -> None:
    client = signed_in("kapolsek")
    ways = {row["code"]: row for row in client.get("/api/v1/alerts/channels").json()}
    assert ways["email"]["state"] == "ready" and ways["email"]["place"] == 3
    assert ways["sms"]["state"] == "off" and ways["webhook"]["place"] == 0
    assert send(client, "/api/v1/alerts/channels/email/test").json()["fault"] == ""
    made = send(client, "/api/v1/alerts/subscriptions", {"region": factories.DISTRICT})
    assert made.status_code == 201
    refused = send(client, "/api/v1/alerts/subscriptions", {"region": factories.ELSEWHERE})
    assert refused.status_code == 422
    (row,) = client.get("/api/v1/alerts/subscriptions").json()
    assert send(client, f"/api/v1/alerts/subscriptions/{row['id']}/end").status_code == 200
    feed = send(client, "/api/v1/alerts/feeds", {"name": "papan"})
    assert feed.status_code == 201 and feed.json()["token"].startswith("war_")
    (kept,) = client.get("/api/v1/alerts/feeds").json()
    assert "token" not in kept
    assert send(client, f"/api/v1/alerts/feeds/{kept['id']}/revoke").status_code == 200
    assert client.get("/api/v1/alerts/feeds").json() == []
