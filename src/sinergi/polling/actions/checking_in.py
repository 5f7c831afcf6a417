"""Reporting a milestone of a station: the most frequent write of a voting day."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.identifiers import uuid7
from sinergi.kernel.problems import Conflict, Invalid, Problem
from sinergi.polling import ledger, permissions, rules, tallying
from sinergi.polling.models import CheckIn, Milestone, Station
from sinergi.polling.problems import Improbable
from sinergi.polling.words import ASKED_BACK, REFUSED

AHEAD = timedelta(minutes=10)  # a phone's clock may be so much ahead of ours


@dataclass(frozen=True)
class Said:
    """What the sender says. `client_id` makes it once; `sure` confirms what was asked back.

    The milestone may be known by its operation and code alone: the action reads it anyway.
    """

    milestone: Milestone
    value: int | None = None
    happened_at: datetime | None = None
    written_at: datetime | None = None
    client_id: uuid.UUID | None = None
    sure: bool = False
    withdrawn: bool = False
    note: str = ""


@action(
    "station.checked_in",
    subject=CheckIn,
    parent=Station,
    lock_parent=True,
    may=permissions.may_check_in,
    title=_("Report a milestone"),
)
def report_milestone(by: Post, station: Station, said: Said) -> CheckIn:
    """Keep what a station reports. A later one of the same milestone corrects it.

    Raises Invalid (field `value` or `happened_at`) for what cannot be true, Improbable (field
    `value`) for what is asked back unless the sender is sure. What was sent twice (`client_id`)
    must be answered by `known` before: a second row under one identifier is a Conflict.
    """
    moment = now()
    sheet = ledger.sheet_of(station)
    line = _line_of(said, station, sheet)
    made = _made(by, station, said, line.milestone(), moment)
    if not made.withdrawn:
        made.flag = _flag_of(made, sheet, sure=said.sure)
    _keep(made, line.holding)
    return made


def _line_of(said: Said, station: Station, sheet: Mapping[str, ledger.Line]) -> ledger.Line:
    line = sheet.get(said.milestone.code)
    if line is None or said.milestone.operation_id != station.operation_id:
        raise Invalid(_("There is no such milestone."), field="milestone")
    return line


def _made(
    by: Post, station: Station, said: Said, milestone: Milestone, moment: datetime
) -> CheckIn:
    if said.happened_at is not None and said.happened_at > moment + AHEAD:
        raise Invalid(_("This time still lies ahead."), field="happened_at")
    return CheckIn(
        id=said.client_id or uuid7(),
        operation_id=station.operation_id,
        station=station,
        milestone=milestone,
        value=said.value if milestone.kind == Milestone.Kind.COUNT else None,
        happened_at=said.happened_at or moment,
        # A phone whose clock runs ahead would hold against every later correction.
        written_at=min(said.written_at or moment, moment),
        received_at=moment,
        post=by,
        withdrawn=said.withdrawn,
        note=said.note.strip()[:200],
    )


def check_in_once(by: Post, station: Station, said: Said) -> tuple[CheckIn, bool]:
    """Report it, or find what came under the same identifier before; whether it is new.

    Raises what `report_milestone` raises, and Conflict when the identifier stands for something
    else. `station` may be known by its key alone.
    """
    try:
        return report_milestone(by, station, said), True
    except (IntegrityError, Problem):
        # Nearly every check-in is new, so it is only looked for once it cannot be made.
        there = known(by, station, said.client_id)
        if there is None:
            raise
        if not says_the_same(there, said):
            raise _used() from None
        return there, False


def says_the_same(row: CheckIn, said: Said) -> bool:
    """Whether `row` is what was said: a repeat, and not another thing under its identifier."""
    value = said.value if row.milestone.kind == Milestone.Kind.COUNT else None
    return (row.milestone.code, row.value, row.withdrawn) == (
        said.milestone.code,
        value,
        said.withdrawn,
    ) and said.happened_at in (None, row.happened_at)


def _used() -> Problem:
    return Conflict(_("This identifier was used for another check-in."), field="client_id")


def known(by: Post, station: Station, client_id: uuid.UUID | None) -> CheckIn | None:
    """The check-in that came under this identifier before; Conflict when it is another one's."""
    if client_id is None:
        return None
    row = CheckIn.objects.filter(pk=client_id).select_related("milestone").first()
    if row is not None and (row.station_id != station.pk or row.post_id != by.pk):
        raise _used()
    return row


def _flag_of(made: CheckIn, sheet: Mapping[str, ledger.Line], *, sure: bool) -> str:
    if made.milestone.kind != Milestone.Kind.COUNT:
        return ""
    others = {
        code: rules.Count(line.due_at, line.holding.value)
        for code, line in sheet.items()
        if code != made.milestone.code
        and line.holding is not None
        and line.holding.value is not None
        and not line.holding.withdrawn
    }
    station = made.station
    verdict = rules.judge_count(made.value, station.voters, made.milestone.due_at, others)
    if verdict.refused:
        words = {"most": int(station.voters * rules.MOST_OF_REGISTERED)}
        raise Invalid(REFUSED[verdict.refused] % words, field="value")
    if verdict.asks and not sure:
        raise Improbable(ASKED_BACK[verdict.asks] % {"voters": station.voters}, field="value")
    return verdict.asks


def _keep(made: CheckIn, old: ledger.Holding | None) -> None:
    """Write it; it holds if it was written last, and the sums of the village come along."""
    if old is not None and not rules.holds(
        made.written_at, made.pk.hex, old.written_at, old.check_in_id.hex
    ):
        ledger.keep(made)
        return
    station, milestone = made.station, made.milestone
    share = tallying.share_of(made, station, milestone)
    ledger.keep_standing(made, share.minus(tallying.share_of(old, station, milestone)))
