"""Starting and ending legal clocks, for use inside actions; and how a page tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sinergi.kernel.clock import now
from sinergi.neutrality import clocks
from sinergi.neutrality.law import Deadline, deadlines
from sinergi.neutrality.models import Case, Handover, LegalClock

# How one that is over climbs: a proposal of this house, for no rule was found.
CLIMB_EVERY = timedelta(hours=24)
LEVELS = (
    _("handler"),
    _("members of Bawaslu"),
    _("leader of Bawaslu, and Bawaslu Provinsi"),
)
TOP = len(LEVELS) - 1


def start_clock(
    case: Case, rule_code: str, at: datetime, handover: Handover | None = None
) -> LegalClock:
    """Let a deadline run from `at` (the event); the one that runs already stays as it is.

    Raises KeyError for a rule that does not exist on that day.
    """
    running = _running(case, rule_code, handover)
    if running is not None:
        return running
    zone = zone_of(case)
    rule = deadlines(at.astimezone(zone).date())[rule_code]
    return LegalClock.objects.create(
        case=case,
        handover=handover,
        rule=rule_code,
        started_at=at,
        due_at=clocks.due_at(rule, at, zone),
    )


def stop_clock(
    case: Case, rule_code: str, at: datetime, handover: Handover | None = None
) -> LegalClock | None:
    """End it: met, or met too late, as `at` says. None when none runs."""
    clock = _running(case, rule_code, handover)
    if clock is not None:
        end = LegalClock.End.MET if at <= clock.due_at else LegalClock.End.MISSED
        clock.ended_at, clock.end = at, end
        clock.save(update_fields=["ended_at", "end"])
    return clock


def void_clocks(case: Case, *rule_codes: str) -> int:
    """End those that are no longer needed: of these rules, or all of the case; how many."""
    rows = LegalClock.objects.filter(case=case, ended_at=None)
    if rule_codes:
        rows = rows.filter(rule__in=rule_codes)
    return rows.update(ended_at=now(), end=LegalClock.End.VOID)


def _running(case: Case, rule_code: str, handover: Handover | None) -> LegalClock | None:
    rows = LegalClock.objects.filter(case=case, rule=rule_code, handover=handover, ended_at=None)
    return rows.first()


def zone_of(case: Case) -> ZoneInfo:
    """The time zone in which its days are counted."""
    return ZoneInfo(case.operation.timezone)


@dataclass(frozen=True)
class ClockLine:
    """One clock as a page shows it. `left` is in words: "3 hari kerja lagi", "lewat 2 hari"."""

    clock: LegalClock
    rule: Deadline
    left: str
    late: bool
    soon: bool

    @property
    def holder(self) -> Any:
        """Who holds it now, as often as it climbed."""
        return LEVELS[min(self.clock.level, TOP)]

    @property
    def tone(self) -> str:
        """danger when it is over, warning when its holder was due to be told, else info."""
        return "danger" if self.late else "warning" if self.soon else "info"


def lines_of(
    case: Case, rows: Iterable[LegalClock], moment: datetime | None = None
) -> list[ClockLine]:
    """Each clock with its rule and what is left of it; of an ended one nothing is left."""
    return [line_of(case, row, moment or now()) for row in rows]


def running_clocks() -> Any:
    """For `prefetch_related`: the deadlines that run stand in `running`, the soonest first."""
    clocks_that_run = LegalClock.objects.filter(ended_at__isnull=True).order_by("due_at")
    return Prefetch("clocks", clocks_that_run, to_attr="running")


def line_of(case: Case, clock: LegalClock, moment: datetime) -> ClockLine:
    """One clock at a moment."""
    zone = zone_of(case)
    rule = rule_of(clock, zone)
    rest = clocks.left(rule, clock.due_at, clock.ended_at or moment, zone)
    soon = moment >= clock.due_at - rule.warn_hours * clocks.HOUR
    shown = "" if clock.ended_at else left_words(rest)
    return ClockLine(clock, rule, shown, rest.late, soon)


def rule_of(clock: LegalClock, zone: ZoneInfo) -> Deadline:
    """The rule as it stood when the clock was started; a rule that is gone, as it stood last."""
    day = clock.started_at.astimezone(zone).date()
    return deadlines(day).get(clock.rule) or deadlines()[clock.rule]


def left_words(rest: clocks.Left) -> str:
    """What is left, or by how much it is over, in the reader's language."""
    text = _words(rest.unit, late=rest.late, count=rest.amount)
    return text % {"count": rest.amount}


def _words(unit: str, *, late: bool, count: int) -> str:
    if late:
        return {
            "hours": ngettext("%(count)s hour over", "%(count)s hours over", count),
            "working_days": ngettext(
                "%(count)s working day over", "%(count)s working days over", count
            ),
        }.get(unit) or ngettext("%(count)s day over", "%(count)s days over", count)
    return {
        "minutes": ngettext("%(count)s minute left", "%(count)s minutes left", count),
        "hours": ngettext("%(count)s hour left", "%(count)s hours left", count),
        "calendar_days": ngettext("%(count)s day left", "%(count)s days left", count),
        "working_days": ngettext(
            "%(count)s working day left", "%(count)s working days left", count
        ),
    }[unit]
