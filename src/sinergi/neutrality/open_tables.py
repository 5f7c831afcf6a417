"""The tables of the open figures, from reports as they stood on a day.

All tables part the same reports, and small cells are suppressed (`kernel.suppression`). What is one
report's course is said in one table, not in one for its state, one for the decision and one for
the answer: those would tell of one another. For the same reason time is one table, by stage and
month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.kernel.clock import local
from sinergi.kernel.suppression import Cell, joined, median, suppress
from sinergi.neutrality import law
from sinergi.neutrality.outcomes import SANCTIONED
from sinergi.stages.models import Stage

OTHER = "other"

# The course of a report: where it stands, what was decided, what the authority answered.
COURSE: dict[str, tuple[Any, Any]] = {
    "review": (_("State"), _("Received, being reviewed")),
    "information": (_("State"), _("Kept as preliminary information")),
    "handling": (_("State"), _("Registered, being handled")),
    "ended": (_("State"), _("Ended without a decision of the plenary")),
    "not_proven": (_("Decision"), _("Decided: not proven")),
    "proven": (_("Decision"), _("Decided: proven, not yet forwarded")),
    "waiting": (_("Outcome"), _("Forwarded, waits for the authority's answer")),
    "sanctioned": (_("Outcome"), _("Answered: with a sanction")),
    "answered": (_("Outcome"), _("Answered: otherwise")),
}
# What matters most first: what stands last hides first (see `suppress`).
WEIGHT = ("sanctioned", "proven", "not_proven", "waiting", "handling", "answered", "information",
          "ended", "review")  # fmt: skip
STATES = {
    "submitted": "review", "initial_review": "review", "needs_completion": "review",
    "preliminary": "information",
    "registered": "handling", "clarification": "handling", "plenary": "handling",
}  # fmt: skip
# Whom a report concerns and on which list it stands are one table too: by law one nearly says the
# other. Kinds of subject, and the ways (`tracks` of `law/`) that a breach of theirs takes.
ASN = ("asn_pns", "asn_pppk", "ward_head")
GROUPS: dict[str, str] = {
    **dict.fromkeys(("village_head", "village_officer", "bpd_member"), "village"),
    **dict.fromkeys(("tni", "polri"), "armed"),
    **dict.fromkeys(("incumbent", "state_official", "candidate"), "officials"),
    **dict.fromkeys(("organiser", "adhoc_organiser"), "organisers"),
}
SUBJECTS: dict[str, Any] = {
    "ethics": _("Civil servants (ASN): code of ethics"),
    "discipline": _("Civil servants (ASN): discipline"),
    "village": _("Village heads, village officers, BPD"),
    "criminal": _("Criminal matters, whomever they concern"),
    "officials": _("Incumbents, officials, candidates"),
    "armed": _("TNI and Polri"),
    "organisers": _("Election organisers"),
    OTHER: _("Not yet classified, or of several lists"),
}


@dataclass(frozen=True)
class Row:
    """One line of a table."""

    cell: Cell
    title: Any
    group: Any = ""


@dataclass(frozen=True)
class Table:
    """One table; `rows` is None when nothing of it may be shown."""

    code: str
    title: Any
    about: Any
    rows: list[Row] | None

    @property
    def most(self) -> int:
        """The longest bar."""
        counts = [row.cell.count or 0 for row in self.rows or []]
        return max(counts, default=0) or 1


@dataclass(frozen=True)
class Span:
    """How long a step took, in whole days, for the middle one of them; None for too few."""

    code: str
    title: Any
    days: int | None


@dataclass(frozen=True)
class Figures:
    """All that is published: `until` is the last day counted, None when there is nothing yet."""

    until: date | None = None
    total: int = 0
    tables: list[Table] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


@dataclass
class Report:
    """What is counted of one report, as it stood on the day."""

    arrived_on: date
    collected_on: date
    state: str
    subject_kind: str
    breaches: list[str]
    decision: str
    registered_at: datetime | None
    decided_at: datetime | None
    answers: list[Answered] = field(default_factory=list)


@dataclass(frozen=True)
class Answered:
    """What came of one hand-over, as far as it had come on the day."""

    sent_at: datetime
    answered_at: datetime | None
    outcome: str


def figures_of(reports: Sequence[Report], until: date, stages: Sequence[Stage]) -> Figures:
    """The published figures of these reports."""
    return Figures(
        until,
        len(reports),
        [_subjects(reports), _course(reports), _periods(reports, until, stages)],
        list(_spans(reports)),
    )


def course_of(report: Report) -> str:
    """Where in COURSE a report stands."""
    if report.state in STATES:
        return STATES[report.state]
    if report.answers:
        return _answer_of(report.answers)
    return report.decision or "ended"


def _answer_of(answers: Iterable[Answered]) -> str:
    outcomes = [one.outcome if one.answered_at else None for one in answers]
    if SANCTIONED in outcomes:
        return SANCTIONED
    return "waiting" if None in outcomes else "answered"


def _subjects(reports: Sequence[Report]) -> Table:
    tracks = {code: row.track for code, row in law.breaches().items()}
    counts = Counter(subject_of(report, tracks) for report in reports)
    cells = suppress({code: counts[code] for code in SUBJECTS})
    return Table(
        "subject",
        _("Whom they concern, and by which list"),
        _("Each report once, as Bawaslu classified it."),
        None if cells is None else [Row(cell, SUBJECTS[cell.code]) for cell in cells],
    )


def subject_of(report: Report, tracks: Mapping[str, str]) -> str:
    """Where in SUBJECTS a report stands; `tracks` are those of the breaches."""
    found = {tracks.get(code, OTHER) for code in report.breaches}
    if len(found) != 1:
        return OTHER
    track = found.pop()
    if track == "criminal":
        return track
    if report.subject_kind in ASN:
        return track if track in SUBJECTS else OTHER
    return GROUPS.get(report.subject_kind, OTHER)


def _course(reports: Sequence[Report]) -> Table:
    counts = Counter(course_of(report) for report in reports)
    cells = suppress({code: counts[code] for code in WEIGHT})
    by_code = {cell.code: cell for cell in cells or []}
    return Table(
        "course",
        _("How far they have come"),
        _("Each report once: by the latest of its state, its decision and the answer to it."),
        None
        if cells is None
        else [Row(by_code[code], title, group) for code, (group, title) in COURSE.items()],
    )


@dataclass(frozen=True)
class Piece:
    """Days that follow each other, of one month and one main stage."""

    first: date
    last: date
    stage: str


def _periods(reports: Sequence[Report], until: date, stages: Sequence[Stage]) -> Table:
    days = Counter(report.arrived_on for report in reports)
    pieces = _pieces(min(days).replace(day=1), until, stages)
    runs = joined([_within(days, piece) for piece in pieces])
    rows = [_period(pieces[run.first : run.last + 1], run.count) for run in runs]
    return Table(
        "period",
        _("When they came"),
        _("By stage of the election and by month, joined until each line holds at least five."),
        rows or None,
    )


def _within(days: Mapping[date, int], piece: Piece) -> int:
    return sum(count for day, count in days.items() if piece.first <= day <= piece.last)


def _period(pieces: Sequence[Piece], count: int) -> Row:
    first, last = pieces[0].first, pieces[-1].last
    names = dict.fromkeys(piece.stage for piece in pieces if piece.stage)
    return Row(Cell(f"{first}/{last}", count), "; ".join(names), (first, last))


def _pieces(first: date, last: date, stages: Sequence[Stage]) -> list[Piece]:
    found: list[Piece] = []
    for day in (first + timedelta(days=at) for at in range((last - first).days + 1)):
        name, before = _stage_on(day, stages), found[-1] if found else None
        if before and before.stage == name and before.first.month == day.month:
            found[-1] = Piece(before.first, day, name)
        else:
            found.append(Piece(day, day, name))
    return found


def _stage_on(day: date, stages: Sequence[Stage]) -> str:
    """The main stage that matters most on that day, as `stages.queries.main_stage` has it."""
    on = [row for row in stages if row.is_on(day)]
    best = max(on, key=lambda row: (row.tension, row.starts_on or date.min), default=None)
    return best.title if best else ""


def _spans(reports: Sequence[Report]) -> Iterable[Span]:
    answers = [one for report in reports for one in report.answers]
    yield Span(
        "registration",
        _("From arrival to registration"),
        median([_days(r.arrived_on, r.registered_at) for r in reports if r.registered_at]),
    )
    yield Span(
        "decision",
        _("From registration to decision"),
        median([
            _days(local(r.registered_at).date(), r.decided_at)
            for r in reports
            if r.registered_at and r.decided_at
        ]),
    )  # fmt: skip
    yield Span(
        "answer",
        _("From forwarding to the authority's answer"),
        median([
            _days(local(one.sent_at).date(), one.answered_at) for one in answers if one.answered_at
        ]),
    )  # fmt: skip


def _days(since: date, moment: datetime) -> int:
    return max((local(moment).date() - since).days, 0)
