"""The life of a situation report: opened, frozen, completed, approved, published, corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Desk, Post
from sinergi.agencies.roles import ROLES
from sinergi.briefing import report_rules as rules
from sinergi.briefing.models import (
    ReportCorrection,
    ReportPart,
    ReportRecords,
    ReportSchedule,
    SituationReport,
)
from sinergi.briefing.permissions import reports as permissions
from sinergi.briefing.queries.report_figures import figures_of
from sinergi.briefing.report_paper import issue_paper
from sinergi.kernel.action import action, note
from sinergi.kernel.actors import Actor
from sinergi.kernel.clock import local, now
from sinergi.kernel.problems import Conflict, Invalid, needed

ANSWERING = [role.code for role in ROLES.values() if role.may("answer")]
LONGEST = 300  # days of a period


@action(
    "report_schedule.set",
    subject=ReportSchedule,
    parent=Desk,
    lock_parent=True,
    may=permissions.may_open_report,
    title=_("Set when reports are due"),
)
def set_report_schedule(
    by: Post,
    desk: Desk,
    *,
    opens: time,
    cut_off: time,
    minutes_for_parts: int,
    active: bool = True,
    copies_to: str = "",
) -> ReportSchedule:
    """When the daily report of a desk opens and when its numbers are frozen, in local time."""
    if not rules.in_order(opens, cut_off):
        raise Invalid(_("A report opens before its cut-off."), field="cut_off")
    row = ReportSchedule.objects.filter(desk=desk).first()
    row = row or ReportSchedule(operation=desk.operation, desk=desk)
    row.opens, row.cut_off, row.active = opens, cut_off, active
    row.minutes_for_parts, row.copies_to = minutes_for_parts, copies_to.strip()
    row.save()
    return row


@action(
    "report.opened",
    subject=SituationReport,
    parent=Desk,
    may=permissions.may_open_report,
    title=_("Open a report"),
    system=True,
)
def open_report(
    by: Actor,
    desk: Desk,
    *,
    kind: str,
    from_at: datetime,
    until_at: datetime,
    parts_due_at: datetime | None = None,
    subject: str = "",
    copies_to: str = "",
) -> SituationReport:
    """Begin to collect: every agency that has its seat at this level owes its part.

    Raises Invalid for a period that is none, or a special report without its subject; Conflict
    when the report of that period is there.
    """
    if not from_at < until_at <= from_at + timedelta(days=LONGEST):
        raise Invalid(_("The period ends after it begins."), field="until_at")
    if kind == "special":
        subject = needed(subject, "subject", _("Say what the special report is about."))
    report = SituationReport(
        operation=desk.operation, region_id=desk.region_id, desk=desk, kind=kind,
        subject=subject.strip(), from_at=from_at, until_at=until_at,
        parts_due_at=max(parts_due_at or until_at, until_at), copies_to=copies_to.strip(),
        opened_at=now(), opened_by=by.actor_label,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("The report of this period was opened already.")) from error
    owing = agencies_of(desk)
    ReportPart.objects.bulk_create(ReportPart(report=report, agency=agency) for agency in owing)
    note(parts=len(owing))
    return report


def agencies_of(desk: Desk) -> list[Agency]:
    """The agencies at the level of this desk for which somebody answers. One statement."""
    in_force = Post.objects.in_force(local(now()).date()).filter(role__in=ANSWERING)
    rows = Agency.objects.filter(
        operation_id=desk.operation_id, region_id=desk.region_id, kind__in=rules.ASKED
    )
    return list(rows.filter(pk__in=in_force.values("agency_id")))


@action(
    "report.frozen",
    subject=SituationReport,
    may=permissions.may_freeze_report,
    title=_("Freeze the numbers"),
    system=True,
)
def freeze_report(by: Actor, report: SituationReport) -> SituationReport:
    """Count everything as it stood at the cut-off; from now on no number changes.

    Raises Conflict before the cut-off, or when the numbers stand already.
    """
    if report.until_at > now() or not rules.allows("freeze", report.state):
        raise Conflict(_("The cut-off is still to come, or the numbers stand already."))
    report.figures, records = figures_of(report)
    ReportRecords.objects.bulk_create(
        ReportRecords(report=report, key=one.key, of=one.of, ids=one.ids) for one in records
    )
    report.state, report.frozen_at = SituationReport.State.FROZEN, now()
    report.save()
    return report


@action(
    "report.completed",
    subject=SituationReport,
    may=permissions.may_complete_report,
    title=_("Complete the report"),
)
def complete_report(
    by: Post,
    report: SituationReport,
    *,
    situation: str,
    texts: Mapping[str, str],
    nil: bool = False,
    classification: str = SituationReport.Classification.RESTRICTED,
    copies_to: str = "",
) -> SituationReport:
    """What the secretariat adds: the general situation, the fields, the prediction, copies.

    A daily report may be said to be nil. Raises Invalid when its numbers say otherwise.
    """
    if report.kind in ("daily", "nil"):
        report.kind = SituationReport.Kind.NIL if nil else SituationReport.Kind.DAILY
        _not_nil_with_cases(report)
    report.situation, report.texts = situation, rules.cleaned(texts, report.fields)
    report.classification, report.copies_to = classification, copies_to.strip()
    report.completed_at, report.completed_by = now(), by.actor_label
    report.save()
    return report


def _not_nil_with_cases(report: SituationReport) -> None:
    counted = report.figures.get("numbers", {}).get("incidents_reported", {}).get("value", 0)
    if report.kind == "nil" and counted:
        words = {"count": counted}
        raise Invalid(_("%(count)s cases were reported: this is not nil.") % words, field="nil")


@action(
    "report.approved",
    subject=SituationReport,
    may=permissions.may_approve_report,
    title=_("Approve the report"),
)
def approve_report(by: Post, report: SituationReport) -> SituationReport:
    """Its text is fixed, and no part comes in any more. Parts that are missing are named in it.

    Raises Conflict while the general situation, or what the kind of report needs, is not written.
    """
    _not_nil_with_cases(report)
    lacking = rules.missing(report.kind, report.texts)
    if not report.situation or lacking:
        raise Conflict(_("The report is not complete: complete it first."))
    report.state = SituationReport.State.APPROVED
    report.approved_at, report.approved_by = now(), by.actor_label
    report.save()
    return report


@action(
    "report.returned",
    subject=SituationReport,
    may=permissions.may_return_report,
    title=_("Return it for more"),
)
def return_report(by: Post, report: SituationReport, *, reason: str) -> SituationReport:
    """Approved too early: it can be completed again."""
    reason = needed(reason, "reason", _("Say what is still missing."))
    report.state = SituationReport.State.FROZEN
    report.approved_at, report.approved_by = None, ""
    report.save()
    note(reason=reason)
    return report


@action(
    "report.published",
    subject=SituationReport,
    may=permissions.may_publish_report,
    title=_("Publish the report"),
)
def publish_report(by: Post, report: SituationReport) -> SituationReport:
    """It is numbered, sealed and sent out as it stands. Corrections of earlier ones go with it."""
    earlier = list(pending_corrections(report))
    report.state, report.published_at = SituationReport.State.PUBLISHED, now()
    report.document = issue_paper(by, report, earlier)
    report.save()
    ReportCorrection.objects.filter(pk__in=[row.pk for row in earlier]).update(printed_in=report)
    note(number=report.document.number, sha256=report.document.sha256,
         corrects=[str(row.pk) for row in earlier])  # fmt: skip
    return report


def pending_corrections(report: SituationReport) -> list[ReportCorrection]:
    """Corrections of earlier reports of that place that no report has printed yet."""
    rows = ReportCorrection.objects.filter(
        report__operation_id=report.operation_id, report__region_id=report.region_id,
        printed_in=None,
    )  # fmt: skip
    return list(rows.exclude(report=report).select_related("report__document"))


@action(
    "report.corrected",
    subject=ReportCorrection,
    parent=SituationReport,
    may=permissions.may_correct_report,
    title=_("Note a correction"),
)
def note_correction(by: Post, report: SituationReport, *, what: str) -> ReportCorrection:
    """What was wrong: the report stays as it went out, the next one says what is right."""
    what = needed(what, "what", _("Say what was wrong, and what is right."))
    row = ReportCorrection(report=report, what=what[:500], noted_at=now(), noted_by=by.actor_label)
    row.save(force_insert=True)
    note(number=report.number, what=row.what)
    return row
