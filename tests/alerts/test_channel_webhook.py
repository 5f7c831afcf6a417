"""Webhooks: signed JSON to a program; never into our own network, never after a redirect."""

from __future__ import annotations

import pytest
import requests

from sinergi.alerts.actions import drop_webhook, set_webhook
from sinergi.alerts.channels import outgoing
from sinergi.alerts.channels.webhook.signing import new_secret, signature, verify
from sinergi.alerts.models import Delivery, Webhook
from sinergi.incidents import actions
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Problem
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(world, sink):
    """A program that is told what the village head is told; gives its secret."""
    head = world.post("village_head")
    secret = new_secret()
    set_webhook(head, head, url=f"{sink.url}/sinergi", secret=secret)
    return secret


def row() -> Delivery:
    return Delivery.objects.get(channel="webhook")


def test_a_program_is_told_in_signed_json(world, hook, sink, sent) -> None:
    factories.report(world, by="babinsa", severity="high", what="Warga berselisih soal spanduk")
    sent()
    (call,) = sink.calls
    at = int(real_now().timestamp())
    assert verify(hook, call.body, call.headers["Sinergi-Signature"], at)
    (notice,) = call.json["notices"]
    assert (notice["verb"], notice["number"]) == ("incident.reported", "KJD/35.19/2024/000001")
    assert call.json["exercise"] is True and call.json["id"] == str(row().pk)
    assert (row().state, row().turn) == ("sent", 0)


def test_a_signature_holds_for_this_body_now(world, hook) -> None:
    header = signature(hook, b"{}", 1_000)
    assert verify(hook, b"{}", header, 1_100)
    assert not verify(hook, b"{} ", header, 1_100)  # changed
    assert not verify(hook, b"{}", header, 2_000)  # replayed later
    assert not verify("whs_other", b"{}", header, 1_100)
    assert not verify(hook, b"{}", "nonsense", 1_100)


def test_the_secret_is_not_kept_as_it_is(world, hook) -> None:
    assert hook not in Webhook.objects.get().secret


def test_it_is_told_beside_the_ways_to_a_person_at_any_hour(world, hook, sink, sent, clock) -> None:
    clock.forward(hours=15)  # 23.00 WIB
    factories.report(world, by="babinsa")
    sent()
    assert len(sink.calls) == 1
    mail = Delivery.objects.get(account=world.posts["village_head"].account, channel="email")
    assert (mail.state, mail.turn) == ("held", 1)


def test_of_a_restricted_case_a_program_learns_its_number(world, hook, sink, sent) -> None:
    case = factories.report(world, by="village_supervisor", severity="high", what="Rahasia besar")
    office = [world.agencies["village_office"]]
    actions.restrict(world.post("regional_secretary"), case, agencies=office)
    sent()
    body = sink.calls[0].body.decode()
    assert case.number in body
    for secret in ("Rahasia besar", "high"):
        assert secret not in body
    assert sink.calls[0].json["notices"][0]["place"] == ""


@pytest.mark.parametrize(
    ("status", "state"), [(500, "waiting"), (429, "waiting"), (404, "failed"), (302, "failed")]
)
def test_what_passes_is_tried_again_what_refuses_is_not(
    world, hook, sink, sent, status, state
) -> None:
    sink.answer = (status, {"Location": "/elsewhere"}, b"why")
    factories.report(world, by="babinsa")
    sent()
    assert [call.path for call in sink.calls] == ["/sinergi"]  # nowhere else, also not after 302
    assert row().state == state and "why" in row().last_error


def test_a_program_that_is_silent_holds_nobody_up(world, hook, sink, sent, monkeypatch) -> None:
    monkeypatch.setattr(outgoing, "TIMEOUT", (0.5, 0.5))
    sink.seconds = 1.5
    factories.report(world, by="babinsa")
    sent()
    assert (row().state, row().fault) == ("waiting", "unreachable")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://localhost/", "https://10.0.0.7/", "https://192.168.1.1/",
        "https://169.254.169.254/latest/", "https://[::1]/", "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://0.0.0.0/",
        "https://2130706433/", "https://0x7f.1/", "http://example.com/", "ftp://example.com/",
        "https://user:word@example.com/", "https:///nothing", "https://name.invalid/",
    ],
)  # fmt: skip
def test_nothing_is_sent_into_the_network(world, settings, url) -> None:
    settings.SINERGI_PRIVATE_TARGETS = False
    with pytest.raises(outgoing.Unreachable):
        outgoing.judge(url)
    head = world.post("village_head")
    with pytest.raises(Problem):
        set_webhook(head, head, url=url, secret=new_secret())


def test_a_name_that_answers_differently_the_second_time_is_caught(
    sink, settings, monkeypatch
) -> None:
    """Judged as public, connected to ourselves: the socket itself is looked at."""
    settings.SINERGI_PRIVATE_TARGETS = False
    with pytest.raises(requests.exceptions.ConnectionError, match="inside the network"):
        outgoing.post(outgoing.session(), f"{sink.url}/", judged=False, data=b"x")
    assert not sink.calls


def test_a_public_address_is_judged_well(settings, monkeypatch) -> None:
    settings.SINERGI_PRIVATE_TARGETS = False
    monkeypatch.setattr(outgoing, "_resolved", lambda host, port: ["8.8.8.8", "2606:4700::1111"])
    outgoing.judge("https://program.example/sinergi")
    monkeypatch.setattr(outgoing, "_resolved", lambda host, port: ["8.8.8.8", "10.1.1.1"])
    with pytest.raises(outgoing.Unreachable):
        outgoing.judge("https://program.example/sinergi")


def test_it_ends(world, hook, sink, sent) -> None:
    drop_webhook(world.post("village_head"), Webhook.objects.get())
    factories.report(world, by="babinsa")
    sent()
    assert not sink.calls and not Webhook.objects.exists()
