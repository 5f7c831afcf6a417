"""`sinergi doctor` says how things stand and what to do."""

from __future__ import annotations

import io
import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.management import CommandError, call_command
from django.db import connection

from sinergi.config import examination, readiness
from sinergi.kernel.clock import real_now
from sinergi.kernel.models import Seal

pytestmark = pytest.mark.django_db


def finding(subject: str) -> examination.Finding:
    return next(found for found in examination.examine() if found.subject == subject)


@pytest.mark.parametrize(
    "subject", ["Python", "disk", "database", "migrations", "journal", "sealing", "clock"]
)
def test_what_is_in_order_is_said_to_be(subject: str) -> None:
    assert finding(subject).state == examination.OK


def test_a_worker_that_was_never_seen_is_a_fault() -> None:
    found = finding("worker")
    assert (found.state, found.found) == (examination.FAIL, "never seen")
    assert "sinergi worker" in found.remedy


def test_a_worker_that_gave_a_sign_is_alive() -> None:
    _seen("0 seconds")
    assert finding("worker").state == examination.OK


def test_a_worker_that_is_silent_is_a_fault() -> None:
    _seen("5 minutes")
    assert finding("worker").found.startswith("silent since")


def test_failed_jobs_are_told() -> None:
    _seen("0 seconds")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " VALUES ('default', 'x', 'failed')"
        )
    assert "1 jobs failed" in finding("worker").found


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER append_only ON kernel_journalentry",
        "ALTER TABLE kernel_seal DISABLE TRIGGER append_only",
    ],
)
def test_a_journal_without_its_guard_is_a_fault(change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert finding("journal").state == examination.FAIL


def test_a_mail_server_that_answers_is_in_order(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    post = Controller(object(), hostname="127.0.0.1", port=port)
    post.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert finding("mail").state == examination.OK
    finally:
        post.stop()


def test_a_mail_server_that_does_not_answer_is_a_fault(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert finding("mail").state == examination.FAIL


def test_no_mail_server_is_only_worth_a_word(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    assert finding("mail").state == examination.WARN


def test_a_missing_build_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "is_built", lambda: False)
    assert finding("front end").remedy == "run `make build`"


def test_it_fails_when_something_is_not_in_order() -> None:
    shown = io.StringIO()
    with pytest.raises(CommandError, match="worker"):
        call_command("doctor", stdout=shown)
    rows = shown.getvalue().splitlines()
    assert {row.split()[0] for row in rows} <= {"OK", "WARN", "FAIL"}
    assert all("->" in row for row in rows if not row.startswith("OK"))


def _seen(ago: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)",
            [ago],
        )


def test_a_restored_journal_that_would_pass_unsealed_is_a_fault() -> None:
    Seal.objects.create(
        number=1, made_at=real_now(), from_txid=0, to_txid=10**9, entry_ids=[], leaves=[],
        root="0", previous="0", hash="0",
    )  # fmt: skip
    found = finding("sealing")
    assert found.state == examination.FAIL
    assert "pg_resetwal" in found.remedy
