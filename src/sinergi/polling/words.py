"""How the room says what it refuses, what it asks back, and what it flagged."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

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
