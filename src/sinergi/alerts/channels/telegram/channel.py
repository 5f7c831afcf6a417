"""Telegram's bot: short texts to the chats that people linked."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.alerts.channels.interface import (
    NO_ADDRESS,
    Channel,
    Fault,
    Message,
    Outcome,
)
from sinergi.alerts.channels.outgoing import at_once
from sinergi.alerts.channels.telegram import bot
from sinergi.alerts.channels.wording import address_of, headline
from sinergi.alerts.models import TelegramLink

LINES_SHOWN = 8


class Telegram(Channel):
    """To the chat that was linked with a code."""

    code = "telegram"
    title = _("Telegram")
    hint = _("Link your chat with the bot of the house; it takes a code that works once.")
    icon = "brand-telegram"
    rank = 20

    def off(self) -> Any:
        """Whether the house has a bot."""
        return "" if bot.is_set() else _("No bot is set.")

    def meant(self) -> bool:
        """Whether a token or a name is set."""
        return bool(settings.SINERGI_TELEGRAM_TOKEN or settings.SINERGI_TELEGRAM_BOT)

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Those with a linked chat; one statement."""
        chats = _chats({post.account_id for post in posts})
        return {post.pk for post in posts if post.account_id in chats}

    def address_of(self, post: Post) -> str:
        """The name of the chat."""
        row = TelegramLink.objects.filter(account_id=post.account_id, chat_id__isnull=False)
        link = row.first()
        return (link.chat_name or str(_("linked"))) if link else ""

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """One text each. A chat that is gone is forgotten: she sees it where she linked it."""
        chats = _chats({message.account.pk for message in messages})
        outcomes = at_once([_saying(one, chats.get(one.account.pk)) for one in messages])
        gone = [
            message.account.pk
            for message, outcome in zip(messages, outcomes, strict=True)
            if outcome is not None and outcome.fault == Fault.GONE
        ]
        if gone:  # no action: Telegram says so
            TelegramLink.objects.filter(account_id__in=gone).update(chat_id=None, chat_name="")
        return outcomes


def _chats(accounts: set[Any]) -> dict[Any, int]:
    rows = TelegramLink.objects.filter(account_id__in=accounts, chat_id__isnull=False)
    return {account: int(chat or 0) for account, chat in rows.values_list("account_id", "chat_id")}


def _saying(message: Message, chat: int | None) -> Callable[[], Outcome]:
    if chat is None:
        return lambda: NO_ADDRESS
    return functools.partial(bot.say, chat, text_of(message))


def text_of(message: Message) -> str:
    """Plain text: the headline, the first words of each, and where to read it."""
    with translation.override(message.account.language or "id"):
        parts = [headline(message.operation, message.lines)]
    several = len(message.lines) > 1
    for line in message.lines[:LINES_SHOWN]:
        parts.append(f"• {line.title}: {line.headline}" if several else line.headline)
    return "\n".join([*(part for part in parts if part), address_of(message.lines)])


CHANNEL = Telegram()
