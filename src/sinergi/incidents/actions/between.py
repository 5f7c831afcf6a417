"""Between agencies: asking for help, passing on, and keeping to named agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sinergi.agencies.models import Agency, Post
from sinergi.followups import actions as followups
from sinergi.followups.models import Followup, FollowupRows
from sinergi.incidents import permissions
from sinergi.incidents import referral as papers
from sinergi.incidents.actions.life import needed
from sinergi.incidents.actions.placing import desk_at, is_seen_at, lay_on, move, take_notice
from sinergi.incidents.kinds import BODIES
from sinergi.incidents.models import AgreementCheck, Incident, IncidentFollowup, Referral
from sinergi.incidents.papers import in_indonesian
from sinergi.kernel.action import action, note
from sinergi.kernel.clock import now
from sinergi.kernel.documents import issue_document
from sinergi.kernel.models import OfficialDocument
from sinergi.kernel.problems import Invalid

ANSWER_WITHIN = timedelta(days=7)
LONGEST_NAME = 120  # characters


@action(
    "incident.asked",
    subject=IncidentFollowup,
    parent=Incident,
    lock_parent=True,
    may=permissions.may_ask,
    title=_("Ask an agency"),
)
def ask_agency(
    by: Post,
    incident: Incident,
    *,
    agency: Agency,
    kind: str,
    title: str,
    detail: str = "",
    due_at: datetime | None = None,
) -> IncidentFollowup:
    """Ask another agency for advice, assistance or a task; it accepts or refuses with a reason.

    The agency sees the case from then on; a restricted one as well, for it was named.
    """
    if kind not in ("assistance", "advice", "task"):
        raise Invalid(_("Choose what is asked."), field="kind")
    if agency.operation_id != incident.operation_id:
        raise Invalid(_("Choose an agency."), field="agency")
    take_notice(incident)
    _open_to(incident, agency)
    note(agency=agency.name, kind=kind, title=title.strip())
    followup = followups.assign(
        by,
        incident.desk,
        kind=kind,
        title=title,
        detail=detail,
        region=incident.region,
        to=agency,
        due_at=due_at,
        origin=(incident.number, incident.get_absolute_url()),
        audience=incident.journal_audience(),
    )
    return IncidentFollowup.objects.create(incident=incident, followup=followup)


def _open_to(incident: Incident, agency: Agency) -> None:
    if agency.pk not in incident.asked_agencies:
        incident.asked_agencies = [*incident.asked_agencies, agency.pk]
    if incident.visibility == "restricted" and agency.pk not in incident.audience:
        incident.audience = [*incident.audience, agency.pk]
    incident.save()
    _align(incident)


@action(
    "incident.referred",
    subject=Referral,
    parent=Incident,
    lock_parent=True,
    may=permissions.may_refer,
    title=_("Refer to a competent body"),
)
def refer(
    by: Post,
    incident: Incident,
    *,
    body: str,
    reason: str,
    body_name: str = "",
    answer_due: datetime | None = None,
) -> Referral:
    """Pass the case on to a body outside, with letter and digests of all that is handed over.

    The answer is chased by a follow-up of the desk; by default it is due after 7 days.
    """
    label = _body_label(body, body_name)
    reason = needed(reason, "reason", _("Say why it is passed on."))
    move(incident, "refer")
    take_notice(incident)
    if body in incident.bodies or (not incident.bodies):
        incident.passed_on_at = incident.passed_on_at or now()
    incident.save()
    referral = Referral(
        incident=incident,
        body=body,
        body_name=body_name.strip(),
        reason=reason,
        sent_at=now(),
        followup=_chase(by, incident, label, reason, answer_due),
    )
    referral.manifest = papers.manifest_of(referral)
    referral.document = _letter(by, referral)
    referral.save(force_insert=True)
    note(body=label, number=referral.document.number)
    return referral


def _body_label(body: str, body_name: str) -> str:
    if body not in BODIES:
        raise Invalid(_("Choose the body."), field="body")
    if body == "other":
        body_name = needed(body_name, "body_name", _("Name the body."))
    if len(body_name.strip()) > LONGEST_NAME:
        most = {"count": LONGEST_NAME}
        raise Invalid(_("At most %(count)d characters.") % most, field="body_name")
    return body_name.strip() or in_indonesian(BODIES[body])


def _chase(
    by: Post, incident: Incident, label: str, reason: str, due_at: datetime | None
) -> Followup:
    """The desk's own follow-up: it asks for the answer until it comes."""
    return followups.assign(
        by,
        incident.desk,
        kind="referral",
        title=in_indonesian(_("Answer of %(body)s")) % {"body": label},
        detail=reason,
        region=incident.region,
        to=label,
        due_at=due_at or now() + ANSWER_WITHIN,
        origin=(incident.number, incident.get_absolute_url()),
        audience=incident.journal_audience(),
    )


def _letter(by: Post, referral: Referral) -> OfficialDocument:
    return issue_document(
        papers.KIND,
        papers.TEMPLATE,
        papers.letter_data(referral, by),
        by=by,
        operation=referral.incident.operation,
        region_code=referral.incident.region_id,
        title=papers.TITLE,
        series="RJK",
    )


@action("incident.restricted", subject=Incident, may=permissions.may_restrict, title=_("Restrict"))
def restrict(by: Post, incident: Incident, *, agencies: Sequence[Agency]) -> Incident:
    """From now on only the named agencies, and one's own, see the case and what belongs to it.

    An open case never lies on a desk where nobody may see it: it then moves to the regency's.
    """
    named = {a.pk: a.name for a in agencies if a.operation_id == incident.operation_id}
    if by.agency_id is not None:
        named[by.agency_id] = by.agency.name
    incident.visibility = "restricted"
    incident.audience = sorted(named)
    note(agencies=sorted(named.values()))
    if incident.is_open and not is_seen_at(incident, incident.desk):
        top = desk_at(incident.operation_id, incident.region_id, "regency")
        kept = in_indonesian(_("kept to named agencies"))
        lay_on(incident, top, "by_hand", by_label=by.actor_label, note=kept)
    incident.save()
    _align(incident)
    return incident


@action(
    "incident.unrestricted",
    subject=Incident,
    may=permissions.may_unrestrict,
    title=_("Lift the restriction"),
)
def unrestrict(by: Post, incident: Incident) -> Incident:
    """Everybody who covers the place sees it again."""
    incident.visibility = "ordinary"
    incident.audience = []
    incident.save()
    _align(incident)
    return incident


def _align(incident: Incident) -> None:
    """Its follow-ups are as narrow as the case: this is part of the case's own entry."""
    rows = followups_of(incident)
    rows.update(audience=incident.audience or None)


def followups_of(incident: Incident) -> FollowupRows:
    """All follow-ups of a case: asked of agencies, chased from bodies, checks of agreements."""
    asked = IncidentFollowup.objects.filter(incident=incident).values("followup")
    chased = Referral.objects.filter(incident=incident).values("followup")
    checks = AgreementCheck.objects.filter(incident=incident).values("followup")
    return Followup.objects.filter(Q(pk__in=asked) | Q(pk__in=chased) | Q(pk__in=checks))
