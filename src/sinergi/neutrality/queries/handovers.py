"""Hand-overs: which wait for an answer, how long still, and with whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Min, Q

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import law
from sinergi.neutrality.clockwork import ClockLine, line_of, running_clocks
from sinergi.neutrality.models import Case, Handover, LegalClock, Paper
from sinergi.neutrality.outcomes import OUTCOMES
from sinergi.neutrality.permissions import require_handler

PAGE = 50
OPEN = (Handover.State.PREPARED, Handover.State.SENT)
STATES = ("open", "late", "answered", "all")


@dataclass
class HandoverLine:
    """One hand-over with its authority, its clock and what was answered."""

    row: Handover

    @property
    def authority(self) -> str:
        """What the authority is called."""
        found = law.authorities().get(self.row.authority)
        return found.title if found else self.row.authority

    @property
    def clock(self) -> ClockLine | None:
        """The time to answer, while it runs."""
        running: list[LegalClock] = self.row.running  # type: ignore[attr-defined]
        return line_of(self.row.case, running[0], now()) if running else None

    @property
    def outcome(self) -> Any:
        """What the authority decided, in words; empty before."""
        return OUTCOMES.get(self.row.outcome, "")

    @property
    def sanction(self) -> str:
        """The sanction that it imposed; empty without one."""
        found = law.sanctions().get(self.row.sanction)
        return found.title if found else ""


@dataclass
class HandoverList:
    """A page of the list, and the authorities by which it may be narrowed."""

    lines: list[HandoverLine] = field(default_factory=list)
    total: int = 0
    late: int = 0
    authorities: list[tuple[str, str]] = field(default_factory=list)
    more: bool = False


def handovers(post: Post, *, state: str = "open", authority: str = "", page: int = 1
              ) -> HandoverList:  # fmt: skip
    """The hand-overs of her cases, soonest answer first. Four statements, whatever their number."""
    mine = Handover.objects.filter(case__in=Case.objects.visible_to(post))
    running = Q(clocks__ended_at__isnull=True)
    rows = mine.annotate(due=Min("clocks__due_at", filter=running))
    late = Q(state=Handover.State.SENT, due__lte=now())
    wanted = _wanted(rows, state, late)
    if authority:
        wanted = wanted.filter(authority=authority)
    start = (page - 1) * PAGE
    ordered = _whole(wanted).order_by(F("due").asc(nulls_last=True), "-prepared_at", "pk")
    found = list(ordered[start : start + PAGE + 1])
    codes = sorted(set(mine.order_by().values_list("authority", flat=True).distinct()))
    known = law.authorities()
    return HandoverList(
        [HandoverLine(row) for row in found[:PAGE]],
        wanted.count(),
        rows.filter(late).count(),
        [(code, known[code].title if code in known else code) for code in codes],
        len(found) > PAGE,
    )


def _wanted(rows: Any, state: str, late: Q) -> Any:
    if state == "late":
        return rows.filter(late)
    if state == "answered":
        return rows.filter(state=Handover.State.ANSWERED)
    return rows if state == "all" else rows.filter(state__in=OPEN)


def _whole(rows: Any) -> Any:
    return rows.select_related("case__operation", "case__agency").prefetch_related(running_clocks())


def find_handover(post: Post, pk: uuid.UUID) -> Handover:
    """One hand-over of a case that she handles; NotFound for everybody else."""
    require_handler(post)
    rows = _whole(Handover.objects.filter(case__in=Case.objects.visible_to(post)))
    found: Handover | None = rows.select_related("answer", "prepared_by").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    found.case.known_to = post.pk  # type: ignore[attr-defined]
    return found


def find_paper(post: Post, pk: uuid.UUID) -> Paper:
    """One paper of a case that she handles; NotFound for everybody else."""
    require_handler(post)
    rows = Paper.objects.filter(case__in=Case.objects.visible_to(post))
    found = rows.select_related("case__operation", "case__agency").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def lines_of_case(case: Case) -> list[HandoverLine]:
    """All that was handed on of one case. Two statements."""
    return [HandoverLine(row) for row in _whole(case.handovers.all())]
