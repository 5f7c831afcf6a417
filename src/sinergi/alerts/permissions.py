"""Who may read notices, and see to their deliveries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts.models import (
    AlertFeed,
    Delivery,
    Notice,
    PushDevice,
    Subscription,
    TelegramLink,
    Webhook,
)
from sinergi.kernel.permission import HIDDEN, YES, Answer, no, not_now


def may_read(by: Post, notice: Notice) -> Answer:
    """Everybody her own."""
    return YES if notice.post_id == by.pk else HIDDEN


def may_prefer(by: Post, account: Account) -> Answer:
    """Everybody for herself."""
    return YES if account.pk == by.account_id else HIDDEN


def may_see_deliveries(by: Post) -> Answer:
    """Whoever keeps the people of the operation: they mend addresses. No case is shown there."""
    if by.can("manage_people"):
        return YES
    return no(
        _("Your post does not keep people."),
        _("The administrator or the regency desk's coordinator may."),
    )


def may_retry(by: Post, delivery: Delivery) -> Answer:
    """The same, in their own operation."""
    if delivery.notice.operation_id != by.operation_id:
        return HIDDEN
    return may_see_deliveries(by)


def may_keep_device(by: Post, device: PushDevice) -> Answer:
    """Everybody her own devices."""
    return YES if device.account_id == by.account_id else HIDDEN


def may_keep_telegram(by: Post, link: TelegramLink) -> Answer:
    """Everybody her own chat."""
    if link.account_id != by.account_id:
        return HIDDEN
    return YES if link.chat_id or link.code_digest else not_now(_("It is not linked."))


def only_the_house(by: Post, link: TelegramLink) -> Answer:
    """The house itself, when the code comes back; whoever asked for it sees why."""
    if link.account_id != by.account_id:
        return HIDDEN
    return no(_("A chat is linked by sending the code from it."))


def may_keep_webhook(by: Post, post: Post) -> Answer:
    """Everybody for her own post; with a second factor where her role needs one."""
    if by.pk != post.pk:
        return HIDDEN
    if by.must_use_second_factor and not by.uses_second_factor:
        return no(_("Your role must use a second factor. Please set it up."))
    return YES


def may_drop_webhook(by: Post, webhook: Webhook) -> Answer:
    """Whose post it is told for."""
    return YES if webhook.post_id == by.pk else HIDDEN


def may_subscribe(by: Post, post: Post) -> Answer:
    """Everybody for her own post."""
    return YES if by.pk == post.pk else HIDDEN


def may_unsubscribe(by: Post, subscription: Subscription) -> Answer:
    """Everybody her own."""
    return YES if subscription.post_id == by.pk else HIDDEN


def may_revoke_alert_feed(by: Post, feed: AlertFeed) -> Answer:
    """Who made it."""
    if by.pk != feed.post_id:
        return HIDDEN
    return YES if feed.revoked_at is None else not_now(_("This address was revoked already."))
