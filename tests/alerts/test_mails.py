"""Mails over a real SMTP server: what they say, and what happens when it does not take them."""

from __future__ import annotations

import asyncio
import socket
import time as clock_of_the_test
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db.models import F

from sinergi.agencies.models import Account
from sinergi.alerts import sending
from sinergi.alerts.actions import read_notice, retry_delivery
from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.wishes import PAUSES
from sinergi.incidents import actions
from sinergi.incidents.models import Incident
from sinergi.kernel.clock import real_now
from tests import factories

WHAT = "Warga berselisih soal spanduk\nRincian: Ketua RT menyimpan barang bukti di rumahnya."
CRITICAL = {"kind": "clash", "severity": "critical", "what": "Bentrok dua kelompok di lapangan."}


class Postbox:
    """A mail server that keeps what it gets, and answers as it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"
        self.refused: dict[str, str] = {}
        self.seconds = 0.0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.seconds)
        if self.answer.startswith("2"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_TIMEOUT = 1
    settings.DEFAULT_FROM_EMAIL = "Sinergi <sinergi@madiun.example>"
    settings.PUBLIC_URL = "https://sinergi.madiun.example/"
    yield box
    controller.stop()


@pytest.fixture
def mailed(world, read_journal, postbox) -> Callable[[], int]:
    def send() -> int:
        read_journal()
        return sending.send_due()

    return send


def address(world, role: str) -> str:
    return str(world.posts[role].account.email)


def body(mail: EmailMessage, kind: str = "plain") -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def due_again() -> None:
    """Let the pause before the next try pass."""
    Delivery.objects.update(due_at=real_now() - timedelta(seconds=1))


def of(world, role: str) -> Delivery:
    return Delivery.objects.get(account=world.posts[role].account)


def test_a_mail_says_what_happened_and_nothing_of_the_case(world, mailed, postbox):
    factories.report(world, by="babinsa", severity="high", what=WHAT)
    assert mailed() == 4
    (mail,) = postbox.to(address(world, "village_head"))
    assert mail["Subject"].strip().startswith("[LATIHAN] Tinggi: Laporan baru, KJD/")
    assert "KJD/35.19/2024/000001" in mail["Subject"] and "Desa Dagangan" in mail["Subject"]
    assert mail["From"] == "Sinergi <sinergi@madiun.example>"
    notice = Notice.objects.get(post=world.posts["village_head"])
    for text in (body(mail), body(mail, "html")):
        assert "Warga berselisih soal spanduk" in text
        assert "Ketua RT" not in text and "Balai desa" not in text
        assert f"https://sinergi.madiun.example/alerts/{notice.pk}/" in text
        assert "08.00 WIB" in text
        assert world.posts["babinsa"].title not in text
    assert of(world, "village_head").state == "sent"


def test_of_a_restricted_case_nothing_but_its_number_leaves(world, mailed, postbox):
    incident = factories.report(world, by="village_supervisor", severity="high", what=WHAT)
    secretary = world.post("regional_secretary")
    actions.restrict(secretary, incident, agencies=[world.agencies["village_office"]])
    mailed()
    (mail,) = postbox.to(address(world, "village_head"))
    whole = mail["Subject"] + body(mail) + body(mail, "html")
    assert "KJD/35.19/2024/000001" in whole
    for secret in ("berselisih", "Dagangan", "Tinggi", "High"):
        assert secret not in whole
    assert not postbox.to(address(world, "bhabinkamtibmas"))


def test_the_language_is_that_of_the_reader(world, mailed, postbox):
    Account.objects.filter(pk=world.posts["village_head"].account_id).update(language="en")
    factories.report(world, by="babinsa")
    mailed()
    (mail,) = postbox.to(address(world, "village_head"))
    assert "[EXERCISE]" in mail["Subject"] and "New report" in body(mail)


def test_a_line_break_in_a_text_makes_no_header(world, mailed, postbox):
    factories.report(world, by="babinsa", what="Ribut di pasar\r\nBcc: semua@example.test")
    mailed()
    assert {mail["Bcc"] for mail in postbox.mails} == {None}


def test_several_notices_of_one_person_come_in_one_mail_but_critical_ones_alone(
    world, mailed, postbox
):
    for _ in range(3):
        factories.report(world, by="babinsa")
    factories.report(world, by="babinsa", **CRITICAL)
    mailed()
    mails = postbox.to(address(world, "village_head"))
    assert len(mails) == 2
    together = next(mail for mail in mails if "3 pemberitahuan" in mail["Subject"])
    assert body(together).count("KJD/35.19/2024/") == 3


def test_mails_of_the_night_come_together_in_the_morning(world, mailed, postbox, clock):
    clock.forward(hours=15)  # 23.00 WIB
    factories.report(world, by="babinsa")
    clock.forward(hours=3)
    factories.report(world, by="babinsa")
    mailed()
    assert not postbox.to(address(world, "village_head"))
    clock.forward(hours=3)  # 05.00 WIB
    mailed()
    (mail,) = postbox.to(address(world, "village_head"))
    assert body(mail).count("KJD/35.19/2024/") == 2


def test_what_is_critical_comes_at_night(world, mailed, postbox, clock):
    clock.forward(hours=15)
    factories.report(world, by="babinsa", **CRITICAL)
    mailed()
    assert len(postbox.to(address(world, "village_head"))) == 1


def test_what_was_read_meanwhile_is_not_mailed_in_the_morning(world, mailed, postbox, clock):
    clock.forward(hours=15)
    factories.report(world, by="babinsa")
    mailed()
    read_notice(world.post("village_head"), Notice.objects.get(post=world.posts["village_head"]))
    clock.forward(hours=7)
    mailed()
    assert not postbox.to(address(world, "village_head"))
    assert of(world, "village_head").state == "unneeded"


def test_what_was_restricted_meanwhile_is_not_mailed(world, mailed, postbox, clock, read_journal):
    clock.forward(hours=15)
    incident = factories.report(world, by="babinsa")
    read_journal()
    actions.restrict(world.post("regional_secretary"), incident, agencies=[])
    clock.forward(hours=7)
    mailed()
    assert not postbox.mails
    assert of(world, "village_head").fault == "not_hers"


def test_a_refused_address_is_seen_and_does_not_hold_up_the_others(world, mailed, postbox):
    postbox.refused = {address(world, "village_head"): "550 no such mailbox"}
    factories.report(world, by="babinsa")
    assert mailed() == 3
    row = of(world, "village_head")
    assert (row.state, row.fault, row.attempts) == ("failed", "refused", 1)
    assert "no such mailbox" in row.last_error
    due_again()
    assert mailed() == 0  # a refusal is not tried again by itself


def test_try_again_sends_what_was_refused(world, mailed, postbox):
    postbox.refused = {address(world, "village_head"): "550 no such mailbox"}
    factories.report(world, by="babinsa")
    mailed()
    postbox.refused = {}
    retry_delivery(world.post("administrator"), of(world, "village_head"))
    assert mailed() == 1
    assert of(world, "village_head").state == "sent"


def test_a_passing_error_is_tried_again_later(world, mailed, postbox):
    postbox.answer = "451 try later"
    factories.report(world, by="babinsa")
    assert mailed() == 0
    row = of(world, "village_head")
    assert (row.state, row.fault) == ("waiting", "postponed")
    wait = (row.due_at - real_now()).total_seconds()
    assert PAUSES[0] - 5 < wait <= PAUSES[0]
    postbox.answer = "250 OK"
    assert mailed() == 0  # not before its time
    due_again()
    assert mailed() == 4


def test_after_the_last_try_it_is_given_up_and_seen(world, mailed, postbox):
    postbox.answer = "451 try later"
    factories.report(world, by="babinsa")
    mailed()
    Delivery.objects.update(attempts=F("attempts") + len(PAUSES) - 1)
    due_again()
    mailed()
    due_again()
    mailed()
    assert set(Delivery.objects.values_list("state", flat=True)) == {"given_up"}


def test_a_server_that_is_away_is_asked_once_a_run(world, read_journal, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    factories.report(world, by="babinsa")
    read_journal()
    assert sending.send_due() == 0
    assert set(Delivery.objects.values_list("state", "fault")) == {("waiting", "unreachable")}


def test_a_slow_server_holds_up_one_mail_not_the_run(world, mailed, postbox):
    postbox.seconds = 3.0
    factories.report(world, by="babinsa")
    began = clock_of_the_test.monotonic()
    assert mailed() == 0
    assert clock_of_the_test.monotonic() - began < 3
    assert set(Delivery.objects.values_list("state", "fault")) == {("waiting", "unreachable")}


def test_without_a_server_mails_say_so_and_go_out_when_one_is_set(world, read_journal, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = ""
    factories.report(world, by="babinsa")
    read_journal()
    assert sending.send_due() == 0
    assert set(Delivery.objects.values_list("state", "fault", "attempts")) == {
        ("waiting", "no_server", 0)
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send_due() == 4


def test_what_waited_for_a_day_is_given_up(world, read_journal, settings):
    settings.EMAIL_HOST = ""
    factories.report(world, by="babinsa")
    read_journal()
    Delivery.objects.update(made_at=real_now() - timedelta(hours=25))
    sending.send_due()
    assert set(Delivery.objects.values_list("state", "fault")) == {("given_up", "too_old")}


def test_a_crash_between_claim_and_send_loses_nothing(world, mailed, postbox, read_journal):
    factories.report(world, by="babinsa")
    read_journal()
    assert len(sending.claim()) == 4  # and here the worker is killed
    assert sending.send_due() == 0  # the lease still runs
    due_again()
    assert sending.send_due() == 4
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 4


def test_a_mail_sent_twice_is_one_mail_to_its_reader(world, mailed, postbox):
    factories.report(world, by="babinsa")
    mailed()
    Delivery.objects.update(state="waiting")
    due_again()
    mailed()
    ids = [mail["Message-ID"] for mail in postbox.to(address(world, "village_head"))]
    assert len(ids) == 2 and len(set(ids)) == 1


def test_who_was_barred_gets_no_mail(world, mailed, postbox, read_journal):
    factories.report(world, by="babinsa")
    read_journal()
    Account.objects.filter(pk=world.posts["village_head"].account_id).update(is_active=False)
    mailed()
    assert not postbox.to(address(world, "village_head"))


def test_a_case_that_moved_on_still_says_what_it_said(world, mailed, postbox):
    incident = factories.report(world, by="babinsa")
    actions.verify(world.post("village_head"), Incident.objects.get(pk=incident.pk))
    mailed()
    assert postbox.to(address(world, "babinsa")) == []  # for information only: on the page
