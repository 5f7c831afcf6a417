"""Prevention cards as they are shown: which is for now, what is pasted into a chat, PNG and PDF."""

from __future__ import annotations

import functools
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.urls import reverse

from sinergi.kernel.documents import SOURCES, qr_svg, set_pdf
from sinergi.kernel.indonesian import long_date
from sinergi.kernel.models import Operation
from sinergi.neutrality.law.cards import Card, Deck, deck
from sinergi.neutrality.law.records import Mark, Moment, Sentence
from sinergi.neutrality.periods import Dates, day_at

MARKS: dict[Mark, str] = {
    "verified": "",
    "secondary": "sumber sekunder",
    "unverified": "belum diverifikasi",
    "practice": "kebiasaan kerja",
}
TEMPLATE = "neutrality/card.typ"
SIZES: dict[str, list[float]] = {
    "png": [1080, 1350],
    "pdf": [595.28, 841.89],
}  # points; at 72 dpi one point is one pixel
KEPT = 128  # cards that are set once and then answered from memory


def moments_of(dates: Dates, day: date, cards: Deck) -> list[Moment]:
    """The moments that are on that day, the one that began last first. Pure."""
    on = [moment for moment in cards.moments if _is_on(moment, dates, day)]
    return sorted(on, key=lambda row: day_at(row.begins, dates) or date.min, reverse=True)


def _is_on(moment: Moment, dates: Dates, day: date) -> bool:
    first, last = day_at(moment.begins, dates), day_at(moment.ends, dates)
    if (moment.begins and first is None) or (moment.ends and last is None):
        return False
    return (first or day) <= day <= (last or day)


def card_of(who: str, moment: str) -> Card | None:
    """The card under that address; None when there is none."""
    return deck().cards.get((who, moment))


def address_of(card: Card) -> str:
    """The full address of its page, to be shared."""
    path = reverse("neutrality:card", args=[card.audience.code, card.moment.code])
    return settings.PUBLIC_URL.rstrip("/") + path


def chat_text(card: Card) -> str:
    """The card as a message for WhatsApp: plain text with its stars, articles and address."""
    parts = [f"*NETRALITAS · {card.audience.title}*", f"_{card.moment.title}_"]
    if card.may:
        parts += ["", "*✅ Boleh:*", *(f"• {_told(row)}" for row in card.may)]
    parts += ["", "*⛔ Tidak boleh:*", *(f"• {_told(row)}" for row in card.may_not)]
    return "\n".join([*parts, "", f"Aturan per {long_date(deck().as_of)}.", address_of(card)])


def _told(row: Sentence) -> str:
    words = "; ".join(part for part in (row.basis, MARKS[row.mark]) if part)
    return f"{row.text} ({words})"


def picture_of(card: Card, operation: Operation | None) -> bytes:
    """The PNG to be shared, 1080 x 1350."""
    return _set(card.audience.code, card.moment.code, "png", _exercise(operation))


def poster_of(card: Card, operation: Operation | None) -> bytes:
    """The PDF to be printed for a notice board, A4."""
    return _set(card.audience.code, card.moment.code, "pdf", _exercise(operation))


def _exercise(operation: Operation | None) -> bool:
    return bool(operation and operation.is_exercise)


@functools.lru_cache(maxsize=KEPT)
def _set(who: str, moment: str, form: str, exercise: bool) -> bytes:
    card = deck().cards[who, moment]
    payload = payload_of(card, exercise=exercise, size=SIZES[form])
    if form == "pdf":
        as_of = datetime.combine(deck().as_of, datetime.min.time(), UTC)
        return set_pdf(TEMPLATE, payload, timestamp=int(as_of.timestamp()))
    return _picture(payload)


def _picture(payload: dict[str, Any]) -> bytes:
    source = Path(SOURCES) / "neutrality" / "typst" / "card.typ"
    made = typst.compile(
        source, root=SOURCES, format="png", ppi=72.0, sys_inputs={"payload": json.dumps(payload)}
    )
    if not isinstance(made, bytes):
        raise TypeError("a card is one page")
    return made


def payload_of(card: Card, *, exercise: bool, size: list[float]) -> dict[str, Any]:
    """What the template prints, as plain JSON."""
    address = address_of(card)
    return {
        "size": size,
        "exercise": exercise,
        "title": f"Netralitas: {card.title}",
        "who": card.audience.title,
        "moment": card.moment.title,
        "may": [_line(row) for row in card.may],
        "may_not": [_line(row) for row in card.may_not],
        "as_of": long_date(deck().as_of),
        "address": address,
        "qr": qr_svg(address),
    }


def _line(row: Sentence) -> dict[str, str]:
    return {"text": row.text, "basis": row.basis, "mark": MARKS[row.mark]}
