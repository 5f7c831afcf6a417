"""The list of cases: what is asked for, page by page, in the same number of statements."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from sinergi.agencies.models import Post
from sinergi.kernel.clock import now
from sinergi.kernel.problems import NotFound
from sinergi.neutrality import law, rules
from sinergi.neutrality.clockwork import ClockLine, line_of, running_clocks
from sinergi.neutrality.models import Case, Leaf, LegalClock, Proposal
from sinergi.neutrality.models.cases import Cases
from sinergi.neutrality.permissions import require_handler
from sinergi.neutrality.reading import Summary, summaries
from sinergi.neutrality.sealing.case_keys import Opened

PAGE = 50  # cases
SEARCHED = 1_000  # summaries opened for one search, at most
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are asked for. `state`: one of the states, `open`, or empty for all."""

    state: str = "open"
    clock: str = ""
    origin: str = ""
    subject: str = ""
    mine: bool = False
    words: str = ""

    def apply(self, rows: Cases, post: Post) -> Cases:
        """The rows that fit, by what stands in clear; words are not searched here."""
        if self.state == "open":
            rows = rows.filter(state__in=rules.OPEN)
        elif self.state:
            rows = rows.filter(state=self.state)
        if self.origin:
            rows = rows.filter(origin=self.origin)
        if self.subject:
            rows = rows.filter(subject_kind=self.subject)
        if self.mine:
            rows = rows.filter(Exists(_worked_on(post)))
        return rows.filter(Exists(_clocks(self.clock))) if self.clock else rows


def _worked_on(post: Post) -> Any:
    return Leaf.objects.filter(case=OuterRef("pk"), written_by__account=post.account_id)


def _clocks(which: str) -> Any:
    running = LegalClock.objects.filter(case=OuterRef("pk"), ended_at__isnull=True)
    moment = now()
    if which == "overdue":
        return running.filter(due_at__lte=moment)
    return running.filter(due_at__lte=moment + SOON)


@dataclass
class CaseLine:
    """One line of the list. `summary` is None while the key is locked, or does not open it."""

    case: Case
    summary: Summary | None = None

    @property
    def clock(self) -> ClockLine | None:
        """The deadline that comes first, with what is left of it."""
        running: list[LegalClock] = self.case.running  # type: ignore[attr-defined]
        return line_of(self.case, running[0], now()) if running else None

    @property
    def subject(self) -> str:
        """Whom it concerns, as a handler classified it; empty before."""
        row = law.subjects().get(self.case.subject_kind)
        return row.title if row else ""

    @property
    def waiting(self) -> list[Proposal]:
        """What waits for a second person."""
        found: list[Proposal] = self.case.waiting  # type: ignore[attr-defined]
        return found


@dataclass
class CaseList:
    """A page of the list. `older` is the mark where the next begins; `searched` of a search."""

    lines: list[CaseLine] = field(default_factory=list)
    total: int = 0
    older: str = ""
    searched: int | None = None
    all_searched: bool = True


def listed(
    post: Post, wanted: CaseFilter, *, opened: Opened | None = None, before: str = ""
) -> CaseList:
    """The newest cases that fit, or those older than the mark `before`.

    Five statements when unlocked, whatever the number of rows; words are looked for in the
    summaries of the newest SEARCHED cases that fit, since only an opened summary can be searched.
    """
    rows = wanted.apply(Case.objects.visible_to(post), post)
    if wanted.words and opened:
        return _searched(rows, wanted.words, opened)
    total = rows.count()
    found = list(_with_work(_after(rows, post, before))[: PAGE + 1])
    cases = found[:PAGE]
    read = summaries(cases, opened) if opened else {}
    lines = [CaseLine(case, read.get(case.pk)) for case in cases]
    return CaseList(lines, total, str(cases[-1].pk) if len(found) > PAGE else "")


def _searched(rows: Cases, words: str, opened: Opened) -> CaseList:
    looked_at = list(rows.order_by("-arrived_on", "-number")[: SEARCHED + 1])
    cases = looked_at[:SEARCHED]
    read = summaries(cases, opened)
    hits = [case.pk for case in cases if case.pk in read and read[case.pk].has(words)]
    shown = _with_work(Case.objects.filter(pk__in=hits[:PAGE]))
    lines = [CaseLine(case, read.get(case.pk)) for case in shown]
    return CaseList(
        lines, len(hits), "", searched=len(cases), all_searched=len(looked_at) <= SEARCHED
    )


def _with_work(rows: Cases) -> Cases:
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN)
    whole: Cases = (
        rows.whole()
        .order_by("-arrived_on", "-number")
        .prefetch_related(
            running_clocks(),
            Prefetch("proposals", waiting, to_attr="waiting"),
        )
    )
    return whole


def _after(rows: Cases, post: Post, before: str) -> Cases:
    """Those after the case that ended the page before; all of them for what is no mark."""
    mark = _case_at(post, before)
    if mark is None:
        return rows
    day, number = mark
    return rows.filter(
        Q(arrived_on__lt=day) | Q(arrived_on=day, number__lt=number), arrived_on__lte=day
    )


def _case_at(post: Post, before: str) -> tuple[Any, str] | None:
    try:
        key = uuid.UUID(before)
    except ValueError:
        return None
    found = Case.objects.visible_to(post).filter(pk=key)
    return found.values_list("arrived_on", "number").first()


def requests_for(keeper: Post) -> list[Proposal]:
    """What a keeper of identities sees: requests that wait, and what she opened and still reads."""
    cases = Case.objects.visible_to(keeper)
    rows = Proposal.objects.filter(case__in=cases, kind=Proposal.Kind.IDENTITY).select_related(
        "case", "proposed_by", "answered_by"
    )
    hers = Q(answered_by__account=keeper.account_id, opened__isnull=False, ends_at__gt=now())
    return list(rows.filter(Q(state=Proposal.State.OPEN) | hers))


def find_case(post: Post, pk: uuid.UUID) -> Case:
    """The case, for one of its handlers; NotFound for everybody else."""
    require_handler(post)
    found = Case.objects.visible_to(post).whole().filter(pk=pk).first()
    if found is None:
        raise NotFound()
    found.known_to = post.pk  # type: ignore[attr-defined]
    return found


def find_proposal(post: Post, pk: uuid.UUID) -> Proposal:
    """A request to open an identity, for a keeper, or for a handler of the case."""
    rows = Proposal.objects.select_related(
        "case__operation", "case__agency", "proposed_by", "answered_by", "file", "reason"
    )
    visible = Case.objects.visible_to(post)
    found = rows.filter(pk=pk, kind=Proposal.Kind.IDENTITY, case__in=visible).first()
    if found is None:
        raise NotFound()
    found.case.known_to = post.pk  # type: ignore[attr-defined]
    return found
