"""Cases that Bawaslu itself writes down: its own findings, and reports at its counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.kernel.action import action
from sinergi.kernel.clock import now
from sinergi.kernel.models import Operation
from sinergi.kernel.numbers import next_number
from sinergi.kernel.problems import Forbidden, needed
from sinergi.neutrality import permissions
from sinergi.neutrality.actions.steps import move, run_clocks
from sinergi.neutrality.casebook import open_case
from sinergi.neutrality.models import Case

SERIES = {Case.Origin.REPORT: "LPN", Case.Origin.FINDING: "TMN"}


@dataclass(frozen=True)
class Written:
    """What a handler wrote down, as the casebook keeps it."""

    what: str
    subject: str
    subject_kind: str = ""
    breaches: Sequence[str] = ()
    day: date | None = None
    when: str = ""
    known_on: date | None = None
    where: str = ""
    region: str = ""
    witnesses: str = ""
    candidate: str = ""

    def facts(self) -> dict[str, Any]:
        """The leaf of the report. Raises Invalid at `what` or `subject` when empty."""
        return {
            "what": needed(self.what, "what", _("Write what happened.")),
            "subject_kind": self.subject_kind,
            "subject": needed(self.subject, "subject", _("Write whom it concerns.")),
            "breaches": list(self.breaches),
            "day": self.day.isoformat() if self.day else "",
            "when": self.when,
            "known_on": self.known_on.isoformat() if self.known_on else "",
            "where": self.where,
            "region": self.region,
            "witnesses": self.witnesses,
            "candidate": self.candidate,
        }


@action(
    "neutrality_case.finding_raised",
    subject=Case,
    may=permissions.may_raise_finding,
    title=_("Raise as a finding"),
)
def raise_finding(by: Post, case: Case) -> Case:
    """Bawaslu looks into it of its own accord; it needs no reporter. Time to decide begins."""
    case.origin, case.registered_at, case.closed_at = Case.Origin.FINDING, now(), None
    return move(case, "raise_finding")


@action(
    "neutrality_case.finding_recorded",
    subject=Case,
    parent=Operation,
    may=permissions.may_record,
    title=_("Record a finding"),
)
def record_finding(by: Post, operation: Operation, *, written: Written) -> Case:
    """What Bawaslu's own supervision found; it is in review at once."""
    return _record(by, operation, written, Case.Origin.FINDING, state="initial_review")


@action(
    "neutrality_case.report_recorded",
    subject=Case,
    parent=Operation,
    may=permissions.may_record,
    title=_("Record a report at the counter"),
)
def record_report_at_counter(
    by: Post, operation: Operation, *, written: Written, identity: dict[str, Any]
) -> Case:
    """A report made at the office, with the reporter's identity, sealed as any other.

    The case carries `receipt_words` once: what the reporter takes home.
    """
    from sinergi.neutrality import receipts

    needed(str(identity.get("name", "")), "name", _("Write the name of the reporter."))
    case = _record(by, operation, written, Case.Origin.REPORT, identity=identity)
    case.receipt_words = receipts.give_receipt(case)  # type: ignore[attr-defined]
    run_clocks(case, "begin_review")
    return case


def _record(
    by: Post,
    operation: Operation,
    written: Written,
    origin: str,
    *,
    identity: dict[str, Any] | None = None,
    state: str = "submitted",
) -> Case:
    case = open_case(operation, report=written.facts(), identity=identity, origin=origin, by=by)
    if case.agency_id != by.agency_id:
        raise Forbidden(_("Reports of this operation are handled by another agency."))
    case.collected_on, case.state, case.since = case.arrived_on, state, now()
    case.number = next_number(SERIES[Case.Origin(origin)], operation)
    case.save()
    return case
