"""Sending what is due: claimed, sent, and its outcome kept; tried again where that can help.

A claim is a lease: it moves `due_at` ahead and is committed before the mail server is spoken to.
A crash in between therefore loses nothing: the lease runs out, and the mail is tried again.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F

from sinergi.agencies.models import Post
from sinergi.alerts.mails import mail_of
from sinergi.alerts.models import Delivery
from sinergi.alerts.recipients import may_be_told
from sinergi.alerts.rules import MAIL_WITHIN, pause_after
from sinergi.kernel.clock import now, real_now, use_operation
from sinergi.kernel.models import Operation

log = logging.getLogger(__name__)

CLAIM = 50  # deliveries claimed at a time
LEASE = timedelta(minutes=10)
RUN = timedelta(seconds=45)  # one job sends for so long at most; the next goes on

State, Fault = Delivery.State, Delivery.Fault
BEFORE_THE_MAIL = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)


@dataclass(frozen=True)
class Failure:
    """Why a mail did not go, and whether another try can help."""

    fault: str
    words: str
    passing: bool


def has_server() -> bool:
    """Whether a mail server is set. Backends of another kind need none."""
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    return bool(settings.EMAIL_HOST) or not smtp


def send_due() -> int:
    """Send what is due, for a while; how many mails went out."""
    release_held()
    give_up_old()
    if not has_server():
        say_no_server()
        return 0
    sent, until = 0, real_now() + RUN
    while real_now() < until:
        claimed = claim()
        if not claimed:
            break
        sent += _send(claimed)
    return sent


def release_held() -> int:
    """What was held for quiet hours that have ended, by each operation's own clock."""
    count = 0
    for operation in Operation.objects.all():
        with use_operation(operation):
            held = Delivery.objects.filter(
                state=State.HELD, due_at__lte=now(), notice__operation=operation
            )
            count += held.update(state=State.WAITING, due_at=real_now())
    return count


def give_up_old() -> int:
    """News of yesterday is no news: after a day it is given up, and that is seen."""
    old = Delivery.objects.filter(state=State.WAITING, made_at__lt=real_now() - MAIL_WITHIN)
    return old.update(state=State.GIVEN_UP, fault=Fault.TOO_OLD)


def say_no_server() -> int:
    """Say at every waiting mail why it waits. It goes out when a server is set within a day."""
    silent = Delivery.objects.filter(state=State.WAITING).exclude(fault=Fault.NO_SERVER)
    return silent.update(fault=Fault.NO_SERVER)


@transaction.atomic
def claim() -> list[Delivery]:
    """Take some that are due; nobody else takes them while the lease runs."""
    due = Delivery.objects.select_for_update(skip_locked=True).filter(
        state=State.WAITING, due_at__lte=real_now()
    )
    ids = list(due.order_by("due_at", "account_id").values_list("pk", flat=True)[:CLAIM])
    Delivery.objects.filter(pk__in=ids).update(
        attempts=F("attempts") + 1, due_at=real_now() + LEASE
    )
    rows = Delivery.objects.filter(pk__in=ids).select_related(
        "account", "notice__operation", "notice__incident__region__parent",
        "notice__incident__desk", "notice__followup__region", "notice__followup__from_desk",
        "notice__followup__to_desk", "notice__desk", "notice__post__account",
        "notice__meeting__organiser", "notice__meeting__invitation", "notice__meeting__operation",
    )  # fmt: skip
    return list(rows.order_by("account_id", "notice__created_at", "pk"))


def _send(claimed: Sequence[Delivery]) -> int:
    """Send what is still wanted, over one connection; how many mails went out."""
    wanted = _still_wanted(claimed)
    server = get_connection()
    failure: Failure | None = None
    sent = 0
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        failure = failure_of(error, of_connection=True)
    for mail in _mails(wanted):
        # A server that has just not answered is not asked again for every other mail.
        dead = failure is not None and failure.fault == Fault.UNREACHABLE
        failure = failure if dead and failure else _send_one(server, mail)
        _keep(mail, failure)
        sent += failure is None
    _close(server)
    return sent


def _still_wanted(claimed: Sequence[Delivery]) -> list[Delivery]:
    """Without what she has read meanwhile, or may no longer see: asked at the last moment."""
    posts = Post.objects.with_all().in_bulk([row.notice.post_id for row in claimed])
    kept = []
    for row in claimed:
        notice = row.notice
        seen = may_be_told(posts[notice.post_id], notice)
        if not seen or not row.account.is_active:
            _unneeded(row, Fault.NOT_HERS)
        elif notice.read_at and not notice.urgent:
            _unneeded(row, Fault.READ)
        elif not row.account.email:
            _keep([row], Failure(Fault.REFUSED, "no address", passing=False))
        else:
            kept.append(row)
    return kept


def _unneeded(row: Delivery, fault: str) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=State.UNNEEDED, fault=fault)


def _mails(rows: Iterable[Delivery]) -> list[list[Delivery]]:
    """Which notices go in one mail: what is critical alone, the rest of one person together."""
    mails: list[list[Delivery]] = []
    for _account, group in groupby(rows, key=lambda row: (row.account_id, row.notice.operation_id)):
        every = list(group)
        mails += [[row] for row in every if row.notice.urgent]
        if rest := [row for row in every if not row.notice.urgent]:
            mails.append(rest)
    return mails


def _send_one(server: Any, mail: list[Delivery]) -> Failure | None:
    try:
        server.send_messages([mail_of(mail[0].account, mail)])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("a mail did not go out: %s", type(error).__name__)
        _close(server)  # a connection that failed is opened anew for the next mail
        return failure_of(error)
    return None


def _close(server: Any) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):
        log.info("the mail server left without a word")


def _keep(mail: Sequence[Delivery], failure: Failure | None) -> None:
    """Keep how it ended, for all notices of one mail."""
    rows = Delivery.objects.filter(pk__in=[row.pk for row in mail])
    if failure is None:
        rows.update(state=State.SENT, fault="", last_error="", sent_at=real_now())
        return
    told = {"fault": failure.fault, "last_error": failure.words[:300]}
    pause = pause_after(max(row.attempts for row in mail))
    if not failure.passing:
        rows.update(state=State.FAILED, **told)
    elif pause is None:
        rows.update(state=State.GIVEN_UP, **told)
    else:
        rows.update(due_at=real_now() + pause, **told)


def failure_of(error: Exception, *, of_connection: bool = False) -> Failure:
    """What an error of the mail server means: 4xx passes, 5xx stays (RFC 5321, section 4.2.1).

    What goes wrong before the mail itself (sign-in, greeting) is a matter of the set-up: it may be
    mended, so it is tried again whatever its number.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()), (550, b""))
        return _answered(int(code), words)
    if of_connection or isinstance(error, BEFORE_THE_MAIL):
        return Failure(Fault.UNREACHABLE, _plain(error), passing=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(int(error.smtp_code), error.smtp_error)
    if isinstance(error, ValueError):  # an address or subject that no mail can have
        return Failure(Fault.REFUSED, _plain(error), passing=False)
    return Failure(Fault.UNREACHABLE, _plain(error), passing=True)


def _answered(code: int, words: Any) -> Failure:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    passing = code < 500
    fault = Fault.POSTPONED if passing else Fault.REFUSED
    return Failure(fault, f"{code} {text}".strip(), passing)


def _plain(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
