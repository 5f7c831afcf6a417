"""Cards of what one may and may not do, by audience and moment: read from `cards.yaml`. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from sinergi.neutrality.law.reading import LawError, content_of, the_law
from sinergi.neutrality.law.records import Audience, Moment, Sentence


@dataclass(frozen=True)
class Card:
    """One card: for whom, when, what one may and may not do."""

    audience: Audience
    moment: Moment
    may: tuple[Sentence, ...]
    may_not: tuple[Sentence, ...]

    @property
    def title(self) -> str:
        """For whom, and when."""
        return f"{self.audience.title}: {self.moment.title}"


@dataclass(frozen=True)
class Deck:
    """All cards, and the day on which they were last gone through."""

    as_of: date
    audiences: tuple[Audience, ...]
    moments: tuple[Moment, ...]
    cards: Mapping[tuple[str, str], Card]


@functools.cache
def deck() -> Deck:
    """The cards of the file. Raises LawError when one names what does not exist."""
    content = content_of("cards")
    audiences = TypeAdapter(tuple[Audience, ...]).validate_python(content["audiences"])
    moments = TypeAdapter(tuple[Moment, ...]).validate_python(content["moments"])
    known = {audience.code for audience in audiences}
    if set(content["cards"]) != known:
        raise LawError("cards stand for an audience that does not exist, or one has none")
    cards = {
        (audience.code, moment.code): _card(audience, moment, content)
        for audience in audiences
        for moment in moments
    }
    return Deck(content["as_of"], audiences, moments, cards)


def _card(audience: Audience, moment: Moment, content: Mapping[str, Any]) -> Card:
    told = content["cards"][audience.code].get(moment.code)
    if told is None:
        raise LawError(f"no card for {audience.code} in {moment.code}")
    return Card(
        audience,
        moment,
        _sentences(told["may"], content["sentences"]),
        _sentences(told["not"], content["sentences"]),
    )


def _sentences(names: Iterable[str], written: Mapping[str, Any]) -> tuple[Sentence, ...]:
    return tuple(_sentence(name, written) for name in names)


def _sentence(name: str, written: Mapping[str, Any]) -> Sentence:
    """A sentence that is written out, or a breach that says it itself."""
    told = dict(written.get(name, {"of": name}))
    code = told.pop("of", None)
    if code is None:
        return Sentence(**told)
    breach = next((row for row in the_law().breaches if row.code == code), None)
    if breach is None:
        raise LawError(f"a card names {code}, which does not exist")
    text = told.pop("text", breach.title)
    return Sentence(text=text, basis=breach.basis, mark=breach.mark, **told)
