"""From what happened to the spells in which a condition held. Pure: the same for now and the past.

A spell is the time from when a condition began to hold in one place until it held no more. What is
watched now are the spells that have not ended; a trial on the past counts all of them. So a rule
can never behave otherwise live than it was tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Happening:
    """One thing that happened at a place, as a rule sees it: when, and what leads to it."""

    at: datetime
    place: str
    label: str = ""
    path: str = ""


@dataclass(frozen=True)
class Spell:
    """That a condition held: in what (`key`, one situation), where, from when until when.

    `ended` is None while it holds. `grounds` are the records on which it rests, `count` how many
    there are, `told` what its text may say of them.
    """

    key: str
    place: str
    began: datetime
    ended: datetime | None = None
    count: int = 1
    grounds: tuple[tuple[str, str], ...] = ()
    told: str = ""


def clusters(
    happenings: Iterable[Happening], *, least: int, window: timedelta, until: datetime
) -> list[Spell]:
    """When at least so many happened in one place within `window`. The order does not matter."""
    by_place: dict[str, list[Happening]] = {}
    for one in sorted(happenings):
        if one.at <= until:
            by_place.setdefault(one.place, []).append(one)
    return [
        spell
        for place in sorted(by_place)
        for spell in _of_place(place, by_place[place], least, window, until)
    ]


def _of_place(
    place: str, there: Sequence[Happening], least: int, window: timedelta, until: datetime
) -> list[Spell]:
    """One place: each happening counts from its time until `window` later."""
    steps: dict[datetime, int] = {}
    for one in there:
        steps[one.at] = steps.get(one.at, 0) + 1
        if one.at + window <= until:
            steps[one.at + window] = steps.get(one.at + window, 0) - 1
    found: list[tuple[datetime, datetime | None]] = []
    count, began = 0, None
    for moment in sorted(steps):
        count += steps[moment]
        if count >= least and began is None:
            began = moment
        elif count < least and began is not None:
            found.append((began, moment))
            began = None
    if began is not None:
        found.append((began, None))
    return [_spell_of(place, there, span, window, until) for span in found]


def _spell_of(
    place: str,
    there: Sequence[Happening],
    span: tuple[datetime, datetime | None],
    window: timedelta,
    until: datetime,
) -> Spell:
    began, ended = span
    those = [one for one in there if began - window < one.at <= (ended or until)]
    grounds = tuple((one.label, one.path) for one in those if one.label)
    return Spell(place, place, began, ended, len(those), grounds)


def waits(
    key: str,
    place: str,
    since: datetime,
    answered: datetime | None,
    *,
    patience: timedelta,
    until: datetime,
) -> Spell | None:
    """The spell in which something waited longer than `patience`; None when it never did."""
    began = since + patience
    if began > until or (answered is not None and answered <= began):
        return None
    return Spell(key, place, began, answered if answered and answered <= until else None)


def silences(
    key: str, place: str, marks: Iterable[datetime], *, patience: timedelta, until: datetime
) -> list[Spell]:
    """The spells in which nothing was heard for `patience` after a mark, until the next one."""
    heard = sorted(mark for mark in marks if mark <= until)
    following: list[datetime | None] = [*heard[1:], None]
    pairs = zip(heard, following, strict=True)
    found = (waits(key, place, a, b, patience=patience, until=until) for a, b in pairs)
    return [spell for spell in found if spell is not None]


def shortfall(
    key: str,
    place: str,
    done: Iterable[datetime],
    *,
    needed: int,
    span: tuple[datetime, datetime],
    until: datetime,
) -> Spell | None:
    """The spell within `span` in which fewer than `needed` were done; None when it never was.

    `done` are the times at which single ones were done: what is done stays done.
    """
    began, end = span
    ordered = sorted(done)
    if began > until or needed <= 0:
        return None
    enough = ordered[needed - 1] if len(ordered) >= needed else None
    if enough is not None and enough <= began:
        return None
    stop = min(enough, end) if enough is not None else end
    there = sum(1 for moment in ordered if moment <= min(until, stop))
    return Spell(key, place, began, stop if stop <= until else None, there)


def holding(spells: Iterable[Spell]) -> dict[str, Spell]:
    """What holds now, by situation."""
    return {spell.key: spell for spell in spells if spell.ended is None}


@dataclass(frozen=True)
class Standing:
    """What is remembered of a situation: when it last ended; None while it holds."""

    ended: datetime | None


def moves(
    before: Mapping[str, Standing],
    holds: Iterable[str],
    *,
    now: datetime,
    cooldown: timedelta,
) -> tuple[set[str], set[str], set[str]]:
    """What an evaluation changes: (fires, goes on again without a word, has ended).

    A situation fires when it begins. While it holds nothing more is said of it, and where it comes
    back before its cool-down is over it is the same one.
    """
    held = set(holds)
    fresh = {key for key in held if key not in before or _is_over(before[key], now, cooldown)}
    again = {key for key in held - fresh if before[key].ended is not None}
    gone = {key for key, one in before.items() if one.ended is None and key not in held}
    return fresh, again, gone


def _is_over(one: Standing, now: datetime, cooldown: timedelta) -> bool:
    return one.ended is not None and now - one.ended >= cooldown


def firings(spells: Iterable[Spell], cooldown: timedelta) -> list[Spell]:
    """The spells that would have fired, the first first: by the same rule as `moves`."""
    last: dict[str, datetime | None] = {}
    fired = []
    for spell in sorted(spells, key=lambda one: (one.began, one.key)):
        ended = last.get(spell.key)
        if spell.key not in last or (ended is not None and spell.began - ended >= cooldown):
            fired.append(spell)
        last[spell.key] = spell.ended
    return fired
