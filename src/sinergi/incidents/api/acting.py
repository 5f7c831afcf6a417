"""The actions of a case: one table, from which the operations are made.

Each line names the action of the registry, what it is sent, and how the body becomes its
arguments. Title and description are those of the action itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sinergi.agencies.models import Agency, Post
from sinergi.incidents import actions
from sinergi.incidents.api import bodies
from sinergi.incidents.api.details import (
    CheckOut,
    MediationOut,
    ReferralOut,
    check_out,
    mediation_out,
    referral_out,
)
from sinergi.incidents.api.finding import belonging, incident_for, place
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import API, IncidentOut, incident_out
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentFollowup,
    Mediation,
)
from sinergi.kernel.acting import Act, Call, enter
from sinergi.kernel.rest import Asking, Body, Shape, chosen, fields_of

Arguments = Callable[[Post, Any], Mapping[str, Any]]


class Asked(Shape):
    """The follow-up with which an agency was asked."""

    followup: UUID
    href: str


def plain(post: Post, body: Body) -> Mapping[str, Any]:
    """The fields of the body are the arguments."""
    return fields_of(body)


def _merge(post: Post, body: bodies.Merge) -> Mapping[str, Any]:
    return {"into": chosen(Incident.objects.visible_to(post), body.into, field="into")}


def _correct(post: Post, body: bodies.Correct) -> Mapping[str, Any]:
    return {"report": report_of(body), "reason": body.reason}


def report_of(body: bodies.ReportBody) -> actions.Report:
    """The report that the actions take."""
    told = fields_of(body)
    told.pop("reason", None)
    region = place(told.pop("region"))
    return actions.Report(region=region, severity=told.pop("severity") or "", **told)


def _ask(post: Post, body: bodies.Ask) -> Mapping[str, Any]:
    agency = chosen(Agency.objects.visible_to(post), body.agency, field="agency")
    return {**plain(post, body), "agency": agency}


def _restrict(post: Post, body: bodies.Restrict) -> Mapping[str, Any]:
    rows = Agency.objects.visible_to(post)
    return {"agencies": [chosen(rows, key, field="agencies") for key in body.agencies]}


def _asked(link: IncidentFollowup) -> Asked:
    return Asked(followup=link.followup_id, href=f"{API}/followups/{link.followup_id}")


@dataclass(frozen=True)
class IncidentCall(Call):
    """One operation: also how the body becomes its arguments, and what it answers."""

    arguments: Arguments = plain
    answer: type[Shape] = IncidentOut
    shape: Callable[[Any], Shape] = incident_out

    @property
    def status(self) -> int:
        """201 when it makes something of its own."""
        return 200 if self.answer is IncidentOut else 201


CALLS = (
    IncidentCall("acknowledge", actions.acknowledge),
    IncidentCall("verify", actions.verify, bodies.Verify),
    IncidentCall("reject", actions.reject, bodies.Reject),
    IncidentCall("merge", actions.merge, bodies.Merge, _merge),
    IncidentCall("correct", actions.correct, bodies.Correct, _correct),
    IncidentCall("handle", actions.start_handling, bodies.Handle),
    IncidentCall(
        "mediate", actions.record_mediation, bodies.Mediate, plain, MediationOut, mediation_out
    ),
    IncidentCall("settle", actions.settle, bodies.Settle),
    IncidentCall("reopen", actions.reopen, bodies.Because),
    IncidentCall("escalate", actions.escalate, bodies.Because),
    IncidentCall("hand-down", actions.hand_down, bodies.Because),
    IncidentCall("ask", actions.ask_agency, bodies.Ask, _ask, Asked, _asked),
    IncidentCall("refer", actions.refer, bodies.Refer, plain, ReferralOut, referral_out),
    IncidentCall("restrict", actions.restrict, bodies.Restrict, _restrict),
    IncidentCall("unrestrict", actions.unrestrict),
)


def _act(call: IncidentCall) -> Act:
    def act(request: Asking, incident_id: UUID, body: Any) -> Shape:
        incident = incident_for(request.post, incident_id)
        arguments = call.arguments(request.post, body)
        return call.shape(call.action(request.post, incident, **arguments))

    return act


for line in CALLS:
    enter(
        router,
        "/incidents/{incident_id}",
        line,
        _act(line),
        of="incident",
        response={line.status: line.answer},
        tags=["incident actions"],
    )


@router.post(
    "/agreement-checks/{check_id}",
    response=CheckOut,
    operation_id="agreement_check",
    summary="Check an agreement",
    tags=["mediation"],
)
def check_agreement(request: Asking, check_id: UUID, body: bodies.Check) -> CheckOut:
    """Say whether what was agreed held; when it flared up, the case opens again.

    Journal: `agreement.checked`.
    """
    rows = AgreementCheck.objects.select_related("incident", "followup")
    check = belonging(rows, request.post, check_id)
    return check_out(
        actions.check_agreement(request.post, check, held=body.held, remark=body.remark)
    )


@router.post(
    "/mediations/{mediation_id}/minutes",
    response=MediationOut,
    operation_id="mediation_issue_minutes",
    summary="Issue the official record",
    tags=["mediation"],
)
def issue_minutes(request: Asking, mediation_id: UUID) -> MediationOut:
    """Make the *Berita Acara* as a PDF ready to sign; a second call keeps the first one.

    Journal: `mediation.minutes_issued`.
    """
    talk = belonging(Mediation.objects.all(), request.post, mediation_id)
    return mediation_out(actions.issue_minutes(request.post, talk))
