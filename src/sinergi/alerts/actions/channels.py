"""How a person wants to be told, and by which ways she can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Account, Post
from sinergi.alerts import channels, permissions, wishes
from sinergi.alerts.channels.outgoing import Unreachable, judge
from sinergi.alerts.channels.webhook.signing import sealed
from sinergi.alerts.feed_tokens import digest_of
from sinergi.alerts.models import ChannelTest, Preference, PushDevice, TelegramLink, Webhook
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import real_now
from sinergi.kernel.problems import Conflict, Invalid

CODE_LASTS = timedelta(minutes=15)
MOST_DEVICES = 10


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
    quiet_from: time = wishes.QUIET_FROM,
    quiet_until: time = wishes.QUIET_UNTIL,
) -> Preference:
    """Keep her wishes; they hold for what comes from now on. Raises Invalid with its field."""
    if quiet and quiet_from == quiet_until:
        raise Invalid(_("Quiet hours need a beginning and another end."), field="quiet_until")
    chosen: dict[str, Any] = {
        "important": _known(important, "important"),
        "ordinary": _known(ordinary, "ordinary"),
        "quiet": quiet,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    preference, _made = Preference.objects.update_or_create(account=account, defaults=chosen)
    return preference


@action(
    "preference.ordered",
    subject=Preference,
    parent=Account,
    lock_parent=True,
    may=permissions.may_prefer,
    title=_("Choose which way comes first"),
)
def order_channels(by: Post, account: Account, *, order: Sequence[str]) -> Preference:
    """Which way is tried first, and which next. Raises Invalid."""
    if len(set(order)) != len(order):
        raise Invalid(_("Name each channel once."), field="order")
    _known(order, "order")
    preference, _made = Preference.objects.update_or_create(
        account=account, defaults={"order": list(order)}
    )
    return preference


def _known(chosen: Sequence[str], field: str) -> list[str]:
    if set(chosen) - set(channels.codes()):
        raise Invalid(_("Choose a channel that there is."), field=field)
    return sorted(set(chosen))


@action(
    "channel.tested",
    subject=ChannelTest,
    parent=Account,
    may=permissions.may_prefer,
    title=_("Note how a test message went"),
)
def note_test(by: Post, account: Account, *, channel: str, fault: str, words: str) -> ChannelTest:
    """Keep the outcome of the test that was just sent (`channels.testing`)."""
    _known([channel], "channel")
    note(channel=channel, fault=fault)
    row, _made = ChannelTest.objects.update_or_create(
        account=account,
        channel=channel,
        defaults={"fault": fault, "words": words[:300], "tested_at": real_now()},
    )
    return row


@action(
    "push_device.added",
    subject=PushDevice,
    parent=Account,
    lock_parent=True,
    may=permissions.may_prefer,
    title=_("Let this device show messages"),
)
def add_push_device(
    by: Post, account: Account, *, endpoint: str, p256dh: str, auth: str, label: str
) -> PushDevice:
    """Keep a browser's push subscription; one that was another's before is hers from now on.

    Raises Invalid for an address to which the house sends nothing, Conflict at the limit.
    """
    _judged(endpoint, "endpoint")
    others = PushDevice.objects.filter(account=account).exclude(endpoint=endpoint)
    if others.count() >= MOST_DEVICES:
        raise Conflict(_("At most %(count)d devices: remove one first.") % {"count": MOST_DEVICES})
    PushDevice.objects.filter(endpoint=endpoint).delete()
    return PushDevice.objects.create(
        account=account,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        label=label.strip()[:60] or "?",
        added_at=real_now(),
    )


@action(
    "push_device.removed",
    subject=PushDevice,
    may=permissions.may_keep_device,
    title=_("Show no more messages on a device"),
)
def remove_push_device(by: Post, device: PushDevice) -> PushDevice:
    """Nothing is sent there any more."""
    key = device.pk
    device.delete()
    device.pk = key  # the journal still names it
    return device


@action(
    "telegram.asked",
    subject=TelegramLink,
    parent=Account,
    lock_parent=True,
    may=permissions.may_prefer,
    title=_("Ask for a code to link Telegram"),
)
def ask_telegram(by: Post, account: Account, *, code: str) -> TelegramLink:
    """Keep the digest of a code that links a chat once, within minutes. A chat stays until then."""
    row, _made = TelegramLink.objects.update_or_create(
        account=account,
        defaults={"code_digest": digest_of(code), "code_until": real_now() + CODE_LASTS},
    )
    return row


@action(
    "telegram.linked",
    subject=TelegramLink,
    may=permissions.only_the_house,
    title=_("Link a Telegram chat"),
    system=True,
)
def link_telegram(by: Any, link: TelegramLink, *, chat_id: int, name: str) -> TelegramLink:
    """The code came back from this chat: from now on it is hers, and nobody else's."""
    TelegramLink.objects.filter(chat_id=chat_id).exclude(pk=link.pk).delete()
    link.chat_id, link.chat_name = chat_id, name[:80]
    link.code_digest, link.code_until = "", None
    link.linked_at = real_now()
    link.save()
    return link


@action(
    "telegram.unlinked",
    subject=TelegramLink,
    may=permissions.may_keep_telegram,
    title=_("Unlink Telegram"),
    system=True,
)
def unlink_telegram(by: Any, link: TelegramLink) -> TelegramLink:
    """Nothing is sent to that chat any more, and its number is forgotten."""
    link.chat_id, link.chat_name, link.linked_at = None, "", None
    link.code_digest, link.code_until = "", None
    link.save()
    return link


@action(
    "webhook.set",
    subject=Webhook,
    parent=Post,
    lock_parent=True,
    may=permissions.may_keep_webhook,
    title=_("Tell a program by webhook"),
)
def set_webhook(by: Post, post: Post, *, url: str, secret: str) -> Webhook:
    """Tell that address what the post is told. `secret` signs from now on, the old one no more.

    Raises Invalid for an address to which the house sends nothing.
    """
    _judged(url, "url")
    row, _made = Webhook.objects.update_or_create(
        post=post, defaults={"url": url, "secret": sealed(secret), "made_at": real_now()}
    )
    return row


@action(
    "webhook.dropped",
    subject=Webhook,
    may=permissions.may_drop_webhook,
    title=_("Tell a program no more"),
)
def drop_webhook(by: Post, webhook: Webhook) -> Webhook:
    """Nothing is sent there any more."""
    key = webhook.pk
    webhook.delete()
    webhook.pk = key  # the journal still names it
    return webhook


def _judged(url: str, field: str) -> None:
    try:
        judge(url)
    except (Unreachable, ValueError) as error:
        raise Invalid(
            _("Nothing is sent to this address: it must be a public https:// address."),
            field=field,
        ) from error
