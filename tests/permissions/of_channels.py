"""One target for every action about ways to a person, subscriptions and secret addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinergi.agencies.models import Account, DeskMember, Post
from sinergi.alerts.models import AlertFeed, PushDevice, Subscription, TelegramLink, Webhook
from sinergi.kernel.clock import real_now
from tests.factories import World

Situation = Callable[[World, str], Any]


def pillar(world: World, code: str) -> Post:
    """The Babinsa of the village."""
    return DeskMember.objects.get(desk=world.desk(code), post__role="babinsa").post


def account(world: World, code: str) -> Account:
    """Her account."""
    return pillar(world, code).account


def device(world: World, code: str) -> PushDevice:
    """Her phone."""
    told = {"p256dh": "k", "auth": "a", "label": "Chrome, Android", "added_at": real_now()}
    return PushDevice.objects.get_or_create(
        account=account(world, code), endpoint=f"https://push.example/{code}", defaults=told
    )[0]


def telegram(world: World, code: str) -> TelegramLink:
    """Her chat."""
    told = {"chat_id": len(code), "chat_name": "@babinsa"}
    return TelegramLink.objects.get_or_create(account=account(world, code), defaults=told)[0]


def webhook(world: World, code: str) -> Webhook:
    """Her program."""
    return Webhook.objects.create(
        post=pillar(world, code), url="https://program.example/", secret="-", made_at=real_now()
    )


def subscription(world: World, code: str) -> Subscription:
    """To her own village."""
    told = {"made_at": real_now()}
    return Subscription.objects.get_or_create(
        post=pillar(world, code), region=world.region(code), defaults=told
    )[0]


def feed(world: World, code: str) -> AlertFeed:
    """Her secret address."""
    told = {"name": "pembaca", "prefix": "war_", "created_at": real_now()}
    return AlertFeed.objects.get_or_create(post=pillar(world, code), digest=code, defaults=told)[0]


SITUATIONS: dict[str, Situation] = {
    **dict.fromkeys(("order_channels", "note_test", "add_push_device", "ask_telegram"), account),
    "remove_push_device": device,
    **dict.fromkeys(("link_telegram", "unlink_telegram"), telegram),
    **dict.fromkeys(("set_webhook", "subscribe", "make_alert_feed"), pillar),
    "drop_webhook": webhook,
    "unsubscribe": subscription,
    "revoke_alert_feed": feed,
}
