"""What a person does about her notices. The journal keeps that she read one: told, she knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts import permissions
from sinergi.alerts.models import Delivery, Notice
from sinergi.alerts.problems import NotInTrouble
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now, real_now


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
