"""The integrated action plan: what the follow-ups of its directives say for one period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from sinergi.agencies.models import Desk, Post
from sinergi.followups import rules
from sinergi.followups.models import Followup
from sinergi.kernel.clock import local, now, zone
from sinergi.kernel.models import OfficialDocument
from sinergi.meetings.action_plan_periods import PERIODS, Period, targets
from sinergi.meetings.models import Directive, DirectiveShare
from sinergi.meetings.queries.directives import visible_to
from sinergi.regions.models import under

KIND = "Rencana Aksi"


@dataclass(frozen=True)
class PlanRow:
    """One action of the plan, as it stood at the end of the period, or stands now."""

    number: int
    directive: Directive
    problem: str
    action: str
    measure: str
    responsible: str
    supporting: str
    first: date
    last: date
    targets: dict[str, int | None]
    realisation: str
    done: int
    of: int
    evidence: str
    obstacle: str
    next_step: str

    @property
    def percent(self) -> int:
        """The share of its owners who have done it, in whole percent."""
        return round(100 * self.done / self.of) if self.of else 0

    @property
    def target_list(self) -> list[int | None]:
        """The targets of B04, B08 and B12, in this order."""
        return [self.targets[code] for code in PERIODS]


def seen_by(post: Post, period: Period) -> list[PlanRow]:
    """The plan as far as she may see it. Three statements."""
    return _rows(visible_to(post), period)


def of_desk(desk: Desk, period: Period) -> list[PlanRow]:
    """The whole plan of the desk's place, as its report has it. Three statements."""
    return _rows(
        Directive.objects.filter(
            under("meeting__region_id", [desk.region_id]),
            meeting__operation_id=desk.operation_id,
        ).exclude(meeting__nature="confidential"),
        period,
    )


def _rows(rows: QuerySet[Directive], period: Period) -> list[PlanRow]:
    """What was given before the period ended, and was not ended before it began."""
    start, end = _moment(period.first), _moment(period.after)
    shares = DirectiveShare.objects.exclude(followup__state="withdrawn")
    living = shares.filter(directive=OuterRef("pk")).filter(
        Q(followup__closed_at__isnull=True) | Q(followup__closed_at__gte=start)
    )
    whole = shares.select_related(
        "followup__to_agency",
        "followup__to_desk",
        "followup__superior_agency",
        "followup__superior_desk",
    ).annotate(files=Count("followup__evidence"))
    found = (
        rows.filter(Exists(living), in_plan=True, given_at__lt=end)
        .select_related("meeting__region", "item")
        .prefetch_related(Prefetch("shares", whole.order_by("pk")))
        .order_by("due_at", "given_at", "pk")
    )
    return [_row(number, row, period, end) for number, row in enumerate(found, 1)]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(0), zone())


def _row(number: int, directive: Directive, period: Period, end: datetime) -> PlanRow:
    owed = [share.followup for share in directive.shares.all()]
    done = [row for row in owed if row.state == "closed" and row.closed_at and row.closed_at < end]
    due = local(max((row.due_at for row in owed if row.due_at), default=directive.due_at)).date()
    return PlanRow(
        number=number,
        directive=directive,
        problem=directive.problem or _point(directive),
        action=directive.text,
        measure=directive.measure or directive.evidence_asked,
        responsible="; ".join(row.owner_label for row in owed),
        supporting=directive.supporting,
        first=local(directive.given_at).date(),
        last=due,
        targets=targets(due, period.year),
        realisation=_realisation(owed, done),
        done=len(done),
        of=len(owed),
        evidence=_evidence(directive),
        obstacle=_obstacle(owed),
        next_step=_next_step(owed),
    )


def _point(directive: Directive) -> str:
    return directive.item.title if directive.item else directive.meeting.title


def _realisation(owed: Sequence[Followup], done: Sequence[Followup]) -> str:
    """How many have done it, and what the last answer says."""
    answers = [row.answer.strip().splitlines()[0] for row in owed if row.answer.strip()]
    told = f"{len(done)} dari {len(owed)} pelaksana selesai."
    return f"{told} {answers[-1][:200]}" if answers else told


def _evidence(directive: Directive) -> str:
    shares: list[Any] = list(directive.shares.all())
    files = sum(share.files for share in shares)
    return f"{files} berkas" if files else "–"


def _obstacle(owed: Sequence[Followup]) -> str:
    """What stands in the way, as the follow-ups tell it."""
    told = []
    for row in owed:
        if row.state == "refused":
            told.append(f"{row.owner_label} menolak: {row.answer.strip()[:150]}")
        elif row.is_overdue:
            told.append(f"{row.owner_label} terlambat {_late(row)}{_climbed(row)}")
    return "; ".join(told) or "–"


def _late(row: Followup) -> str:
    days = (now() - row.due_at).days if row.due_at else 0
    return f"{days} hari" if days else "kurang dari sehari"


def _climbed(row: Followup) -> str:
    return f", naik kepada {row.superior}" if row.has_climbed else ""


def _next_step(owed: Sequence[Followup]) -> str:
    """What the secretariat does about it."""
    waiting = [row for row in owed if row.state in rules.OWED]
    judged = sum(row.state == "reported" for row in owed)
    told = []
    if waiting:
        told.append(f"Menunggu jawaban {len(waiting)} pelaksana")
    if judged:
        told.append(f"{judged} jawaban dinilai")
    return "; ".join(told) or "Selesai"


def issued(operation_id: Any, period: Period) -> list[OfficialDocument]:
    """The reports of a period, the first one first. One statement."""
    rows = OfficialDocument.objects.filter(operation_id=operation_id, kind=KIND)
    return list(
        rows.filter(data__year=period.year, data__period=period.code).order_by("issued_at", "pk")
    )


def years_of(post: Post) -> list[int]:
    """The years in which something of the plan was given; the present one always."""
    given = visible_to(post).filter(in_plan=True).dates("given_at", "year")
    return sorted({day.year for day in given} | {local(now()).year}, reverse=True)


def last_day(period: Period) -> date:
    """The last day of a period."""
    return period.after - timedelta(days=1)
