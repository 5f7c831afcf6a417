"""Sending what is due: claimed, sent, and its outcome kept; tried again where that can help.

A claim is a lease: it moves `due_at` ahead and is committed before the other side is spoken to.
A crash in between therefore loses nothing: the lease runs out, and the message is tried again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation

from sinergi.agencies.models import Post
from sinergi.alerts import channels
from sinergi.alerts.channels.interface import Channel, Failure, Message, Outcome
from sinergi.alerts.channels.wording import line_of
from sinergi.alerts.models import Delivery
from sinergi.alerts.recipients import may_be_told
from sinergi.alerts.turns import call_next, is_read
from sinergi.alerts.wishes import MAIL_WITHIN, pause_after
from sinergi.kernel.clock import now, real_now, use_operation
from sinergi.kernel.models import Operation

CLAIM = 250  # deliveries claimed at a time
LEASE = timedelta(minutes=10)
RUN = timedelta(seconds=45)  # one job sends for so long at most; the next goes on

State, Fault = Delivery.State, Delivery.Fault
Parcel = list[Delivery]  # what one person gets at once by one channel


def send_due() -> int:
    """Send what is due by every channel, for a while; how many messages went out."""
    release_held()
    give_up_old()
    sent, until = 0, real_now() + RUN
    for channel in channels.every().values():
        call_next()
        if channel.off():
            say_off(channel)
            call_next()
        else:
            sent += _send_all(channel, until)
    return sent


def _send_all(channel: Channel, until: Any) -> int:
    sent = 0
    while real_now() < until:
        claimed = claim(channel.code)
        if not claimed:
            break
        sent += _send(channel, claimed)
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
    old = Delivery.objects.filter(made_at__lt=real_now() - MAIL_WITHIN)
    old.filter(state=State.STANDBY).update(state=State.UNNEEDED, fault=Fault.TOO_OLD)
    return old.filter(state=State.WAITING).update(state=State.GIVEN_UP, fault=Fault.TOO_OLD)


def say_off(channel: Channel) -> int:
    """Say at every message why it waits. It goes out when the channel is set up within a day."""
    silent = Delivery.objects.filter(state=State.WAITING, channel=channel.code)
    return silent.exclude(fault=Fault.NO_SERVER).update(fault=Fault.NO_SERVER)


@transaction.atomic
def claim(channel: str = "email") -> list[Delivery]:
    """Take some that are due; nobody else takes them while the lease runs."""
    due = Delivery.objects.select_for_update(skip_locked=True).filter(
        state=State.WAITING, channel=channel, due_at__lte=real_now()
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
        "notice__alert__region__parent",
    )  # fmt: skip
    return list(rows.order_by("account_id", "notice__created_at", "pk"))


def _send(channel: Channel, claimed: Sequence[Delivery]) -> int:
    """Send what is still wanted; how many messages went out."""
    parcels = _parcels(_still_wanted(claimed))
    outcomes = channel.send([_message(parcel) for parcel in parcels])
    keep(zip(parcels, outcomes, strict=True))
    return sum(outcome is None for outcome in outcomes)


def _still_wanted(claimed: Sequence[Delivery]) -> list[Delivery]:
    """Without what she has read meanwhile, or may no longer see: asked at the last moment."""
    posts = Post.objects.with_all().in_bulk([row.notice.post_id for row in claimed])
    kept = []
    for row in claimed:
        notice = row.notice
        seen = may_be_told(posts[notice.post_id], notice)
        if not seen or not row.account.is_active:
            _unneeded(row, Fault.NOT_HERS)
        elif is_read(row) and row.turn:
            _unneeded(row, Fault.READ)
        else:
            kept.append(row)
    return kept


def _unneeded(row: Delivery, fault: str) -> None:
    Delivery.objects.filter(pk=row.pk).update(state=State.UNNEEDED, fault=fault)


def _parcels(rows: Iterable[Delivery]) -> list[Parcel]:
    """Which notices go in one message: what is critical alone, the rest of one person together."""
    parcels: list[Parcel] = []
    for _whose, group in groupby(rows, key=lambda row: (row.account_id, row.notice.operation_id)):
        every = list(group)
        parcels += [[row] for row in every if row.notice.urgent]
        together = [row for row in every if not row.notice.urgent]
        parcels += [together] if together else []
    return parcels


def _message(parcel: Parcel) -> Message:
    notices = [row.notice for row in parcel]
    first = notices[0]
    with translation.override(parcel[0].account.language or "id"), use_operation(first.operation):
        lines = [line_of(notice) for notice in notices]
    return Message(str(parcel[0].pk), first.post, first.operation, lines, first.urgent, notices)


def keep(ended: Iterable[tuple[Parcel, Outcome]]) -> None:
    """Keep how each ended, for all notices of one message; those that ended alike together."""
    alike: dict[tuple[Outcome, int], list[Any]] = defaultdict(list)
    for parcel, outcome in ended:
        attempts = max(row.attempts for row in parcel) if outcome else 0
        alike[outcome, attempts] += [row.pk for row in parcel]
    for (outcome, attempts), keys in alike.items():
        changes = dict(_changes(outcome, attempts))
        Delivery.objects.filter(pk__in=keys).update(**changes)


def _changes(failure: Failure | None, attempts: int) -> Iterator[tuple[str, Any]]:
    """What is written of an outcome after so many tries."""
    yield "fault", failure.fault if failure else ""
    yield "last_error", failure.words[:300] if failure else ""
    if failure is None:
        yield from (("state", State.SENT), ("sent_at", real_now()))
        return
    pause = pause_after(attempts)
    if not failure.passing:
        yield "state", State.FAILED
    elif pause is None:
        yield "state", State.GIVEN_UP
    else:
        yield "due_at", real_now() + pause
