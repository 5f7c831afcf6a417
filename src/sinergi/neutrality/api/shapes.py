"""What the API answers of a confidential case. Texts are there only with an unlocked key."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from sinergi.agencies.models import Post
from sinergi.kernel.rest import Moment, Page, Shape
from sinergi.neutrality import offers
from sinergi.neutrality.clockwork import ClockLine
from sinergi.neutrality.models import Case, Proposal
from sinergi.neutrality.queries.case import CasePage
from sinergi.neutrality.reading import OpenLeaf, Summary

API = "/api/v1"
LOCKED = "null while the key is locked (header `Unlock`)"
Kind = Literal["close", "identity"]


class SummaryOut(Shape):
    """The first lines of a case."""

    what: str
    subject: str
    where: str


class CaseOut(Shape):
    """A case as lists show it: what stands in clear, and its summary when it is opened."""

    id: UUID
    number: str
    href: str = Field(description="Where it is read in the API.")
    url: str = Field(description="Its page.")
    origin: str
    state: str
    arrived_on: date
    has_identity: bool
    subject_kind: str = Field(description="As a handler classified it; empty before.")
    breaches: list[str]
    known_on: date | None
    conditions: dict[str, bool]
    barred_authorities: list[str]
    decision: str
    since: Moment | None
    registered_at: Moment | None
    decided_at: Moment | None
    closed_at: Moment | None
    summary: SummaryOut | None = Field(description=LOCKED)


class CasesOut(Page[CaseOut]):
    """A part of the list, newest first."""

    searched: int | None = Field(None, description="In how many summaries words were looked for.")


class ClockOut(Shape):
    """One legal deadline."""

    rule: str
    title: str
    basis: str
    verified: bool
    started_at: Moment
    due_at: Moment
    ended_at: Moment | None
    end: str
    late: bool


class FileOut(Shape):
    """One piece of evidence."""

    id: UUID
    href: str
    name: str = Field(description="Empty while the key is locked.")
    media_type: str
    size: int
    stripped: bool = Field(description="Whether `href` is a copy without metadata.")


class LeafOut(Shape):
    """One text of the case."""

    turn: int
    kind: str
    day: date
    written_at: Moment | None = Field(description="Of handlers only.")
    by: str = Field(description="The post; empty for the reporter.")
    facts: dict[str, Any] | None = Field(description=f"{LOCKED}; always for an identity")
    files: list[FileOut]


class ConditionOut(Shape):
    """A condition of a report."""

    code: str
    title: str
    kind: str
    fulfilled: bool
    hint: bool | None = Field(description="As the house sees it; null where a person must look.")


class ReceiverOut(Shape):
    """Who may receive the case."""

    authority: str
    title: str
    track: str
    role: str
    basis: str
    verified: bool


class ProposalOut(Shape):
    """A step that takes two persons."""

    id: UUID
    href: str | None
    kind: Kind
    case: UUID
    number: str
    state: str
    of_a_file: bool
    proposed_at: Moment
    proposed_by: str
    answered_at: Moment | None
    answered_by: str | None
    ends_at: Moment | None


class MayOut(Shape):
    """Whether I may do something now, or why not."""

    code: str
    may: bool
    reason: str


class CaseDetail(CaseOut):
    """A case with all that belongs to it."""

    leaves: list[LeafOut]
    clocks: list[ClockOut]
    checks: list[ConditionOut]
    receivers: list[ReceiverOut]
    proposals: list[ProposalOut]
    may: list[MayOut]


def _clear(case: Case) -> dict[str, Any]:
    names = CaseOut.model_fields.keys() - {"id", "href", "url", "summary"}
    told = {name: getattr(case, name) for name in names}
    href = f"{API}/neutrality/cases/{case.pk}"
    return {"id": case.pk, "href": href, "url": case.get_absolute_url(), **told}


def case_out(case: Case, summary: Summary | None = None) -> CaseOut:
    """A line of the list."""
    return CaseOut.model_construct(**_clear(case), summary=_summary(summary))


def _summary(summary: Summary | None) -> SummaryOut | None:
    if summary is None:
        return None
    return SummaryOut(what=summary.what, subject=summary.subject, where=summary.where)


def clock_out(line: ClockLine) -> ClockOut:
    """A deadline with its article."""
    clock, rule = line.clock, line.rule
    return ClockOut.model_construct(
        rule=clock.rule,
        title=rule.title,
        basis=rule.basis,
        verified=rule.verified,
        started_at=clock.started_at,
        due_at=clock.due_at,
        ended_at=clock.ended_at,
        end=clock.end,
        late=line.late,
    )


def leaf_out(row: OpenLeaf) -> LeafOut:
    """A text, opened or not, with its files."""
    leaf = row.leaf
    return LeafOut.model_construct(
        turn=leaf.turn,
        kind=leaf.kind,
        day=leaf.day,
        written_at=leaf.written_at,
        by=leaf.written_by.title if leaf.written_by else "",
        facts=row.facts,
        files=[
            FileOut(
                id=file.row.pk,
                href=f"{API}/neutrality/files/{file.row.pk}",
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                stripped=bool(file.row.shown_path),
            )
            for file in row.files
        ],
    )


def proposal_out(row: Proposal) -> ProposalOut:
    """What takes two persons."""
    identity = row.kind == Proposal.Kind.IDENTITY
    return ProposalOut.model_construct(
        id=row.pk,
        href=f"{API}/neutrality/requests/{row.pk}" if identity else None,
        kind=row.kind,
        case=row.case_id,
        number=row.case.number,
        state=row.state,
        of_a_file=row.file_id is not None,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by.title,
        answered_at=row.answered_at,
        answered_by=row.answered_by.title if row.answered_by else None,
        ends_at=row.ends_at,
    )


def case_detail(post: Post, page: CasePage, summary: Summary | None) -> CaseDetail:
    """All of a case, and what may be done with it."""
    return CaseDetail.model_construct(
        **_clear(page.case),
        summary=_summary(summary),
        leaves=[leaf_out(row) for row in page.leaves],
        clocks=[clock_out(line) for line in page.clocks],
        checks=[
            ConditionOut(
                code=row.condition.code,
                title=row.condition.title,
                kind=row.condition.kind,
                fulfilled=row.fulfilled,
                hint=row.hint,
            )
            for row in page.checks
        ],
        receivers=[
            ReceiverOut(
                authority=row.authority,
                title=row.title,
                track=row.track,
                role=row.role,
                basis=row.basis,
                verified=row.verified,
            )
            for row in page.receivers
        ],
        proposals=[proposal_out(row) for row in page.proposals],
        may=[_may(post, page.case, offer) for offer in offers.CASE],
    )


def _may(post: Post, case: Case, offer: Any) -> MayOut:
    answer = offer.may(post, case)
    return MayOut(code=offer.slug, may=bool(answer), reason=str(answer.reason))
