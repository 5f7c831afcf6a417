"""Who may do what to a case. One predicate a verb; pages, API and lists ask the same ones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Post
from sinergi.incidents import rules
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentEvidence,
    Mediation,
    Referral,
)
from sinergi.kernel.models import Operation
from sinergi.kernel.permission import HIDDEN, YES, Answer, first_no, no, not_now
from sinergi.regions.models import Region

CLOSED = _("This case is closed.")


def may_see(by: Post, incident: Incident) -> Answer:
    """Whoever covers the place, was asked, or reported it; when restricted, named agencies only."""
    if by.operation_id != incident.operation_id:
        return HIDDEN
    if incident.visibility == "restricted" and by.agency_id not in incident.audience:
        return HIDDEN
    if by.agency_id in incident.asked_agencies or incident.reporter_id == by.pk:
        return YES
    return YES if by.can("read") and by.covers(incident.region_id) else HIDDEN


def may_report(by: Post, region: Region) -> Answer:
    """Whoever has the duty to report, about her own places."""
    if not by.covers(region.pk):
        return no(_("This place is outside your area."), _("Report to the desk of that place."))
    if not by.can("report"):
        return no(_("Your post does not report incidents."), _("Village and duty officers do."))
    return YES


def _works_on(by: Post, incident: Incident) -> Answer:
    """The desk on which it lies, and the desks above that one."""
    seen = may_see(by, incident)
    if not seen:
        return seen
    if by.sits_at(incident.desk) or by.sits_above(incident.desk):
        return YES
    return no(_("This case lies on another desk."), incident.desk.name)


def _may(by: Post, incident: Incident, capability: str) -> Answer:
    return first_no(
        _works_on(by, incident),
        lambda: (
            YES if by.can(capability) else no(_("Your post may not do this."), incident.desk.name)
        ),
    )


def _during(by: Post, incident: Incident, verb: str, capability: str) -> Answer:
    """May in general, and in this state."""
    answer = _may(by, incident, capability)
    if not answer:
        return answer
    if rules.next_state(verb, incident.state) is not None:
        return YES
    if not incident.is_open:
        return not_now(CLOSED)
    return not_now(_("Not in the state “%(state)s”.") % {"state": incident.get_state_display()})


def may_acknowledge(by: Post, incident: Incident) -> Answer:
    """Once at each desk."""
    return first_no(
        _during(by, incident, "acknowledge", "verify"),
        lambda: not_now(_("Already acknowledged.")) if incident.acknowledged_at else YES,
    )


def may_verify(by: Post, incident: Incident) -> Answer:
    """The desk, while it is only reported."""
    return _during(by, incident, "verify", "verify")


def may_reject(by: Post, incident: Incident) -> Answer:
    """The desk, before anything is done on it."""
    return _during(by, incident, "reject", "verify")


def may_merge(by: Post, incident: Incident) -> Answer:
    """The desk, before it is mediated."""
    return _during(by, incident, "merge", "verify")


def may_correct(by: Post, incident: Incident) -> Answer:
    """The desk while it is open, or the reporter while nobody has verified it."""
    if by.pk == incident.reporter_id and incident.state == "reported":
        return may_see(by, incident)
    return _during(by, incident, "correct", "verify")


def may_handle(by: Post, incident: Incident) -> Answer:
    """The desk, after verification."""
    return _during(by, incident, "handle", "settle")


def may_mediate(by: Post, incident: Incident) -> Answer:
    """The desk, after verification."""
    return _during(by, incident, "mediate", "mediate")


def may_settle(by: Post, incident: Incident) -> Answer:
    """The desk that works on it; what the law wants passed on, only after that."""
    return first_no(
        _during(by, incident, "settle", "settle"),
        lambda: (
            YES
            if rules.may_settle_here(incident.bodies, incident.passed_on_at is not None)
            else not_now(_("The law wants this passed on to a competent body before it is closed."))
        ),
    )


def may_reopen(by: Post, incident: Incident) -> Answer:
    """The desk, when it flares up again."""
    answer = _may(by, incident, "verify")
    if answer and rules.next_state("reopen", incident.state) is None:
        return not_now(_("This case is not closed.") if incident.is_open else _("It was merged."))
    return answer


def may_escalate(by: Post, incident: Incident) -> Answer:
    """The desk, while there is one above."""
    return first_no(
        _during(by, incident, "escalate", "escalate"),
        lambda: (
            not_now(_("There is no desk above this one.")) if incident.level == "regency" else YES
        ),
    )


def may_hand_down(by: Post, incident: Incident) -> Answer:
    """A desk that has one below it."""
    return first_no(
        _during(by, incident, "hand_down", "hand_down"),
        lambda: (
            not_now(_("There is no desk below this one."))
            if incident.level == "village"
            or len(incident.region_id) <= len(incident.desk.region_id)
            else YES
        ),
    )


def may_ask(by: Post, incident: Incident) -> Answer:
    """The desk may ask any agency for help or advice."""
    return _during(by, incident, "ask", "escalate")


def may_refer(by: Post, incident: Incident) -> Answer:
    """The desk passes on what belongs to another body, once it is verified."""
    return _during(by, incident, "refer", "refer")


def may_restrict(by: Post, incident: Incident) -> Answer:
    """Whoever coordinates the regency's desk decides who alone may see a case."""
    return first_no(
        _works_on(by, incident),
        lambda: (
            YES
            if by.can("see_restricted")
            else no(
                _("Your post may not restrict cases."), _("The regency desk's coordinator may.")
            )
        ),
    )


