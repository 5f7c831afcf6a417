"""From a code that the page shows to a chat: read what was said to the bot, link, answer.

Asked every few seconds (long polling needs no address that Telegram can reach, so an office behind
its own network can have it too). Everything here may happen twice: a code works once.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.alerts.actions import link_telegram, unlink_telegram
from sinergi.alerts.channels.telegram import bot
from sinergi.alerts.feed_tokens import digest_of
from sinergi.alerts.models import TelegramLink
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import real_now

log = logging.getLogger(__name__)

MOST_ROUNDS = 5  # of a hundred messages each, in one run


def new_code() -> str:
    """A code of 24 characters, such as a start link carries (letters, digits, - and _)."""
    return secrets.token_urlsafe(18)


def read_bot() -> int:
    """Answer what was said to the bot; how many chats were linked. Silent when it is off."""
    if not bot.is_set():
        return 0
    linked = after = 0
    try:
        for _round in range(MOST_ROUNDS):
            said = bot.updates(after)
            if not said:
                break
            linked += sum(_answered(update.get("message") or {}) for update in said)
            after = max(int(update["update_id"]) for update in said) + 1
    except (OSError, ValueError, KeyError) as error:
        log.warning("the bot could not be asked: %s", type(error).__name__)
    return linked


def _answered(message: dict[str, Any]) -> bool:
    """Whether this message linked a chat. Groups are left alone: what is sent is for one."""
    chat = message.get("chat") or {}
    if chat.get("type") != "private" or "id" not in chat:
        return False
    word, _space, code = str(message.get("text", "")).strip().partition(" ")
    if word == "/stop":
        _unlink(int(chat["id"]))
    elif word == "/start":
        return _link(int(chat["id"]), _name_of(chat), code.strip())
    return False


def _link(chat_id: int, name: str, code: str) -> bool:
    link = _asked_with(code) if code else None
    if link is None:
        bot.say(chat_id, _("This code is unknown or has expired. Ask for a new one on the site."))
        return False
    link_telegram(SYSTEM, link, chat_id=chat_id, name=name)
    with translation.override(link.account.language or "id"):
        bot.say(chat_id, _("Linked. Notices of Sinergi come here. Send /stop to end that."))
    return True


def _asked_with(code: str) -> TelegramLink | None:
    rows = TelegramLink.objects.filter(code_digest=digest_of(code), code_until__gt=real_now())
    return rows.select_related("account").first()


def _unlink(chat_id: int) -> None:
    link = TelegramLink.objects.filter(chat_id=chat_id).first()
    if link is not None:
        unlink_telegram(SYSTEM, link)
        bot.say(chat_id, _("Ended. Nothing more comes here."))


def _name_of(chat: dict[str, Any]) -> str:
    return f"@{chat['username']}" if chat.get("username") else str(chat.get("first_name", ""))
