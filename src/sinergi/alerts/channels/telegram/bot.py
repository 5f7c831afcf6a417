"""What we ask of Telegram's Bot API. The token is part of the address: it is never logged."""

from __future__ import annotations

from typing import Any

import requests
from django.conf import settings

from sinergi.alerts.channels.interface import Failure, Fault, Outcome
from sinergi.alerts.channels.outgoing import TIMEOUT

LONGEST_TEXT = 3_500  # characters; the API takes 4,096
UNKNOWN_CHAT = ("chat not found", "user is deactivated", "bot was blocked", "bot can't initiate")


def is_set() -> bool:
    """Whether the house has a bot."""
    return bool(settings.SINERGI_TELEGRAM_TOKEN and settings.SINERGI_TELEGRAM_BOT)


def link_of(code: str) -> str:
    """What opens the bot on a phone, with the code in its mouth."""
    return f"https://t.me/{settings.SINERGI_TELEGRAM_BOT}?start={code}"


def say(chat_id: int, text: str) -> Outcome:
    """Send a text that cannot be passed on, without a preview of its links."""
    told = {
        "chat_id": chat_id,
        "text": text[:LONGEST_TEXT],
        "protect_content": True,
        "link_preview_options": {"is_disabled": True},
    }
    try:
        answer = _call("sendMessage", told)
    except (OSError, ValueError) as error:
        return Failure(Fault.UNREACHABLE, type(error).__name__, passing=True)
    return None if answer.get("ok") else refusal_of(answer)


def refusal_of(answer: dict[str, Any]) -> Failure:
    """What a no means: a chat that is gone, a pause that is asked for, or a matter of set-up."""
    code, said = int(answer.get("error_code", 0)), str(answer.get("description", ""))
    told = f"{code} {said}".strip()
    if code == 403 or any(words in said.lower() for words in UNKNOWN_CHAT):
        return Failure(Fault.GONE, told, passing=False)
    if code == 400:
        return Failure(Fault.REFUSED, told, passing=False)
    return Failure(Fault.POSTPONED, told, passing=True)  # 429, 5xx, a token that is being changed


def updates(after: int) -> list[dict[str, Any]]:
    """What was said to the bot since; asking with `after` also lets Telegram forget the rest.

    Raises OSError or ValueError when there is no answer, or a no.
    """
    told = {"offset": after, "limit": 100, "timeout": 0, "allowed_updates": ["message"]}
    answer = _call("getUpdates", told)
    if not answer.get("ok"):
        raise ValueError(str(answer.get("description", "")))
    found: list[dict[str, Any]] = answer.get("result", [])
    return found


def _call(method: str, told: dict[str, Any]) -> dict[str, Any]:
    place = f"{settings.SINERGI_TELEGRAM_API}/bot{settings.SINERGI_TELEGRAM_TOKEN}/{method}"
    answer = requests.post(place, json=told, timeout=TIMEOUT, allow_redirects=False)
    found: dict[str, Any] = answer.json()
    return found