def may_unrestrict(by: Post, incident: Incident) -> Answer:
    """The same, while it is restricted."""
    return first_no(
        may_restrict(by, incident),
        lambda: (
            YES
            if incident.visibility == "restricted"
            else not_now(_("This case is not restricted."))
        ),
    )


def may_add_evidence(by: Post, incident: Incident) -> Answer:
    """Its desk, its reporter, whoever was asked, and while it is open, reporters of its place.

    The desk may also after it is closed: signed copies come late.
    """
    seen = may_see(by, incident)
    if not seen:
        return seen
    if incident.reporter_id == by.pk or by.agency_id in incident.asked_agencies:
        return YES
    if incident.is_open and by.can("report") and by.covers(incident.region_id):
        return YES
    return _works_on(by, incident)


def may_open_evidence(by: Post, evidence: IncidentEvidence) -> Answer:
    """Whoever sees the case; each opening of an original is in the journal."""
    return may_see(by, evidence.incident)


def may_work_on_mediation(by: Post, mediation: Mediation) -> Answer:
    """The desk of the case."""
    return _may(by, mediation.incident, "mediate")


def may_check_agreement(by: Post, check: AgreementCheck) -> Answer:
    """The desk that mediated, wherever the case lies now, or the desk of the case; once."""
    seen = may_see(by, check.incident)
    desk = check.followup.to_desk
    owes = seen and by.can("mediate") and desk is not None and by.sits_at(desk)
    return first_no(
        seen if owes else _may(by, check.incident, "mediate"),
        lambda: YES if check.result == "waiting" else not_now(_("This was checked already.")),
    )


def may_take_package(by: Post, referral: Referral) -> Answer:
    """The desk of the case, and the body to which it was passed on, when it sits in the house."""
    seen = may_see(by, referral.incident)
    if seen and by.can("answer") and by.agency.kind == referral.body:
        return YES
    return seen and _may(by, referral.incident, "refer")


def may_set_policy(by: Post, operation: Operation) -> Answer:
    """Whoever keeps the policies of the regency."""
    if by.operation_id != operation.pk:
        return HIDDEN
    if by.can("manage_policy"):
        return YES
    return no(_("Your post may not change the policy."), _("The regency desk's coordinator may."))


def may_export(by: Post) -> Answer:
    """Whoever may take lists out of the house."""
    return YES if by.can("export") else no(_("Your post may not export."))


def may_export_as(by: Post, post: Post) -> Answer:
    """Each only in the name of her own post."""
    return may_export(by) if by.pk == post.pk else HIDDEN
