"""SMS by a gateway of our own: short, and only for what is critical."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.agencies.models import Account
from sinergi.alerts.channels.sms.length import plain, segments, shortened
from sinergi.alerts.models import Delivery
from sinergi.kernel.clock import real_now
from tests import factories

pytestmark = pytest.mark.django_db

CLASH = {"kind": "clash", "severity": "critical", "what": "Bentrok dua kelompok di lapangan."}


@pytest.fixture
def gateway(settings, sink):
    settings.SINERGI_SMS_URL = f"{sink.url}/send"
    settings.SINERGI_SMS_BODY = '{"to": "{number}", "message": {"text": "{text}"}}'
    settings.SINERGI_SMS_TOKEN = "rahasia"
    return sink


@pytest.fixture
def numbers(world) -> None:
    """Only the village head has a phone."""
    Account.objects.update(phone=None)
    key = world.posts["village_head"].account_id
    Account.objects.filter(pk=key).update(phone="+6281234567890")


def next_ways() -> None:
    Delivery.objects.filter(state="standby").update(due_at=real_now())


def test_what_is_critical_comes_by_sms_when_it_stays_unread(world, numbers, gateway, sent) -> None:
    factories.report(world, by="babinsa", **CLASH)
    sent()
    assert not gateway.calls  # a mail went first
    next_ways()
    sent()
    (call,) = gateway.calls
    assert call.json["to"] == "+6281234567890"
    text = call.json["message"]["text"]
    assert text.startswith("[LATIHAN] Kritis: Laporan baru, KJD/35.19/2024/000001")
    assert text.endswith("/") and "https://sinergi.madiun.example/alerts/" in text
    assert segments(text) <= 2
    assert call.headers["Authorization"] == "Bearer rahasia"


def test_what_is_not_critical_costs_nothing(world, numbers, gateway, sent) -> None:
    factories.report(world, by="babinsa", severity="high")
    sent()
    assert not Delivery.objects.filter(channel="sms").exists()


def test_a_gateway_may_want_all_in_its_address(world, numbers, gateway, sent, settings) -> None:
    settings.SINERGI_SMS_BODY = ""
    settings.SINERGI_SMS_URL = f"{gateway.url}/send?to={{number}}&text={{text}}&key={{token}}"
    factories.report(world, by="babinsa", **CLASH)
    sent()
    next_ways()
    sent()
    (call,) = gateway.calls
    asked = parse_qs(urlsplit(call.path).query)
    assert call.method == "GET" and asked["to"] == ["+6281234567890"]
    assert asked["key"] == ["rahasia"] and "KJD/35.19/2024/000001" in asked["text"][0]


def test_without_a_gateway_nobody_is_promised_an_sms(world, numbers, sink, sent) -> None:
    factories.report(world, by="babinsa", **CLASH)
    sent()
    assert not Delivery.objects.filter(channel="sms").exists()


def test_lengths_are_those_of_the_standard() -> None:
    assert (segments("a" * 160), segments("a" * 161), segments("a" * 306)) == (1, 2, 2)
    assert (segments("€" * 80), segments("€" * 81)) == (1, 2)
    assert (segments("ж" * 70), segments("ж" * 71), segments("😀" * 35)) == (1, 2, 1)


def test_ornaments_become_plain_letters() -> None:
    assert plain("Desa – “Dagangan” · kéjadian…") == 'Desa - "Dagangan" - kéjadian...'
    assert segments(plain("a" * 159 + "–")) == 1


@given(st.text(max_size=900), st.integers(1, 4))
def test_a_text_is_cut_and_its_address_is_not(words: str, most: int) -> None:
    tail = "https://sinergi.madiun.example/alerts/0190-abc/"
    made = shortened(plain(words), tail, most)
    assert made.endswith(tail) and segments(made) <= most
