"""An SMS gateway that speaks HTTP: whichever, described by three settings."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Collection, Sequence
from typing import Any
from urllib.parse import quote

import phonenumbers
import requests
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.contact import shown_phone
from sinergi.agencies.models import Post
from sinergi.alerts.channels.interface import NO_ADDRESS, Channel, Message, Outcome
from sinergi.alerts.channels.outgoing import TIMEOUT, at_once, attempt
from sinergi.alerts.channels.sms.length import plain, shortened
from sinergi.alerts.channels.wording import address_of, headline

MOST_SEGMENTS = 2


class Sms(Channel):
    """To the phone number with which she signs in."""

    code = "sms"
    title = _("SMS")
    hint = _("Goes to your phone number; used for what is critical, as each costs money.")
    icon = "message"
    rank = 40
    costs = True

    def off(self) -> Any:
        """Whether there is a gateway."""
        if not settings.SINERGI_SMS_URL:
            return _("No gateway is set.")
        return "" if _is_json(settings.SINERGI_SMS_BODY) else _("The gateway is set up wrongly.")

    def meant(self) -> bool:
        """Whether a gateway is named."""
        return bool(settings.SINERGI_SMS_URL)

    def reached(self, posts: Collection[Post]) -> set[Any]:
        """Those with a number; no statement."""
        return {post.pk for post in posts if _number_of(post)}

    def address_of(self, post: Post) -> str:
        """Her number."""
        return shown_phone(_number_of(post))

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        """One each."""
        return at_once([_sending(message) for message in messages])


def _number_of(post: Post) -> str:
    """In E.164; empty when it is none that could be called."""
    if not post.account.phone:
        return ""
    try:
        number = phonenumbers.parse(post.account.phone, None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _sending(message: Message) -> Callable[[], Outcome]:
    number = _number_of(message.post)
    if not number:
        return lambda: NO_ADDRESS
    return functools.partial(attempt, functools.partial(_call, number, text_of(message)))


def text_of(message: Message) -> str:
    """The headline and where to read it, in two SMS at most."""
    with translation.override(message.account.language or "id"):
        first = headline(message.operation, message.lines)
    words = f" {message.lines[0].headline}" if len(message.lines) == 1 else ""
    return shortened(plain(f"{first}.{words}"), address_of(message.lines), MOST_SEGMENTS)


def _call(number: str, text: str) -> requests.Response:
    """The call as the settings describe it: a JSON body if one is given, else all in the address.

    The gateway is the administrator's choice, so its address may lie inside the network.
    """
    told = {"number": number, "text": text, "token": settings.SINERGI_SMS_TOKEN}
    address = filled(settings.SINERGI_SMS_URL, {key: quote(told[key], safe="") for key in told})
    headers = _headers(told["token"])
    speak = functools.partial(
        requests.request, url=address, headers=headers, timeout=TIMEOUT, allow_redirects=False
    )
    if not settings.SINERGI_SMS_BODY:
        return speak("GET")
    return speak("POST", json=filled(json.loads(settings.SINERGI_SMS_BODY), told))


def _headers(token: str) -> dict[str, str]:
    name, _colon, value = settings.SINERGI_SMS_HEADER.partition(":")
    return {name.strip(): value.strip().replace("{token}", token)} if token and value else {}


def filled(shape: Any, told: dict[str, str]) -> Any:
    """A JSON shape with {number}, {text} and {token} filled in wherever they stand in a text."""
    if isinstance(shape, dict):
        return {key: filled(value, told) for key, value in shape.items()}
    if isinstance(shape, list):
        return [filled(value, told) for value in shape]
    if not isinstance(shape, str):
        return shape
    for key, value in told.items():
        shape = shape.replace("{" + key + "}", value)
    return shape


def _is_json(text: str) -> bool:
    try:
        json.loads(text or "{}")
    except ValueError:
        return False
    return True


CHANNEL = Sms()
