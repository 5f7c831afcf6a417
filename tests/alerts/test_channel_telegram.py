"""Telegram, against a Bot API of our own: linked by a code that works once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from sinergi.alerts.actions import ask_telegram, unlink_telegram
from sinergi.alerts.channels.telegram.linking import new_code, read_bot
from sinergi.alerts.models import Delivery, TelegramLink
from sinergi.kernel.clock import real_now
from tests import factories
from tests.alerts.sinks import Call

pytestmark = pytest.mark.django_db


class Bot:
    """What people said to the bot, and what it said."""

    def __init__(self) -> None:
        self.said: list[dict[str, Any]] = []
        self.refusal: dict[str, Any] = {}

    def hears(self, text: str, chat: int = 77, kind: str = "private") -> None:
        number = len(self.said) + 1
        sender = {"id": chat, "type": kind, "username": "ketua_rt"}
        self.said.append({"update_id": number, "message": {"chat": sender, "text": text}})

    def __call__(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        if call.path.endswith("/getUpdates"):
            waiting = [one for one in self.said if one["update_id"] >= call.json["offset"]]
            return 200, {}, json.dumps({"ok": True, "result": waiting}).encode()
        told = self.refusal or {"ok": True, "result": {}}
        return int(told.get("error_code", 200)), {}, json.dumps(told).encode()


@pytest.fixture
def bot(settings, sink) -> Bot:
    settings.SINERGI_TELEGRAM_API = sink.url
    settings.SINERGI_TELEGRAM_TOKEN, settings.SINERGI_TELEGRAM_BOT = "123:abc", "sinergi_bot"
    sink.answer = Bot()
    return sink.answer


def texts(sink) -> list[str]:
    return [call.json["text"] for call in sink.calls if call.path.endswith("/sendMessage")]


@pytest.fixture
def linked(world, bot, sink) -> TelegramLink:
    """The village head has linked her chat."""
    head, code = world.post("village_head"), new_code()
    ask_telegram(head, head.account, code=code)
    bot.hears(f"/start {code}")
    assert read_bot() == 1
    sink.calls.clear()
    return TelegramLink.objects.get()


def test_a_code_links_a_chat_once(world, bot, sink) -> None:
    head, code = world.post("village_head"), new_code()
    ask_telegram(head, head.account, code=code)
    bot.hears(f"/start {code}")
    assert read_bot() == 1
    link = TelegramLink.objects.get()
    assert (link.chat_id, link.chat_name) == (77, "@ketua_rt")
    bot.hears(f"/start {code}", chat=88)
    assert read_bot() == 0
    assert TelegramLink.objects.get().chat_id == 77
    assert texts(sink)[-1].startswith("Kode ini tidak dikenal")


def test_an_old_code_and_a_group_link_nothing(world, bot) -> None:
    head, code = world.post("village_head"), new_code()
    ask_telegram(head, head.account, code=code)
    bot.hears(f"/start {code}", kind="group")
    read_bot()
    TelegramLink.objects.update(code_until=real_now() - timedelta(seconds=1))
    bot.hears(f"/start {code}")
    bot.hears("/start")
    assert read_bot() == 0
    assert TelegramLink.objects.get().chat_id is None


def test_a_notice_comes_as_a_text_that_cannot_be_passed_on(world, linked, sink, sent) -> None:
    factories.report(world, by="babinsa", severity="high", what="Warga berselisih soal spanduk")
    sent()
    told = next(call for call in sink.calls if call.path == "/bot123:abc/sendMessage").json
    assert told["chat_id"] == 77 and told["protect_content"] is True
    assert "Warga berselisih soal spanduk" in told["text"]
    assert "https://sinergi.madiun.example/alerts/" in told["text"]
    row = Delivery.objects.get(account=linked.account, channel="telegram")
    assert (row.state, row.turn) == ("sent", 1)


def test_who_blocked_the_bot_is_reached_by_the_next_way(world, linked, bot, sent) -> None:
    bot.refusal = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked"}
    factories.report(world, by="babinsa")
    sent()
    rows = {row.channel: row for row in Delivery.objects.filter(account=linked.account)}
    assert (rows["telegram"].state, rows["telegram"].fault) == ("failed", "gone")
    assert rows["email"].state == "sent"
    assert TelegramLink.objects.get().chat_id is None


def test_a_pause_that_is_asked_for_is_kept(world, linked, bot, sent) -> None:
    bot.refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests"}
    factories.report(world, by="babinsa")
    sent()
    row = Delivery.objects.get(account=linked.account, channel="telegram")
    assert row.fault in ("postponed", "reached")


def test_stop_ends_it_from_the_phone(world, linked, bot, sink) -> None:
    bot.hears("/stop")
    read_bot()
    assert TelegramLink.objects.get().chat_id is None


def test_she_ends_it_on_the_page(world, linked) -> None:
    unlink_telegram(world.post("village_head"), linked)
    assert TelegramLink.objects.get().chat_id is None


def test_without_a_bot_nothing_is_asked(sink, settings) -> None:
    settings.SINERGI_TELEGRAM_TOKEN = ""
    assert read_bot() == 0 and not sink.calls


def test_a_bot_that_is_away_breaks_nothing(bot, settings) -> None:
    settings.SINERGI_TELEGRAM_API = "http://127.0.0.1:9"
    assert read_bot() == 0
