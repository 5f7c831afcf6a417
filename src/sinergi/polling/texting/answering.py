"""A short text from a phone: whose it is, what it does, and what is answered.

The gateway that hands it over is only a carrier. What is done is done by the post of the sender,
by the same action as on a page, through the door `text`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.agencies.contact import normal_phone
from sinergi.agencies.models import Post
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.context import current_door, use_door
from sinergi.kernel.models import Operation
from sinergi.kernel.problems import Problem
from sinergi.polling.actions.checking_in import Said, check_in_once
from sinergi.polling.models import CheckIn, Milestone, Station
from sinergi.polling.moments import moment_of
from sinergi.polling.texting.grammar import Correction, Item, is_yes, parse
from sinergi.web.timing import clock_text

CONFIRMED_WITHIN = 15 * 60  # seconds in which YA confirms what was asked back
OURS = uuid.UUID("5b0f4b1e-6f5c-5d0a-9d3b-3f6f0f6f3519")  # names of texts become identifiers

CORRECTIONS: dict[str, Any] = {
    "empty": gettext_lazy("Write for example: TPS 3 BUKA 07.00"),
    "no_station": gettext_lazy("Begin with the station, for example: TPS 3 BUKA 07.00"),
    "unknown_word": gettext_lazy("The word “%(given)s” is not known; use: %(words)s."),
    "no_word": gettext_lazy("Say what is reported; use: %(words)s."),
    "no_count": gettext_lazy("Say how many voters have come, for example: TPS 3 %(given)s 120"),
    "bad_time": gettext_lazy("The time was not understood; write it as 07.05."),
    "two_words": gettext_lazy("Put a semicolon (;) before “%(given)s”."),
    "left_over": gettext_lazy("“%(given)s” was not understood."),
    "too_many": gettext_lazy("At most %(given)s reports in one text."),
}


@dataclass(frozen=True)
class Text:
    """A text as the gateway hands it over. `id` is the gateway's own: it makes it once."""

    sender: str
    content: str
    id: str
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Line:
    """What became of one part: done, known, asked, refused, or unclear; and the words for it."""

    state: str
    words: str
    check_in: CheckIn | None = None


def answer_text(operation: Operation, text: Text) -> list[Line]:
    """Do what the text says, as the post of its sender; what is to be answered, part by part."""
    by = sender_of(operation, text.sender)
    if by is None:
        return [Line("refused", _("This number is not registered to report for stations."))]
    door = current_door()
    with (
        translation.override(by.account.language or "id"),
        use_door("text", request_id=door.request_id, scopes=door.scopes),
    ):
        return _answered(by, text)


def sender_of(operation: Operation, phone: str) -> Post | None:
    """The post in force that reports for stations and whose owner has this number."""
    try:
        number = normal_phone(phone)
    except Problem:
        return None
    rows = Post.objects.in_force(local(now()).date()).with_all()
    held = rows.filter(operation=operation, account__phone=number) if number else rows.none()
    return next((post for post in held if post.can("check_in")), None)


def words_of(operation: Operation) -> dict[str, Milestone]:
    """The milestones of the day by their words, in their order."""
    rows = Milestone.objects.filter(operation=operation, active=True)
    return {row.word.upper(): row for row in rows}


def read(text: str, milestones: Mapping[str, Milestone]) -> list[Item | Correction]:
    """What a text says, by the words of these milestones."""
    return parse(text, {word: row.kind == "count" for word, row in milestones.items()})


def correction_text(wrong: Correction, milestones: Mapping[str, Milestone]) -> str:
    """The polite sentence for it."""
    told = str(CORRECTIONS[wrong.code])
    told %= {"given": wrong.given, "words": ", ".join(milestones)}
    meaning = _("Did you mean %(hint)s?") % {"hint": wrong.hint}
    return f"{told} {meaning}" if wrong.hint else told


def _answered(by: Post, text: Text) -> list[Line]:
    key, sure = f"polling:asked:{by.pk}", is_yes(text.content)
    if sure:
        kept = cache.get(key)
        if kept is None:
            return [Line("unclear", _("There is nothing to confirm."))]
        content, told, sent_at = kept
        text = replace(text, content=content, id=told, sent_at=sent_at)
    lines = _done(by, text, sure=sure)
    if any(line.state == "asked" for line in lines):
        cache.set(key, (text.content, text.id, text.sent_at), CONFIRMED_WITHIN)
    return lines


def _done(by: Post, text: Text, *, sure: bool) -> list[Line]:
    milestones = words_of(by.operation)
    lines = []
    for index, said in enumerate(read(text.content, milestones)):
        if isinstance(said, Correction):
            lines.append(Line("unclear", correction_text(said, milestones)))
            continue
        item = replace(said, sure=said.sure or sure)
        key = uuid.uuid5(OURS, f"{by.operation_id}:{by.pk}:{text.id}:{index}")
        told = _said(item, milestones[item.word], text.sent_at, key)
        lines.append(_one(by, item, told))
    return lines


def _said(item: Item, milestone: Milestone, sent_at: datetime | None, client_id: uuid.UUID) -> Said:
    moment = now()
    written = min(sent_at or moment, moment)
    happened = moment_of(item.at, milestone.due_at, written, zone()) if item.at else written
    return Said(
        milestone,
        value=item.value,
        happened_at=happened if item.at or sent_at else None,
        written_at=written,
        client_id=client_id,
        sure=item.sure,
        withdrawn=item.withdrawn,
    )


def _one(by: Post, item: Item, said: Said) -> Line:
    found = meant(by, item)
    if isinstance(found, str):
        return Line("refused", found)
    label = f"{found} {found.region.name}, {said.milestone.title}"
    try:
        row, fresh = check_in_once(by, found, said)
    except Problem as problem:
        why = str(problem.detail or problem.title)
        if problem.code == "improbable":
            how = _("Answer YA to confirm.")
            return Line("asked", f"{label}: {why} {how}")
        return Line("refused", f"{label}: {why}")
    return Line("done" if fresh else "known", f"{label}: {receipt(row, fresh=fresh)}", row)


def receipt(row: CheckIn, *, fresh: bool = True) -> str:
    """What is answered for a check-in that was taken."""
    if row.withdrawn:
        return _("taken back.")
    at = clock_text(local(row.happened_at))
    said = at if row.value is None else _("%(count)d voters, %(at)s") % {
        "count": row.value, "at": at,
    }  # fmt: skip
    told = _("Received.") if fresh else _("Received before.")
    return f"{said}. {told}"


def meant(by: Post, item: Item) -> Station | str:
    """The station that an item names among those of `by`; else what must be said of it."""
    rows = Station.objects.visible_to(by).filter(number=item.number, active=True)
    found = list(rows.select_related("region"))
    if item.place:
        found = [one for one in found if _is_place(item.place, one)]
    told = {"number": f"{item.number:03}", "place": item.place.title()}
    if len(found) == 1:
        return found[0]
    if found:
        return _("There is a TPS %(number)s in several villages: name the village.") % told
    if item.place:
        return _("TPS %(number)s %(place)s is not among your stations.") % told
    return _("TPS %(number)s is not among your stations.") % told


def _is_place(written: str, station: Station) -> bool:
    """By its code, or its name without blanks and hyphens."""
    return written == station.region_id or _plain(written) == _plain(station.region.name)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).upper()
