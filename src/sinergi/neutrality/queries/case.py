"""Everything that the page of one case shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from sinergi.agencies.models import Post
from sinergi.followups.timeline import Event, event_of, is_told
from sinergi.kernel.models import JournalEntry
from sinergi.neutrality import clockwork, law, rules
from sinergi.neutrality.clocks import is_within
from sinergi.neutrality.clockwork import ClockLine
from sinergi.neutrality.models import Bar, Case, Handover, Proposal
from sinergi.neutrality.periods import Period, findings_for, periods_on
from sinergi.neutrality.reading import OpenLeaf, conversation, report_of
from sinergi.neutrality.sealing.case_keys import Opened
from sinergi.regions.models import Region

LONGEST_STORY = 200  # entries shown of one case


@dataclass(frozen=True)
class Check:
    """A condition of the law. `fulfilled`: as a handler said; `hint`: as the house sees it."""

    condition: law.Condition
    fulfilled: bool
    hint: bool | None = None  # None: a person must look


@dataclass
class CasePage:
    """A case with all that belongs to it. `report` and texts are None while the key is locked."""

    case: Case
    leaves: list[OpenLeaf]
    report: dict[str, Any] | None
    clocks: list[ClockLine]
    proposals: list[Proposal]
    bars: list[Bar]
    handovers: list[Handover]
    checks: list[Check]
    subject: law.Subject | None
    breaches: list[law.Breach]
    receivers: list[law.Receiver]
    barred_titles: list[str]
    findings: list[Period]
    events: list[Event]
    place: str
    readable: bool

    @property
    def report_day(self) -> date | None:
        """The day on which it happened, as the report says."""
        return _day_of(self.report)

    @property
    def told_subject(self) -> law.Subject | None:
        """Whom the reporter chose."""
        return law.subjects().get(str((self.report or {}).get("subject_kind", "")))

    @property
    def told_breaches(self) -> list[law.Breach]:
        """What the reporter chose."""
        known = law.breaches(self.case.arrived_on)
        return [known[code] for code in (self.report or {}).get("breaches") or () if code in known]

    @property
    def running(self) -> list[ClockLine]:
        """Deadlines that are not over."""
        return [line for line in self.clocks if line.clock.ended_at is None]

    @property
    def ended(self) -> list[ClockLine]:
        """Deadlines that are."""
        return [line for line in self.clocks if line.clock.ended_at is not None]

    @property
    def identities(self) -> list[Proposal]:
        """Requests to open what is sealed twice."""
        return [row for row in self.proposals if row.kind == Proposal.Kind.IDENTITY]

    @property
    def closing(self) -> Proposal | None:
        """The proposal to close that waits."""
        kind, state = Proposal.Kind.CLOSE, Proposal.State.OPEN
        found = (row for row in self.proposals if row.kind == kind and row.state == state)
        return next(found, None)


def case_page(post: Post, case: Case, opened: Opened | None) -> CasePage:
    """All that is shown of a case; what is sealed only with an unlocked key."""
    rows = list(case.leaves.filter(collected=True).select_related("written_by"))
    files = list(case.files.filter(collected=True))
    leaves = conversation(case, rows, files, opened)
    report = report_of(leaves)
    clocks = list(case.clocks.order_by("due_at"))
    proposals = list(case.proposals.select_related("proposed_by", "answered_by"))
    bars = list(case.bars.select_related("post"))
    handovers = list(case.handovers.all())
    day = _day_of(report) or case.arrived_on
    known = law.breaches(case.arrived_on)
    authorities = law.authorities()
    return CasePage(
        case=case,
        leaves=leaves,
        report=report,
        clocks=clockwork.lines_of(case, clocks),
        proposals=proposals,
        bars=bars,
        handovers=handovers,
        checks=checks_of(case, report, has_files=bool(files)),
        subject=law.subjects().get(case.subject_kind),
        breaches=[known[code] for code in case.breaches if code in known],
        receivers=receivers_of(case, day),
        barred_titles=[authorities[code].title for code in case.barred_authorities
                       if code in authorities],
        findings=findings_of(case, report),
        events=_story(case, (*rows, *proposals, *bars, *handovers, *clocks)),
        place=_place_of(report),
        readable=report is not None,
    )  # fmt: skip


def receivers_of(case: Case, day: date) -> list[law.Receiver]:
    """Who receives it, as far as it is classified; barred authorities left out."""
    if not case.subject_kind:
        return []
    return law.receivers_of(case.subject_kind, case.breaches, day, barred=case.barred_authorities)


def checks_of(case: Case, report: dict[str, Any] | None, *, has_files: bool) -> list[Check]:
    """The conditions of the law, with what the house itself can see of them."""
    hints = _hints(case, report, has_files=has_files)
    return [
        Check(row, bool(case.conditions.get(row.code)), hints.get(row.code))
        for row in law.conditions(case.arrived_on, finding=case.origin == Case.Origin.FINDING)
    ]


def _hints(case: Case, report: dict[str, Any] | None, *, has_files: bool) -> dict[str, bool]:
    """What stands in clear; and, while it is opened, whether the report's own fields are there."""
    found = {"reporter": case.has_identity, "evidence": has_files}
    if report is not None:
        found |= {
            "reported": bool(report.get("subject")),
            "time_and_place": bool(_when(report)) and bool(report.get("where")),
            "description": bool(report.get("what")),
        }
    known_on = case.known_on or _as_day((report or {}).get("known_on"))
    if known_on:
        window = law.deadlines(case.arrived_on)[rules.WINDOW]
        found["in_time"] = is_within(window, known_on, case.arrived_on)
    return found


def _when(report: dict[str, Any]) -> Any:
    return report.get("day") or report.get("when")


def _day_of(report: dict[str, Any] | None) -> date | None:
    return _as_day((report or {}).get("day"))


def _place_of(report: dict[str, Any] | None) -> str:
    """The village or district of the report. One statement while it is opened."""
    code = (report or {}).get("region")
    found = Region.objects.with_parent().filter(pk=code).first() if code else None
    return found.full_name if found else ""


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def findings_of(case: Case, report: dict[str, Any] | None) -> list[Period]:
    """What was prohibited to such a person on the day of the act; sealed, that of its report."""
    day = _day_of(report)
    if day is None or not case.subject_kind:
        return findings_for(case)
    return periods_on(case.operation, day, case.subject_kind)


def _story(case: Case, related: Iterable[Any]) -> list[Event]:
    """What was done with the case, the latest first. One statement."""
    ids: dict[str, list[str]] = {case._meta.label_lower: [str(case.pk)]}
    for row in related:
        ids.setdefault(row._meta.label_lower, []).append(str(row.pk))
    subjects = Q(pk__in=[])
    for label, keys in ids.items():
        subjects |= Q(subject_type=label, subject_id__in=keys)
    entries = JournalEntry.objects.filter(subjects).order_by("-id")[:LONGEST_STORY]
    return [event_of(entry) for entry in entries if is_told(entry.verb)]
