"""What a person does about her notices. The journal keeps that she read one: told, she knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts import permissions, rules
from sinergi.alerts.models import Delivery, Notice, Preference
from sinergi.alerts.problems import NotInTrouble
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now, real_now
from sinergi.kernel.problems import Invalid


@action("notice.read", subject=Notice, may=permissions.may_read, title=_("Mark as read"))
def read_notice(by: Post, notice: Notice) -> Notice:
    """She has seen it; a second time changes nothing."""
    if notice.read_at is None:
        notice.read_at = now()
        notice.save()
    return notice


@action("notices.read", subject=Account, may=permissions.may_prefer, title=_("Mark all as read"))
def read_all(by: Post, account: Account) -> Account:
    """She has seen all that stand on the page of her present post."""
    waiting = Notice.objects.visible_to(by).unread()
    ids = list(waiting.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ids).update(read_at=now())
    note(count=len(ids), post=str(by.pk))
    return account


@action(
    "preference.set",
    subject=Preference,
    parent=Account,
    lock_parent=True,
    may=permissions.may_prefer,
    title=_("Choose how to be told"),
)
def set_preference(
    by: Post,
    account: Account,
    *,
    important: Sequence[str],
    ordinary: Sequence[str],
    quiet: bool,
    quiet_from: time = rules.QUIET_FROM,
    quiet_until: time = rules.QUIET_UNTIL,
) -> Preference:
    """Keep her wishes; they hold for what comes from now on. Raises Invalid with its field."""
    if quiet and quiet_from == quiet_until:
        raise Invalid(_("Quiet hours need a beginning and another end."), field="quiet_until")
    chosen: dict[str, Any] = {
        "important": _channels(important, "important"),
        "ordinary": _channels(ordinary, "ordinary"),
        "quiet": quiet,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    preference, _made = Preference.objects.update_or_create(account=account, defaults=chosen)
    return preference


def _channels(chosen: Sequence[str], field: str) -> list[str]:
    if set(chosen) - set(rules.CHANNELS):
        raise Invalid(_("Choose a channel that there is."), field=field)
    return sorted(set(chosen))


@action(
    "delivery.retried",
    subject=Delivery,
    may=permissions.may_retry,
    title=_("Try to send again"),
)
def retry_delivery(by: Post, delivery: Delivery) -> Delivery:
    """Try once more what was refused or given up: an address was mended, a server is back.

    Raises NotInTrouble for one that was sent, or waits anyway.
    """
    if delivery.state not in (Delivery.State.FAILED, Delivery.State.GIVEN_UP):
        raise NotInTrouble()
    delivery.state, delivery.fault, delivery.last_error = Delivery.State.WAITING, "", ""
    delivery.attempts = 0
    delivery.due_at = delivery.made_at = real_now()
    delivery.save()
    return delivery
