"""Whose turn it is among the ways to one person: the next is called when one before fails.

Of what is critical the next is also called when she has not read it after a few minutes. Each
rule is one statement over what waits in reserve, so it costs the same for one as for thousands.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.rules import CRITICAL
from sinergi.kernel.clock import real_now

State, Fault = Delivery.State, Delivery.Fault
# What has failed once may still succeed, but nobody waits for it.
IN_HOPE = Q(state=State.HELD) | Q(state=State.WAITING, fault="") | Q(state=State.SENT)


def call_next() -> int:
    """Call those whose turn has come, end what is no longer needed; how many were called."""
    end_read()
    end_reached()
    waiting = Delivery.objects.filter(state=State.STANDBY)
    nobody_before = waiting.filter(~Exists(_earlier().filter(IN_HOPE | Q(state=State.STANDBY))))
    unread = waiting.filter(notice__importance=CRITICAL, due_at__lte=real_now())
    called = {"state": State.WAITING, "due_at": real_now()}
    return nobody_before.update(**called) + unread.update(**called)


def end_read() -> int:
    """What she has read on the page is not sent by the next way."""
    read = Delivery.objects.filter(Exists(_same_read()), state=State.STANDBY)
    return read.update(state=State.UNNEEDED, fault=Fault.READ)


def end_reached() -> int:
    """One way is enough for what is not critical: those in reserve, and those that failed so far,
    are no longer needed when another has sent it."""
    idle = Q(state=State.STANDBY) | (Q(state=State.WAITING) & ~Q(fault=""))
    sent = Delivery.objects.filter(notice=OuterRef("notice"), state=State.SENT, turn__gt=0)
    rows = Delivery.objects.filter(idle, Exists(sent), turn__gt=0)
    return rows.exclude(notice__importance=CRITICAL).update(
        state=State.UNNEEDED, fault=Fault.REACHED
    )


def is_read(row: Delivery) -> bool:
    """Whether she has read it; what is critical is sent by its first way all the same."""
    return bool(row.notice.read_at) and (not row.notice.urgent or row.turn > 1)


def _earlier() -> QuerySet[Delivery, Any]:
    """The ways to her that come before the one asked for."""
    return Delivery.objects.filter(notice=OuterRef("notice"), turn__gt=0, turn__lt=OuterRef("turn"))


def _same_read() -> QuerySet[Notice, Any]:
    """The same thing, read by the same person, in whichever of her posts."""
    return Notice.objects.filter(
        key=OuterRef("notice__key"),
        post__account=OuterRef("account"),
        read_at__isnull=False,
    )
