"""Push services of browsers: encrypted for the device, signed by the house."""

from __future__ import annotations

import base64
import functools
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from pywebpush import WebPusher, WebPushException

from sinergi.agencies.models import Post
from sinergi.alerts.channels.interface import (
    NO_ADDRESS,
    Channel,
    Failure,
    Fault,
    Message,
    Outcome,
)
from sinergi.alerts.channels.outgoing import at_once, attempt, post, session
from sinergi.alerts.channels.web_push.keys import authorization, is_key
from sinergi.alerts.channels.wording import address_of, headline
from sinergi.alerts.models import PushDevice

KEPT_FOR = 24 * 3600  # seconds that a push service keeps a message for a device that is off
NO_MORE = (404, 410)  # RFC 8030, section 7.3: the subscription is gone
LONGEST_TEXT = 400
KEY_BYTES, AUTH_BYTES = 65, 16


class WebPush(Channel):
    """To every browser in which she has said yes."""

    code = "web_push"
    title = _("Messages on this device")
    hint = _("Allow them on each phone or computer that is yours.")
    icon = "device-mobile"
    rank = 10

    def off(self) -> Any:
        """Whether the house has a key pair."""
        if not settings.SINERGI_VAPID_KEY:
            return _("No key pair is set (sinergi channels webpush-keys).")
        return "" if is_key(settings.SINERGI_VAPID_KEY) else _("The key pair is damaged.")

    def meant(self) -> bool:
        """Whether a key is set at all."""
        return bool(settings.SINERGI_VAPID_KEY)

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Those with a device; one statement."""
        accounts = set(
            PushDevice.objects.filter(account_id__in={post.account_id for post in posts})
            .order_by()
            .values_list("account_id", flat=True)
        )
        return {post.pk for post in posts if post.account_id in accounts}

    def address_of(self, post: Post) -> str:
        """How many devices there are."""
        count = PushDevice.objects.filter(account_id=post.account_id).count()
        devices = ngettext("%(count)d device", "%(count)d devices", count)
        return devices % {"count": count} if count else ""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """To all her devices; it went when one of them took it. What is gone is forgotten."""
        devices: dict[Any, list[PushDevice]] = defaultdict(list)
        accounts = {message.account.pk for message in messages}
        for device in PushDevice.objects.filter(account_id__in=accounts):
            devices[device.account_id].append(device)
        pairs = [
            (message, device) for message in messages for device in devices[message.account.pk]
        ]
        speaker = session()
        answers = at_once([_push(speaker, message, device) for message, device in pairs])
        _forget([d.pk for (_m, d), one in zip(pairs, answers, strict=True) if _is_gone(one)])
        by_message: dict[str, list[Outcome]] = defaultdict(list)
        for (message, _device), answer in zip(pairs, answers, strict=True):
            by_message[message.key].append(answer)
        return [_best(by_message[message.key]) for message in messages]


def _push(speaker: requests.Session, message: Message, device: PushDevice) -> Callable[[], Outcome]:
    """A job that needs no database."""
    content = content_of(message)
    headers = {
        "TTL": str(KEPT_FOR),
        "Urgency": "high" if message.urgent else "normal",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }
    return functools.partial(_sent, speaker, device, content, headers)


def content_of(message: Message) -> bytes:
    """What the screen shows: only what may leave the house, though it is encrypted on its way."""
    with translation.override(message.account.language or "id"):
        told = {
            "title": headline(message.operation, message.lines)[:LONGEST_TEXT],
            "body": " · ".join(line.headline for line in message.lines if line.headline),
            "url": address_of(message.lines),
            "tag": message.key,
            "urgent": message.urgent,
            "lang": message.account.language or "id",
        }
    told["body"] = str(told["body"])[:LONGEST_TEXT]
    return json.dumps(told, ensure_ascii=False).encode()


def _sent(
    speaker: requests.Session, device: PushDevice, content: bytes, headers: dict[str, str]
) -> Outcome:
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    try:
        encoded = WebPusher({"endpoint": device.endpoint, "keys": keys}).encode(content)
    except (WebPushException, ValueError) as error:
        return Failure(Fault.REFUSED, type(error).__name__, passing=False)
    parts = urlsplit(device.endpoint)
    signed = authorization(f"{parts.scheme}://{parts.netloc}")
    answer = attempt(
        lambda: post(speaker, device.endpoint, data=encoded["body"], headers={**headers, **signed})
    )
    gone = answer is not None and answer.words.startswith(tuple(map(str, NO_MORE)))
    return Failure(Fault.GONE, answer.words, passing=False) if answer and gone else answer


def is_subscription(p256dh: str, auth: str) -> bool:
    """Whether a browser's keys have the form that they must have (RFC 8291, section 3)."""
    try:
        lengths = [
            len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) for text in (p256dh, auth)
        ]
    except ValueError:
        return False
    return lengths == [KEY_BYTES, AUTH_BYTES]


def _is_gone(answer: Outcome) -> bool:
    return answer is not None and answer.fault == Fault.GONE


def _forget(keys: Sequence[Any]) -> None:
    """No action: the service says so, and nothing could be sent there any more."""
    if keys:
        PushDevice.objects.filter(pk__in=keys).delete()


def _best(answers: Sequence[Outcome]) -> Outcome:
    """Taken by one is taken; else what may still pass; else the refusal."""
    if not answers:
        return NO_ADDRESS
    if None in answers:
        return None
    return next((one for one in answers if one and one.passing), answers[0])


CHANNEL = WebPush()
