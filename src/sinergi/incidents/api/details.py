"""A case with all that belongs to it, and what I may do to it now: in a fixed number of reads."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from sinergi.agencies.models import Post
from sinergi.incidents.api.shapes import API, IncidentOut, Level, incident_fields
from sinergi.incidents.models import (
    AgreementCheck,
    Incident,
    IncidentEvidence,
    Mediation,
    Movement,
    Referral,
)
from sinergi.kernel.action import may
from sinergi.kernel.rest import Moment, Shape

# How the API calls an action of the registry.
OFFERED = {
    "acknowledge": "acknowledge",
    "verify": "verify",
    "reject": "reject",
    "merge": "merge",
    "correct": "correct",
    "handle": "start_handling",
    "mediate": "record_mediation",
    "settle": "settle",
    "reopen": "reopen",
    "escalate": "escalate",
    "hand-down": "hand_down",
    "ask": "ask_agency",
    "refer": "refer",
    "restrict": "restrict",
    "unrestrict": "unrestrict",
    "evidence": "add_evidence",
}


class Allowed(Shape):
    """Whether I may do something now, and if not, why, and who could."""

    action: str
    href: str
    allowed: bool
    reason: str
    who: str


class EvidenceOut(Shape):
    """A file that belongs to a case."""

    id: UUID
    role: Literal["evidence", "signed_minutes"]
    caption: str
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    added_at: Moment
    added_by: str
    taken_at: Moment | None
    shown: str | None = Field(description="Address of the copy that is shown; null without one.")
    original: str = Field(description="Address of the file as received; opening it is journaled.")


class MovementOut(Shape):
    """One step between desks, and why."""

    at: Moment
    to_desk: str
    level: Level
    reason: str
    sentence: str = Field(description="Why it moved, in the language that was asked for.")


class CheckOut(Shape):
    """Whether an agreement still holds."""

    id: UUID
    days: int
    due_at: Moment
    result: Literal["waiting", "held", "flared_up"]
    checked_at: Moment | None
    note: str


class MediationOut(Shape):
    """A deliberation."""

    id: UUID
    incident: UUID
    held_at: Moment
    place: str
    parties: list[str]
    attendance: dict[str, bool]
    matter: str
    outcome: Literal["agreed", "not_agreed"]
    agreement: str
    minutes: str | None = Field(description="Address of the record as PDF, once it is issued.")
    minutes_number: str | None
    signed_copy: UUID | None
    checks: list[CheckOut]


class ReferralOut(Shape):
    """That a case was passed on."""

    id: UUID
    incident: UUID
    body: str
    body_name: str
    reason: str
    sent_at: Moment
    followup: UUID
    letter: str | None
    letter_number: str | None


class IncidentDetail(IncidentOut):
    """A case with all that belongs to it."""

    movements: list[MovementOut]
    evidence: list[EvidenceOut]
    mediations: list[MediationOut]
    referrals: list[ReferralOut]
    actions: list[Allowed]


def incident_detail(by: Post, row: Incident) -> IncidentDetail:
    """The case (fetched with region and desk) for `by`; five statements more."""
    return IncidentDetail.model_construct(
        **incident_fields(row),
        movements=[
            movement_out(step) for step in row.movements.select_related("to_desk", "from_desk")
        ],
        evidence=[evidence_out(piece) for piece in evidence_of(row)],
        mediations=[mediation_out(talk) for talk in mediations_of(row)],
        referrals=[referral_out(one) for one in row.referrals.select_related("document")],
        actions=[allowed(by, row, name, code) for code, name in OFFERED.items()],
    )


def allowed(by: Post, row: Incident, name: str, code: str) -> Allowed:
    """What the rule of the action `name` answers; the same as on the page."""
    answer = may(by, name, row)
    return Allowed.model_construct(
        action=code,
        href=f"{API}/incidents/{row.pk}/{code}",
        allowed=answer.allowed,
        reason=str(answer.reason),
        who=str(answer.who),
    )


def evidence_of(row: Incident) -> Any:
    """Its files, oldest first."""
    return row.evidence.select_related("blob").order_by("added_at", "pk")


def mediations_of(row: Incident) -> Any:
    """Its deliberations with their checks."""
    rows = Mediation.objects.filter(incident=row).select_related("document")
    return rows.prefetch_related("checks")


def movement_out(step: Movement) -> MovementOut:
    """One step."""
    return MovementOut.model_construct(
        at=step.at,
        to_desk=step.to_desk.name,
        level=step.to_desk.level,
        reason=step.reason,
        sentence=str(step.sentence),
    )


def evidence_out(piece: IncidentEvidence) -> EvidenceOut:
    """One file."""
    blob, address = piece.blob, f"{API}/evidence/{piece.pk}"
    return EvidenceOut.model_construct(
        id=piece.pk,
        role=piece.role,
        caption=piece.caption,
        name=blob.name,
        media_type=blob.media_type,
        size=blob.size,
        sha256=blob.sha256,
        added_at=piece.added_at,
        added_by=piece.added_by,
        taken_at=blob.taken_at,
        shown=f"{address}/shown" if blob.has_preview else None,
        original=f"{address}/original",
    )


def check_out(check: AgreementCheck) -> CheckOut:
    """One check."""
    return CheckOut.model_construct(
        id=check.pk,
        days=check.days,
        due_at=check.due_at,
        result=check.result,
        checked_at=check.checked_at,
        note=check.note,
    )


def mediation_out(talk: Mediation) -> MediationOut:
    """One deliberation."""
    issued = talk.document
    return MediationOut.model_construct(
        id=talk.pk,
        incident=talk.incident_id,
        held_at=talk.held_at,
        place=talk.place,
        parties=talk.parties,
        attendance=talk.attendance,
        matter=talk.matter,
        outcome=talk.outcome,
        agreement=talk.agreement,
        minutes=f"{API}/mediations/{talk.pk}/minutes" if issued else None,
        minutes_number=issued.number if issued else None,
        signed_copy=talk.signed_copy_id,
        checks=[check_out(check) for check in talk.checks.all()],
    )


def referral_out(one: Referral) -> ReferralOut:
    """One referral."""
    letter = one.document
    return ReferralOut.model_construct(
        id=one.pk,
        incident=one.incident_id,
        body=one.body,
        body_name=one.body_label,
        reason=one.reason,
        sent_at=one.sent_at,
        followup=one.followup_id,
        letter=f"{API}/referrals/{one.pk}/letter" if letter else None,
        letter_number=letter.number if letter else None,
    )
