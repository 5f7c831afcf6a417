"""Web Push against a push service of our own: encrypted for the device, signed by the house."""

from __future__ import annotations

import base64
import json
import os
from typing import Any

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from sinergi.agencies.models import Account
from sinergi.alerts.actions import add_push_device, remove_push_device
from sinergi.alerts.channels.web_push.channel import is_subscription
from sinergi.alerts.channels.web_push.keys import is_key, new_private_key, public_key
from sinergi.alerts.models import Delivery, PushDevice
from sinergi.incidents import actions
from sinergi.kernel.problems import Problem
from tests import factories

pytestmark = pytest.mark.django_db

WHAT = "Warga berselisih soal spanduk\nRincian: Ketua RT menyimpan barang bukti."


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class Phone:
    """A browser: its keys, and how it reads what comes."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = text(point), text(self.secret)

    def read(self, body: bytes) -> Any:
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(plain)


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def push(settings, sink):
    settings.SINERGI_VAPID_KEY = new_private_key()
    settings.SINERGI_VAPID_CONTACT = "mailto:posko@madiun.example"
    sink.answer = (201, {}, b"")
    return sink


def subscribed(world, push, phone: Phone, path: str = "/abc", role: str = "village_head"):
    post = world.post(role)
    return add_push_device(
        post, post.account, endpoint=f"{push.url}{path}", p256dh=phone.p256dh, auth=phone.auth,
        label="Chrome, Android",
    )  # fmt: skip


def test_a_push_says_what_may_leave_the_house(world, push, sent, phone) -> None:
    subscribed(world, push, phone)
    factories.report(world, by="babinsa", severity="high", what=WHAT)
    sent()
    (call,) = push.calls
    told = phone.read(call.body)
    assert told["title"].startswith("[LATIHAN] Tinggi: Laporan baru, KJD/35.19/2024/000001")
    assert told["body"] == "Warga berselisih soal spanduk"
    assert told["url"].startswith("https://sinergi.madiun.example/alerts/")
    assert call.headers["Content-Encoding"] == "aes128gcm" and int(call.headers["TTL"]) > 0
    row = Delivery.objects.get(account=world.posts["village_head"].account, channel="web_push")
    assert (row.state, row.turn) == ("sent", 1)


def test_the_service_sees_that_it_is_the_house(world, push, sent, phone, settings) -> None:
    subscribed(world, push, phone)
    factories.report(world, by="babinsa")
    sent()
    header = push.calls[0].headers["Authorization"]
    assert header.startswith("vapid t=") and f"k={public_key(settings.SINERGI_VAPID_KEY)}" in header
    assert Vapid02.verify(header)


def test_of_a_restricted_case_nothing_but_its_number_is_pushed(world, push, sent, phone) -> None:
    subscribed(world, push, phone)
    case = factories.report(world, by="village_supervisor", severity="high", what=WHAT)
    office = [world.agencies["village_office"]]
    actions.restrict(world.post("regional_secretary"), case, agencies=office)
    sent()
    told = json.dumps(phone.read(push.calls[0].body))
    assert "KJD/35.19/2024/000001" in told
    for secret in ("berselisih", "Dagangan", "Tinggi"):
        assert secret not in told


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(world, push, sent, phone, status) -> None:
    subscribed(world, push, phone)
    push.answer = (status, {}, b"")
    factories.report(world, by="babinsa")
    sent()
    assert not PushDevice.objects.exists()
    row = Delivery.objects.get(account=world.posts["village_head"].account, channel="web_push")
    assert (row.state, row.fault) == ("failed", "gone")


def test_of_two_devices_one_that_takes_it_is_enough(world, push, sent, phone) -> None:
    subscribed(world, push, phone, "/old")
    subscribed(world, push, Phone(), "/new")
    push.answer = lambda call: (410 if call.path == "/old" else 201, {}, b"")
    factories.report(world, by="babinsa")
    sent()
    assert [device.endpoint for device in PushDevice.objects.all()] == [f"{push.url}/new"]
    assert Delivery.objects.filter(channel="web_push", state="sent").count() == 1


def test_a_service_that_asks_to_wait_is_asked_again(world, push, sent, phone) -> None:
    """Where there is no other way."""
    Account.objects.filter(pk=world.posts["village_head"].account_id).update(email=None)
    subscribed(world, push, phone)
    push.answer = (429, {}, b"slow down")
    factories.report(world, by="babinsa")
    sent()
    row = Delivery.objects.get(account=world.posts["village_head"].account, channel="web_push")
    assert (row.fault, row.attempts) == ("postponed", 1)


def test_a_device_belongs_to_who_used_it_last(world, push, phone) -> None:
    subscribed(world, push, phone)
    other = subscribed(world, push, phone, role="babinsa")
    assert [device.account_id for device in PushDevice.objects.all()] == [other.account_id]
    remove_push_device(world.post("babinsa"), other)
    assert not PushDevice.objects.exists()


def test_a_browser_cannot_point_into_the_network(world, phone, settings) -> None:
    settings.SINERGI_PRIVATE_TARGETS = False
    post = world.post("babinsa")
    for endpoint in ("https://127.0.0.1/x", "http://push.example/x", "https://[::1]/x"):
        with pytest.raises(Problem):
            add_push_device(
                post, post.account, endpoint=endpoint, p256dh=phone.p256dh, auth=phone.auth,
                label="x",
            )  # fmt: skip


def test_keys_are_what_keys_are(phone) -> None:
    assert is_key(new_private_key()) and not is_key("nonsense")
    assert is_subscription(phone.p256dh, phone.auth)
    assert not is_subscription(phone.p256dh[:-8], phone.auth) and not is_subscription("", "")
