"""Programs: JSON to one address for each post, signed; beside the ways to its holder."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Sequence
from typing import Any

import requests
from cryptography.fernet import InvalidToken
from django.utils.translation import gettext_lazy as _

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
from sinergi.alerts.channels.webhook.signing import HEADER, opened, signature
from sinergi.alerts.models import Webhook
from sinergi.kernel.clock import real_now


class WebhookChannel(Channel):
    """What the post is told, its program is told, at once and at any hour."""

    code = "webhook"
    title = _("A program (webhook)")
    hint = _("Give the address of a program of your agency.")
    icon = "plug-connected"
    rank = 90
    beside = True

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Those for which an address is set; one statement."""
        rows = Webhook.objects.filter(post__in=[post.pk for post in posts])
        return set(rows.order_by().values_list("post_id", flat=True))

    def address_of(self, post: Post) -> str:
        """The address."""
        return Webhook.objects.filter(post=post).values_list("url", flat=True).first() or ""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """One POST each."""
        rows = Webhook.objects.filter(post__in=[message.post.pk for message in messages])
        hooks = {row.post_id: row for row in rows}
        speaker = session()
        return at_once([_posting(speaker, one, hooks.get(one.post.pk)) for one in messages])


def _posting(
    speaker: requests.Session, message: Message, hook: Webhook | None
) -> Callable[[], Outcome]:
    if hook is None:
        return lambda: NO_ADDRESS
    try:
        secret = opened(hook.secret)
    except InvalidToken:
        failure = Failure(Fault.REFUSED, "the house's secret has changed: set it anew", False)
        return lambda: failure
    body = body_of(message)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Sinergi",
        HEADER: signature(secret, body, int(real_now().timestamp())),
    }
    return functools.partial(
        attempt, functools.partial(post, speaker, hook.url, data=body, headers=headers)
    )


def body_of(message: Message) -> bytes:
    """What a program gets: what may leave the house, no more; `id` is stable when sent again."""
    return json.dumps(
        {
            "id": message.key,
            "exercise": message.operation.is_exercise,
            "operation": message.operation.name,
            "post": message.post.title,
            "urgent": message.urgent,
            "notices": [_notice(message, number) for number in range(len(message.lines))],
        },
        ensure_ascii=False,
    ).encode()


def _notice(message: Message, number: int) -> dict[str, Any]:
    line = message.lines[number]
    told = message.notices[number] if message.notices else None
    return {
        "id": str(told.pk) if told else None,
        "verb": told.verb if told else "channel.tested",
        "importance": told.importance if told else "ordinary",
        "title": line.title,
        "number": line.number,
        "place": line.place,
        "severity": told.severity if told and line.severity else "",
        "text": line.headline,
        "at": line.at.isoformat(),
        "url": line.url,
    }


CHANNEL = WebhookChannel()
