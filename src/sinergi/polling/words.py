"""How the room says what it refuses, what it asks back, and what it flagged."""

from __future__ import annotations

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sinergi.polling.importing.indicators import PREFIX
from sinergi.polling.models import Category, Station

REFUSED: dict[str, Any] = {
    "missing": _("Say how many voters have come."),
    "negative": _("It cannot be less than none."),
    "too_many": _("More than %(most)d voters cannot have come to this station."),
}
ASKED_BACK: dict[str, Any] = {
    "over": _("That is more than the %(voters)d registered voters. Is it right?"),
    "falls": _("An earlier hour had more voters, or a later one fewer. Is it right?"),
    "jumps": _("So many at once would be unusual. Is it right?"),
    "none": _("Not one voter so far. Is it right?"),
}
FLAGS: dict[str, Any] = {
    "over": _("more than registered"),
    "falls": _("falls between two hours"),
    "jumps": _("rises very fast"),
    "none": _("no voters"),
}

_NAMES: dict[str, Any] = {
    "place": _("place"),
    "address": _("address"),
    "male": _("male voters"),
    "female": _("female voters"),
    "lat": _("latitude"),
    "lon": _("longitude"),
    "accessible": _("accessible"),
    "network": _("network"),
    "category": _("category"),
    "active": _("on the list"),
}
_UNSAID = object()


def field_text(name: str, value: Any = _UNSAID) -> Any:
    """How a field of a list is called; or how a value of it is said."""
    if value is _UNSAID:
        return _NAMES.get(name, name.removeprefix(PREFIX))
    if name.startswith(PREFIX) and value is not None:
        return _found_text(value)
    words: dict[Any, Any] = {None: "–", "": "–"}
    if name in ("accessible", "active"):
        words |= {True: _("yes"), False: _("no")}
    elif name == "network":
        words |= dict(Station.Network.choices)
    elif name == "category":
        words |= dict(Category.choices)
    return words.get(value, value)


def _found_text(found: bool | int) -> Any:
    """What a list says of an indicator: whether it is so, or how often."""
    if isinstance(found, bool):
        return _("yes") if found else _("no")
    return format_lazy(_("yes ({count})"), count=found)
