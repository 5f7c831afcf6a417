"""What the API of commitments answers and is sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, Strict, StringConstraints

from sinergi.commitments.models import Commitment, Drive, PledgeReport, Signatory
from sinergi.commitments.queries import Line, Standing
from sinergi.commitments.rules import holds
from sinergi.kernel.rest import (
    LIMIT,
    NO_NUL,
    Body,
    Cursor,
    Day,
    Flag,
    Limit,
    Moment,
    Note,
    Page,
    Shape,
    Word,
)
from sinergi.kernel.rest import Line as OneLine

API = "/api/v1"
Kind = Literal["joint", "peace", "integrity"]
State = Literal["draft", "open", "closed", "withdrawn"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=NO_NUL)]
Hundred = Annotated[str, StringConstraints(max_length=100, pattern=NO_NUL)]
Place = Annotated[str, StringConstraints(max_length=150, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(max_length=80, pattern=NO_NUL)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)]
Coordinate = Annotated[int, Strict(), Field(ge=-10_000, le=10_000)]
Stroke = Annotated[
    list[Annotated[list[Coordinate], Field(min_length=2, max_length=2)]], Field(max_length=8_000)
]


class CommitmentFilter(Body):
    """Which commitments are listed."""

    kind: Kind | None = None
    state: State | None = None
    limit: Limit = LIMIT
    cursor: Cursor = ""


class CommitmentOut(Shape):
    """One commitment, without its text."""

    id: UUID
    href: str
    kind: str
    title: str
    state: str
    region: str
    desk: UUID
    place: str
    held_on: Day | None
    digest: str = Field(description="SHA-256 of the canonical text.")
    code: str = Field(description="Of its public page, /commitments/<code>/.")
    made_at: Moment
    opened_at: Moment | None
    closed_at: Moment | None
    replaces: UUID | None
    document: str | None = Field(description="Number of the issued document.")


class CommitmentPage(Page[CommitmentOut]):
    """A part of the list."""


class SignatoryOut(Shape):
    """One line under the text. `holds`: whether its signature is of this very text."""

    id: UUID
    label: str
    capacity: str
    post: UUID | None
    is_unit: bool
    withdrawn: bool
    signed_at: Moment | None
    means: str
    factor: str
    digest: str
    holds: bool | None


class CommitmentDetail(CommitmentOut):
    """One commitment with its text and lines."""

    text: str
    intact: bool = Field(description="Whether the stored text still has its digest.")
    reason: str
    drive: UUID | None
    signatories: list[SignatoryOut]


class TextChangeBody(Body):
    """A text, and what is filled into it."""

    title: Title
    text: Text
    place: Place = ""
    held_on: Day | None = None


class TextBody(TextChangeBody):
    """A new text for a desk."""

    desk: UUID
    kind: Kind
    template: Word = ""
    replaces: UUID | None = None


class NameBody(Body):
    """Who is to sign."""

    posts: list[UUID] = Field([], max_length=300)
    others: list[OneLine] = Field([], max_length=100, description="By post; they sign on paper.")
    capacity: Hundred = ""


class ReasonBody(Body):
    """Why."""

    reason: Note = Field(min_length=1)


class ProofBody(Body):
    """A code."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=20, pattern=NO_NUL)]


class CommitmentProofOut(Shape):
    """Whether the code was right."""

    id: UUID
    passed: bool
    tries_left: int


class CodeOut(Shape):
    """That a code was sent."""

    expires_at: Moment


class SignBody(Body):
    """A signature over the text of that digest."""

    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    proof: UUID
    strokes: list[Stroke] = Field([], max_length=200)
    typed: Name = ""


class DriveBody(Body):
    """For whom, and until when."""

    kinds: list[Word] = Field([], max_length=30)
    with_villages: Flag = False
    until: Moment


class UnitOut(Shape):
    """One unit of a drive; without a report nothing is counted."""

    signatory: UUID
    label: str
    region: str | None
    signed: int | None
    staff: int | None
    on_phone: int


class DriveOut(Shape):
    """A pledge drive as it stands."""

    id: UUID
    commitment: UUID
    until: Moment
    signed: int
    staff: int
    units_reported: int
    units_silent: int
    units: list[UnitOut]


class PledgeOut(Shape):
    """A unit's report."""

    signed: int
    staff: int
    reported_at: Moment


def _fields(row: Commitment) -> dict[str, Any]:
    copied = ("kind", "title", "state", "place", "held_on", "digest", "code", "made_at",
              "opened_at", "closed_at")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in copied},
        "id": row.pk,
        "href": f"{API}/commitments/{row.pk}",
        "region": row.region_id,
        "desk": row.desk_id,
        "replaces": row.replaces_id,
        "document": row.document.number if row.document else None,
    }


def commitment_out(row: Commitment) -> CommitmentOut:
    """The shape of a row."""
    return CommitmentOut.model_construct(**_fields(row))


def detail_out(row: Commitment, lines: list[Line]) -> CommitmentDetail:
    """The shape of a row with its lines."""
    drive = getattr(row, "drive", None)
    return CommitmentDetail.model_construct(
        **_fields(row),
        text=row.text,
        intact=row.is_intact,
        reason=row.reason,
        drive=drive.pk if drive else None,
        signatories=[signatory_out(line.signatory, row.text) for line in lines],
    )


def signatory_out(row: Signatory, text: str) -> SignatoryOut:
    """The shape of a line; what was drawn or typed stays on the page and the document."""
    given = row.given
    return SignatoryOut.model_construct(
        id=row.pk,
        label=row.label,
        capacity=row.capacity,
        post=row.post_id,
        is_unit=row.is_unit,
        withdrawn=row.withdrawn_at is not None,
        signed_at=given.signed_at if given else None,
        means=given.means if given else "",
        factor=given.factor if given else "",
        digest=given.digest if given else "",
        holds=holds(given.digest, text) if given else None,
    )


def drive_out(drive: Drive, standing: Standing) -> DriveOut:
    """The shape of a drive."""
    whole = standing.whole
    units = [
        UnitOut.model_construct(
            signatory=unit.signatory.pk,
            label=unit.signatory.label,
            region=unit.signatory.region_id,
            signed=unit.report.signed if unit.report else None,
            staff=unit.report.staff if unit.report else None,
            on_phone=unit.on_phone,
        )
        for unit in whole.units
    ]
    return DriveOut.model_construct(
        id=drive.pk,
        commitment=drive.commitment_id,
        until=drive.until,
        signed=whole.share.signed,
        staff=whole.share.staff,
        units_reported=len(whole.reported),
        units_silent=whole.silent,
        units=units,
    )


def pledge_out(report: PledgeReport) -> PledgeOut:
    """The shape of a report."""
    return PledgeOut(signed=report.signed, staff=report.staff, reported_at=report.reported_at)
