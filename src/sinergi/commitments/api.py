"""Commitments for programs: the same texts, lines and actions as on the pages."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http.response import HttpResponseBase
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from sinergi.agencies.models import Desk, Post
from sinergi.commitments import actions, factors, permissions, queries
from sinergi.commitments.api_shapes import (
    CodeOut,
    CommitmentDetail,
    CommitmentFilter,
    CommitmentOut,
    CommitmentPage,
    CommitmentProofOut,
    DriveBody,
    DriveOut,
    Hundred,
    NameBody,
    Place,
    PledgeOut,
    ProofBody,
    ReasonBody,
    SignatoryOut,
    SignBody,
    TextBody,
    TextChangeBody,
    commitment_out,
    detail_out,
    drive_out,
    pledge_out,
    signatory_out,
)
from sinergi.commitments.models import Commitment, Drive, Proof, Signatory
from sinergi.kernel.documents import serve_document
from sinergi.kernel.problems import NotFound
from sinergi.kernel.rest import Asking, chosen, found, page_of, window

router = Router(tags=["commitments"])
PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}


def _visible(post: Post) -> Any:
    return Commitment.objects.visible_to(post).whole()


def _line(post: Post, key: UUID) -> Signatory:
    """The line under a text that she may see; raises NotFound for any other."""
    rows = Signatory.objects.select_related(
        "commitment__operation", "commitment__desk", "commitment__region", "signature__scan"
    )
    row = found(rows, key)
    if not permissions.may_see(post, row.commitment):
        raise NotFound()
    return row


def _drive(post: Post, key: UUID) -> Drive:
    rows = Drive.objects.select_related("commitment__operation", "commitment__desk")
    row = found(rows, key)
    if not permissions.may_see(post, row.commitment):
        raise NotFound()
    return row


@router.get(
    "/commitments",
    response=CommitmentPage,
    operation_id="commitment_list",
    summary="List commitments",
)
def list_commitments(request: Asking, asked: Query[CommitmentFilter]) -> CommitmentPage:
    """What is open, closed or withdrawn, and drafts for who convenes; the newest first."""
    rows = _visible(request.post)
    rows = rows.filter(state=asked.state) if asked.state else rows
    rows = rows.filter(kind=asked.kind) if asked.kind else rows
    shown = window(rows, by="made_at", cursor=asked.cursor, limit=asked.limit)
    return CommitmentPage.model_construct(**page_of(request, shown, rows.count(), commitment_out))


@router.post(
    "/commitments",
    response={201: CommitmentOut},
    operation_id="commitment_draft",
    summary="Draft a commitment",
)
def draft(request: Asking, body: TextBody) -> CommitmentOut:
    """A new text for a desk; {election}, {region}, {date}, {place} are filled in.
    Journal: `commitment.drafted`.
    """
    desk = chosen(Desk.objects.visible_to(request.post), body.desk, field="desk")
    told = body.model_dump(exclude={"desk", "replaces"})
    old = chosen(_visible(request.post), body.replaces, field="replaces") if body.replaces else None
    return commitment_out(actions.draft_commitment(request.post, desk, **told, replaces=old))


@router.get(
    "/commitments/{commitment_id}",
    response=CommitmentDetail,
    operation_id="commitment_read",
    summary="Read a commitment",
)
def read(request: Asking, commitment_id: UUID) -> CommitmentDetail:
    """The exact text, its digest, every line with its signature, and whether that holds."""
    row = found(_visible(request.post), commitment_id)
    return detail_out(row, queries.lines_of(row))


@router.post(
    "/commitments/{commitment_id}/change",
    response=CommitmentOut,
    operation_id="commitment_change",
    summary="Change the draft",
)
def change(request: Asking, commitment_id: UUID, body: TextChangeBody) -> CommitmentOut:
    """Only while it is a draft. Journal: `commitment.changed`."""
    row = found(_visible(request.post), commitment_id)
    return commitment_out(actions.change_commitment(request.post, row, **body.model_dump()))


@router.post(
    "/commitments/{commitment_id}/signatories",
    response=CommitmentOut,
    operation_id="commitment_name",
    summary="Name signatories",
)
def name(request: Asking, commitment_id: UUID, body: NameBody) -> CommitmentOut:
    """Posts that sign in Sinergi, and others who sign on paper. Journal: `signatories.named`."""
    row = found(_visible(request.post), commitment_id)
    posts = [_post(request.post, key) for key in body.posts]
    others = [(other, "") for other in body.others]
    told = actions.name_signatories(
        request.post, row, posts=posts, others=others, capacity=body.capacity
    )
    return commitment_out(told)


def _post(by: Post, key: UUID) -> Post:
    rows = Post.objects.filter(operation_id=by.operation_id).select_related("agency")
    return chosen(rows, key, field="posts")


@router.post(
    "/commitments/{commitment_id}/open",
    response=CommitmentOut,
    operation_id="commitment_open",
    summary="Open for signing",
)
def open_it(request: Asking, commitment_id: UUID) -> CommitmentOut:
    """From now on the text is fixed. Journal: `commitment.opened`."""
    row = found(_visible(request.post), commitment_id)
    return commitment_out(actions.open_for_signing(request.post, row))


@router.post(
    "/commitments/{commitment_id}/close",
    response=CommitmentOut,
    operation_id="commitment_close",
    summary="Close and issue the document",
)
def close(request: Asking, commitment_id: UUID) -> CommitmentOut:
    """Issues the PDF with all signatures. Journal: `commitment.closed`, with its digest."""
    row = found(_visible(request.post), commitment_id)
    return commitment_out(actions.close_signing(request.post, row))


@router.post(
    "/commitments/{commitment_id}/withdraw",
    response=CommitmentOut,
    operation_id="commitment_withdraw",
    summary="Withdraw the commitment",
)
def withdraw(request: Asking, commitment_id: UUID, body: ReasonBody) -> CommitmentOut:
    """It no longer counts; signatures stay. Journal: `commitment.withdrawn`."""
    row = found(_visible(request.post), commitment_id)
    return commitment_out(actions.withdraw_commitment(request.post, row, reason=body.reason))


@router.get(
    "/commitments/{commitment_id}/document",
    operation_id="commitment_document",
    summary="Read the document",
    openapi_extra={"responses": {200: {"description": "The PDF as issued.", "content": PDF}}},
)
def document(request: Asking, commitment_id: UUID) -> HttpResponseBase:
    """As it was issued; 404 before that."""
    row = found(_visible(request.post), commitment_id)
    if row.document is None:
        raise NotFound()
    return serve_document(request, row.document)


@router.post(
    "/commitments/{commitment_id}/drive",
    response={201: DriveOut},
    operation_id="drive_start",
    summary="Start a pledge drive",
)
def start(request: Asking, commitment_id: UUID, body: DriveBody) -> DriveOut:
    """One unit for each agency of these kinds and each village. Journal: `drive.started`."""
    row = found(_visible(request.post), commitment_id)
    drive = actions.start_drive(request.post, row, **body.model_dump())
    return drive_out(drive, queries.standing_of(drive))


@router.get(
    "/drives/{drive_id}",
    response=DriveOut,
    operation_id="drive_read",
    summary="Read a pledge drive",
)
def read_drive(request: Asking, drive_id: UUID) -> DriveOut:
    """Signed of staff, by unit; units without a report are counted apart."""
    drive = _drive(request.post, drive_id)
    return drive_out(drive, queries.standing_of(drive))


@router.post(
    "/drives/{drive_id}/join",
    response=SignatoryOut,
    operation_id="drive_join",
    summary="Take part in a pledge drive",
)
def join(request: Asking, drive_id: UUID) -> SignatoryOut:
    """A line of her own, which she then signs. Journal: `drive.joined`."""
    row = actions.join_drive(request.post, _drive(request.post, drive_id))
    return signatory_out(row, row.commitment.text)


@router.post(
    "/signatories/{signatory_id}/code",
    response=CodeOut,
    operation_id="signatory_code",
    summary="Send a code for signing",
)
def send_code(request: Asking, signatory_id: UUID) -> CodeOut:
    """Six digits to her own mailbox, valid for ten minutes. Journal: `signing_code.made`."""
    made = actions.make_signing_code(request.post, _line(request.post, signatory_id))
    factors.send(made)
    return CodeOut(expires_at=made.expires_at)


@router.post(
    "/signatories/{signatory_id}/proof",
    response=CommitmentProofOut,
    operation_id="signatory_prove",
    summary="Prove the second factor",
)
def prove(request: Asking, signatory_id: UUID, body: ProofBody) -> CommitmentProofOut:
    """A code of the app, a recovery code or the one sent. A wrong one is answered with `passed`
    false and counted; after five in ten minutes: 429. Journal: `signing.proved`.
    """
    row = _line(request.post, signatory_id)
    proof = actions.prove_factor(request.post, row, code=body.code)
    left = factors.tries_left(request.post.account)
    return CommitmentProofOut(id=proof.pk, passed=proof.passed, tries_left=left)


@router.post(
    "/signatories/{signatory_id}/sign",
    response=SignatoryOut,
    operation_id="signatory_sign",
    summary="Sign",
)
def sign(request: Asking, signatory_id: UUID, body: SignBody) -> SignatoryOut:
    """Sign the text of that digest; 409 when it is another one now. `proof` is what was proved in
    the last ten minutes; `strokes` are points in a box of 600 x 220. Journal: `commitment.signed`.
    """
    row = _line(request.post, signatory_id)
    proof = chosen(Proof.objects.filter(signatory=row), body.proof, field="proof")
    signature = actions.sign_on_phone(
        request.post,
        row,
        digest=body.digest,
        proof=proof,
        strokes=body.strokes,
        typed=body.typed,
    )
    return signatory_out(signature.signatory, row.commitment.text)


Witness = Annotated[Place, Form("")]
Digest = Annotated[Hundred, Form("")]


@router.post(
    "/signatories/{signatory_id}/paper",
    response=SignatoryOut,
    operation_id="signatory_paper",
    summary="Keep what was signed on paper",
)
def paper(
    request: Asking,
    signatory_id: UUID,
    file: File[UploadedFile],
    witness: Witness,
    digest: Digest,
) -> SignatoryOut:
    """The scan of the sheet, who saw it being signed, and the digest printed on it.
    Journal: `commitment.signed_on_paper`.
    """
    row = _line(request.post, signatory_id)
    actions.record_paper_signature(request.post, row, scan=file, witness=witness, digest=digest)
    return signatory_out(_line(request.post, signatory_id), row.commitment.text)


@router.post(
    "/signatories/{signatory_id}/withdraw",
    response=SignatoryOut,
    operation_id="signatory_withdraw",
    summary="Withdraw the signatory",
)
def withdraw_line(request: Asking, signatory_id: UUID, body: ReasonBody) -> SignatoryOut:
    """She is no longer waited for. Journal: `signatory.withdrawn`."""
    row = _line(request.post, signatory_id)
    told = actions.withdraw_signatory(request.post, row, reason=body.reason)
    return signatory_out(told, row.commitment.text)


Staff = Annotated[int, Form(..., ge=1, le=100_000)]
Signed = Annotated[int, Form(..., ge=0, le=100_000)]


@router.post(
    "/signatories/{signatory_id}/pledges",
    response=PledgeOut,
    operation_id="signatory_pledges",
    summary="Report how many have signed",
)
def pledges(
    request: Asking,
    signatory_id: UUID,
    staff: Staff,
    signed: Signed,
    file: UploadedFile | None = File(None),  # type: ignore[type-arg]  # noqa: B008
) -> PledgeOut:
    """Of a unit, with its signed list as proof. Journal: `pledges.reported`."""
    row = _line(request.post, signatory_id)
    told = actions.report_pledges(request.post, row, staff=staff, signed=signed, scan=file)
    return pledge_out(told)
